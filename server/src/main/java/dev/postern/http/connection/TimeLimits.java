package dev.postern.http.connection;

import java.time.Duration;

/**
 * How long a peer may keep the server waiting.
 *
 * @param handshake the TLS handshake, from accepting the connection
 * @param header    a request's head, from its first byte
 * @param body      without any byte of a body that is read or of an answer that is written; after this long in all, the
 *                  rate counts too
 * @param idle      without a request
 * @param leastRate bytes per second of a body or an answer, of the time that the server waited for the peer
 */
public record TimeLimits(Duration handshake, Duration header, Duration body, Duration idle, long leastRate) {
    /** What holds unless configured. */
    public static final TimeLimits USUAL = new TimeLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), 4096);

    /** How often connections are to be looked at, so that no limit is overrun by much. */
    public Duration interval() {
        long shortest =
                Math.min(Math.min(handshake.toMillis(), header.toMillis()), Math.min(body.toMillis(), idle.toMillis()));
        return Duration.ofMillis(Math.clamp(shortest / 10, 10, 250));
    }
}
