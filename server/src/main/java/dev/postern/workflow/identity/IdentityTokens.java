package dev.postern.workflow.identity;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;

/** Issues tokens to managed identities. May be called from any thread. */
public interface IdentityTokens {
    /**
     * A bearer token from the grants of this moment.
     *
     * @throws Refused when the service principal is gone or disabled, or no such audience exists
     */
    String token(TenantId tenant, ObjectId principal, String audience);

    /** No token; the message may be shown in a run's history. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Refused(String message) {
            super(message);
        }
    }
}
