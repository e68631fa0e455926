package dev.postern.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A recipient of a message, as it is addressed.
 *
 * @param attempts the oldest first; if there were many, the first and the latest of them
 */
public record TracedRecipient(String address, TraceState state, List<TraceAttempt> attempts) {
    private static final int MAX_ADDRESS = 320;

    public TracedRecipient {
        address = TraceText.cut(address, MAX_ADDRESS);
        attempts = List.copyOf(attempts);
    }

    /** A recipient whose message is in a queue, and was not tried yet. */
    public static TracedRecipient waiting(String address) {
        return new TracedRecipient(address, TraceState.WAITING, List.of());
    }

    /** A recipient whose mailbox has the message. */
    public static TracedRecipient delivered(String address, Instant at) {
        return new TracedRecipient(address, TraceState.DELIVERED, List.of(new TraceAttempt(at, null, null)));
    }

    /** @param max attempts that are kept, at least 2 */
    TracedRecipient after(TracedStep step, Instant at, int max) {
        var all = new ArrayList<>(attempts);
        boolean queued = step.state() == TraceState.WAITING || step.state() == TraceState.HELD;
        if (!queued || step.host() != null || step.reply() != null) {
            all.add(new TraceAttempt(at, step.host(), step.reply()));
        }
        while (all.size() > max) {
            all.remove(1);
        }
        return new TracedRecipient(address, step.state(), all);
    }
}
