package dev.postern.token;

import java.time.Instant;

/**
 * A new token.
 *
 * @param id the token's own id, for logs
 * @param expires until when a client should use it; the token itself is good one second longer
 */
public record IssuedToken(String text, String id, String audience, Instant notBefore, Instant issued, Instant expires) {
    /** For how many seconds a client should use it. */
    public long seconds() {
        return expires.getEpochSecond() - issued.getEpochSecond();
    }

    @Override
    public String toString() {
        return "IssuedToken[" + id + "]";
    }
}
