package dev.postern.token;

import java.time.Instant;

/**
 * A new token.
 *
 * @param id the token's own id, for logs
 * @param expires until when clients should use it; the token itself expires one second later
 */
public record IssuedToken(String text, String id, String audience, Instant notBefore, Instant issued, Instant expires) {
    /** Returns for how many seconds clients should use it. */
    public long seconds() {
        return expires.getEpochSecond() - issued.getEpochSecond();
    }

    @Override
    public String toString() {
        return "IssuedToken[" + id + "]";
    }
}
