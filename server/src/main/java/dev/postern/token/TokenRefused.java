package dev.postern.token;

/** Why a token is refused. The message never contains the token. */
public final class TokenRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The reason. */
    public enum Reason {
        /** Not a token, or not signed by this server. */
        MALFORMED,
        EXPIRED,
        NOT_YET_VALID,
        WRONG_AUDIENCE,
        /** Issued for a tenant that this server does not have. */
        WRONG_ISSUER
    }

    private final Reason reason;

    public TokenRefused(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
