package dev.postern.smtp.server;

import java.time.Duration;

/**
 * What peers may use.
 *
 * @param connections open at the same time
 * @param connectionsOfAddress open at the same time from one address; addresses of loopback have no such limit, because a proxy or the MTA in
 *     front of this server connects from there
 * @param maxSize of a message in bytes
 * @param maxRecipients of a message
 */
public record MailLimits(
        int connections, int connectionsOfAddress, long maxSize, int maxRecipients, Times times, Tolerance tolerance) {
    public static final MailLimits USUAL =
            new MailLimits(4000, 100, 150L << 20, 1000, Times.USUAL, new Tolerance(20, 100, 100));

    /** Returns the same limits with these numbers. */
    public MailLimits with(int newConnections, long newMaxSize) {
        return new MailLimits(newConnections, connectionsOfAddress, newMaxSize, maxRecipients, times, tolerance);
    }

    /**
     * How long a peer may keep the server waiting.
     *
     * @param beforeGreeting how long the server waits for a peer that talks too early
     * @param beforeLocalGreeting the same for peers on loopback, where bytes need no time to arrive
     * @param command for one command, from the reply before it to its last byte
     * @param session after which no further transaction begins
     * @param data without a byte of content; after this much waiting in total, the rate counts too
     * @param minRate bytes of content per second of the time that the server waited for it
     * @param write for one write of replies
     * @param opening for the header of the PROXY protocol, and for the TLS handshake
     * @param linger after the last reply, for the peer to read it
     * @param stop for transfers in progress when the listener is closed
     */
    public record Times(
            Duration beforeGreeting,
            Duration beforeLocalGreeting,
            Duration command,
            Duration session,
            Duration data,
            long minRate,
            Duration write,
            Duration opening,
            Duration linger,
            Duration stop) {
        static final Times USUAL = new Times(
                Duration.ofMillis(100),
                Duration.ofMillis(5),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofMinutes(3),
                1024,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    /**
     * What one session may do until a message of it is accepted, from when it counts again.
     *
     * @param errors commands that are refused because of their form or order
     * @param refusedRecipients recipients that are refused
     * @param idleCommands commands without effect, such as NOOP and RSET
     */
    public record Tolerance(int errors, int refusedRecipients, int idleCommands) {}
}
