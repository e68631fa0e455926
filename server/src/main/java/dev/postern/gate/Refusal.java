package dev.postern.gate;

import dev.postern.access.Decision;
import dev.postern.token.TokenRefused;

/**
 * The reason why a request is refused. Each edge converts it to the error of its protocol, which discloses no more than that protocol
 * allows.
 */
public abstract sealed class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Refusal(String message) {
        super(message);
    }

    /** Returns the refusal for a denial about a mailbox. */
    static Refusal of(String operation, Decision denied) {
        return switch (denied.rule().stage()) {
            case PERMISSION -> new PermissionMissing(operation);
            case POLICY, ROLE -> new PolicyDenied();
        };
    }

    /** There is no Authorization header with a bearer token. */
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

    /** The caller does not have a sufficient permission, or no longer has it. */
    public static final class PermissionMissing extends Refusal {
        private static final long serialVersionUID = 1;

        PermissionMissing(String operation) {
            super("No permission that suffices for " + operation);
        }
    }

    /** The application access policies deny it; also for an unknown address if they restrict the application. */
    public static final class PolicyDenied extends Refusal {
        private static final long serialVersionUID = 1;

        PolicyDenied() {
            super("A policy denies it");
        }
    }

    /** The mailbox has no right to send with the author of the message. */
    public static final class SendAsDenied extends Refusal {
        private static final long serialVersionUID = 1;

        SendAsDenied() {
            super("The mailbox may not send with this author");
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

        /** Returns the name as the caller wrote it. */
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

    /** The directory cannot be confirmed to be current. Until it is, all requests are refused. */
    public static final class NotCurrent extends Refusal {
        private static final long serialVersionUID = 1;

        NotCurrent(String message) {
            super(message);
        }
    }
}
