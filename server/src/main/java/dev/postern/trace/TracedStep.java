package dev.postern.trace;

import org.jspecify.annotations.Nullable;

/**
 * The new state of one recipient after an attempt.
 *
 * @param address in any case
 * @param host the other host; null for a mailbox of this server
 * @param reply the reply of the other host, or the reason of a failure; null if there is none
 */
public record TracedStep(
        String address,
        TraceState state,
        @Nullable String host,
        @Nullable String reply) {}
