package dev.postern;

import dev.postern.access.TenantId;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes credentials of managed identities, which an older version allowed. */
final class StoredIdentities {
    private static final Logger LOG = LoggerFactory.getLogger(StoredIdentities.class);

    private StoredIdentities() {}

    static void takeCredentials(Directory directory, TenantId tenant) {
        directory.maintain(tenant, draft -> {
            draft.before()
                    .all(ServicePrincipal.class)
                    .filter(principal -> principal.type() == ServicePrincipalType.MANAGED_IDENTITY)
                    .filter(principal -> !principal.credentials().equals(Credentials.NONE))
                    .forEach(principal -> {
                        LOG.warn(
                                "The managed identity {} ('{}') had credentials, which managed identities cannot have;"
                                        + " they were removed",
                                principal.id(),
                                principal.displayName());
                        draft.put(principal.withCredentials(Credentials.NONE));
                    });
            return true;
        });
    }
}
