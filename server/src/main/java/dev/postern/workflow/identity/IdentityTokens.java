package dev.postern.workflow.identity;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;

/** Issues tokens to managed identities. Thread-safe. */
public interface IdentityTokens {
    /**
     * Returns a bearer token with the current grants.
     *
     * @throws Refused if the service principal does not exist or is disabled, or if the audience is unknown
     */
    String token(TenantId tenant, ObjectId principal, String audience);

    /** No token was issued. The run's history may show the message. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Refused(String message) {
            super(message);
        }
    }
}
