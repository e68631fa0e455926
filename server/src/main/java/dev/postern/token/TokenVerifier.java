package dev.postern.token;

/** Checks tokens that this server issued. Thread-safe. */
public final class TokenVerifier {
    /**
     * Checks a token for one of this server's resources.
     *
     * @throws TokenRefused when it is not good
     */
    public VerifiedToken verify(String token, Resource resource) {
        if (token.isEmpty() || resource != null) {
            throw new TokenRefused(TokenRefused.Reason.MALFORMED);
        }
        throw new IllegalStateException();
    }
}
