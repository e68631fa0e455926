package dev.postern.http.connection;

import java.time.Duration;

/**
 * How long a peer may keep the server waiting.
 *
 * @param handshake for the TLS handshake, from the acceptance of the connection
 * @param header    for a request's head, from its first byte
 * @param body      without any byte of a body or response being transferred; after this total time the
 *                  rate is checked too
 * @param idle      without a request
 * @param minRate minimum bytes per second of a body or response, over the time that the server waited for the peer
 */
public record TimeLimits(Duration handshake, Duration header, Duration body, Duration idle, long minRate) {
    /** The defaults. */
    public static final TimeLimits USUAL = new TimeLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), 4096);

    /** How often connections must be checked to keep the limits with small delay. */
    public Duration interval() {
        long shortest =
                Math.min(Math.min(handshake.toMillis(), header.toMillis()), Math.min(body.toMillis(), idle.toMillis()));
        return Duration.ofMillis(Math.clamp(shortest / 10, 10, 250));
    }
}
