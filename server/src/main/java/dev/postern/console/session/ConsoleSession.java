package dev.postern.console.session;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.time.Instant;

/**
 * A person who is signed in to the console of a tenant.
 *
 * @param principal the service principal that the pages act as
 * @param person as the administrator who made the link called the person
 * @param formToken what every form must contain
 */
public record ConsoleSession(
        TenantId tenant, ObjectId principal, ConsoleRole role, String person, Instant expires, String formToken) {
    public boolean isReader() {
        return role == ConsoleRole.READER;
    }

    @Override
    public String toString() {
        return "ConsoleSession[" + person + ", " + role + "]";
    }
}
