package dev.postern.console.message;

import java.util.List;

/**
 * A search for messages by what happened to them.
 *
 * @param problem why the search was refused, or empty
 * @param next the path of the next page, or empty
 * @param command that lists the same
 */
public record TraceSearchView(
        String sender,
        String recipient,
        String messageId,
        String from,
        String to,
        String state,
        List<TraceView> traces,
        String problem,
        String next,
        String command) {
    public static final List<String> STATES = List.of("delivered", "sent", "waiting", "held", "failed");

    public TraceSearchView {
        traces = List.copyOf(traces);
    }
}
