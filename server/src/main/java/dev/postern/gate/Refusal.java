package dev.postern.gate;

import dev.postern.access.Decision;
import dev.postern.token.TokenRefused;
import org.jspecify.annotations.Nullable;

/** Why a caller is not let in. Each edge words it for its protocol, and tells no more than that protocol allows. */
public abstract sealed class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Refusal(String message) {
        super(message);
    }

    /** The refusal that a denial about a mailbox leads to. */
    static Refusal of(String operation, Decision denied) {
        return switch (denied.rule().stage()) {
            case PERMISSION -> new PermissionMissing(operation, denied);
            case POLICY, ROLE -> new PolicyDenied(denied);
        };
    }

    /** No Authorization header, or none with a bearer token. */
    public static final class NoToken extends Refusal {
        private static final long serialVersionUID = 1;

        NoToken() {
            super("There is no bearer token");
        }
    }

    /** The token is not valid. */
    public static final class BadToken extends Refusal {
        private static final long serialVersionUID = 1;
        private final TokenRefused.Reason reason;

        BadToken(TokenRefused.Reason reason) {
            super("The token is not valid: " + reason);
            this.reason = reason;
        }

        public TokenRefused.Reason reason() {
            return reason;
        }
    }

    /** The token's tenant is not the one in the path. */
    public static final class OtherTenant extends Refusal {
        private static final long serialVersionUID = 1;

        OtherTenant() {
            super("The token is of another tenant");
        }
    }

    /** The caller does not hold a permission that suffices, or no longer. */
    public static final class PermissionMissing extends Refusal {
        private static final long serialVersionUID = 1;
        private final transient @Nullable Decision decision;

        PermissionMissing(String operation, @Nullable Decision decision) {
            super("No permission that suffices for " + operation);
            this.decision = decision;
        }

        /** For mailboxes, the decision behind it; the refused caller is never told. */
        public @Nullable Decision decision() {
            return decision;
        }
    }

    /** The application access policies deny it; also for an address that does not exist, when they confine the application. */
    public static final class PolicyDenied extends Refusal {
        private static final long serialVersionUID = 1;
        private final transient Decision decision;

        PolicyDenied(Decision decision) {
            super("A policy denies it");
            this.decision = decision;
        }

        /** Which rule and policy; the refused caller is never told. */
        public Decision decision() {
            return decision;
        }
    }

    /** There is no such mailbox, and the caller may know that. */
    public static final class UnknownMailbox extends Refusal {
        private static final long serialVersionUID = 1;
        private final String asked;

        UnknownMailbox(String asked) {
            super("There is no mailbox '" + asked + "'");
            this.asked = asked;
        }

        /** As the caller wrote it. */
        public String asked() {
            return asked;
        }
    }

    /** The user exists, but has no mailbox. */
    public static final class NoMailbox extends Refusal {
        private static final long serialVersionUID = 1;

        NoMailbox() {
            super("The user has no mailbox");
        }
    }

    /** The directory cannot be confirmed to be current. No caller is let in until it can. */
    public static final class NotCurrent extends Refusal {
        private static final long serialVersionUID = 1;

        NotCurrent(String message) {
            super(message);
        }
    }
}
