package dev.postern.delivery;

import java.time.Duration;

/** The pause after a failed attempt: a second, doubling each time, at most ten minutes. */
final class Backoff {
    private static final long MAX_SECONDS = 600;

    private Backoff() {}

    static Duration after(long attempts) {
        long exponent = Math.clamp(attempts - 1, 0, 10);
        return Duration.ofSeconds(Math.min(MAX_SECONDS, 1L << exponent));
    }
}
