package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to messages that programs send. A message must meet all conditions that are given; without one, every message does.
 *
 * @param priority the order in which rules are applied, from 0
 * @param from the authors, of which one suffices; empty for all
 * @param fromMemberOf groups, of which the author is a member of one; empty for all
 * @param sentToScope {@code InOrganization} or {@code NotInOrganization}, which one recipient suffices for; null for all
 * @param fromApplication the application that sends; null for all
 * @param headerName of the field that is set, with its value; both null for none
 * @param disclaimer HTML that is added to the body; null for none
 * @param prepended whether it is added before the body
 * @param blindCopyTo recipients who get the message, too
 */
public record TransportRule(
        ObjectId id,
        Instant createdAt,
        String name,
        int priority,
        boolean enabled,
        List<ObjectId> from,
        List<ObjectId> fromMemberOf,
        @Nullable String sentToScope,
        @Nullable AppId fromApplication,
        @Nullable String headerName,
        @Nullable String headerValue,
        @Nullable String disclaimer,
        boolean prepended,
        List<ObjectId> blindCopyTo)
        implements ExchangeObject {
    /** Of one tenant. */
    public static final int MAX_RULES = 100;

    public TransportRule {
        from = List.copyOf(from);
        fromMemberOf = List.copyOf(fromMemberOf);
        blindCopyTo = List.copyOf(blindCopyTo);
    }

    public TransportRule withPriority(int other) {
        return new TransportRule(
                id,
                createdAt,
                name,
                other,
                enabled,
                from,
                fromMemberOf,
                sentToScope,
                fromApplication,
                headerName,
                headerValue,
                disclaimer,
                prepended,
                blindCopyTo);
    }

    public TransportRule withEnabled(boolean other) {
        return new TransportRule(
                id,
                createdAt,
                name,
                priority,
                other,
                from,
                fromMemberOf,
                sentToScope,
                fromApplication,
                headerName,
                headerValue,
                disclaimer,
                prepended,
                blindCopyTo);
    }
}
