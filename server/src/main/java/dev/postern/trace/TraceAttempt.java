package dev.postern.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a message to one recipient.
 *
 * @param host the other host; null for a mailbox of this server
 * @param reply the reply of the other host, or the reason of a failure; null if there is none
 */
public record TraceAttempt(
        Instant at, @Nullable String host, @Nullable String reply) {
    private static final int MAX_HOST = 255;
    private static final int MAX_REPLY = 500;

    public TraceAttempt {
        host = host == null ? null : TraceText.cut(host, MAX_HOST);
        reply = reply == null ? null : TraceText.cut(reply, MAX_REPLY);
    }
}
