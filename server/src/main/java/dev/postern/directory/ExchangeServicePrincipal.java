package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.time.Instant;

/**
 * A service principal as Exchange knows it: a pointer to the one of Entra, which role assignments name.
 *
 * @param servicePrincipal the object id of the service principal in Entra; the name of this object
 */
public record ExchangeServicePrincipal(
        ObjectId id, Instant createdAt, AppId appId, ObjectId servicePrincipal, String displayName)
        implements ExchangeObject {
    @Override
    public String name() {
        return servicePrincipal.toString();
    }

    public ExchangeServicePrincipal withDisplayName(String other) {
        return new ExchangeServicePrincipal(id, createdAt, appId, servicePrincipal, other);
    }
}
