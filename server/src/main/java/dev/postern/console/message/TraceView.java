package dev.postern.console.message;

import dev.postern.console.call.EdgeCalls;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What happened to a message.
 *
 * @param id of the trace
 * @param requestId of the request that sent it; empty if none did
 * @param app the name of the application that sent it; empty if none did
 * @param fromHost the host that it came from; empty if it was sent here
 */
public record TraceView(
        String id,
        String requestId,
        String app,
        String appId,
        String messageId,
        String from,
        String subject,
        String received,
        long size,
        String fromHost,
        List<Recipient> recipients,
        int moreRecipients) {
    private static final int MAX_RECIPIENTS = 60;
    private static final int MAX_ATTEMPTS = 20;
    private static final int MAX_TEXT = 200;

    /** The worst first: that is what a list shows of a message. */
    private static final List<String> STATES = List.of("failed", "held", "waiting", "sent", "delivered");

    public TraceView {
        recipients = List.copyOf(recipients);
    }

    /** @param state the final one, or the present one */
    public record Recipient(String address, String state, List<Attempt> attempts) {
        public Recipient {
            attempts = List.copyOf(attempts);
        }
    }

    /** @param host empty if the mailbox is here */
    public record Attempt(String at, String host, String reply) {}

    /** @param app the name of the application with this app id, or empty */
    static TraceView of(JsonNode trace, String app) {
        JsonNode recipients = trace.path("recipients");
        return new TraceView(
                text(trace, "id"),
                text(trace, "requestId"),
                app,
                text(trace, "app"),
                text(trace, "messageId"),
                text(trace, "from"),
                text(trace, "subject"),
                text(trace, "received"),
                trace.path("size").asLong(0),
                text(trace, "fromHost"),
                recipients
                        .valueStream()
                        .limit(MAX_RECIPIENTS)
                        .map(TraceView::recipient)
                        .toList(),
                Math.max(0, recipients.size() - MAX_RECIPIENTS));
    }

    private static Recipient recipient(JsonNode recipient) {
        return new Recipient(
                text(recipient, "address"),
                text(recipient, "state"),
                recipient
                        .path("attempts")
                        .valueStream()
                        .limit(MAX_ATTEMPTS)
                        .map(one -> new Attempt(text(one, "at"), text(one, "host"), text(one, "reply")))
                        .toList());
    }

    private static String text(JsonNode node, String name) {
        return ShownText.line(node.path(name).asString(""), MAX_TEXT);
    }

    /** The state of the recipient that is worst off. */
    public String state() {
        return STATES.stream()
                .filter(state -> recipients.stream().anyMatch(one -> one.state().equals(state)))
                .findFirst()
                .orElse("waiting");
    }

    /** The class of a badge. */
    public static String colour(String state) {
        return switch (state) {
            case "failed" -> "denied";
            case "held", "waiting", "noRoute", "deferred", "delivering" -> "warning";
            default -> "granted";
        };
    }

    /** The first recipient, and how many others there are. */
    public String people() {
        int others = recipients.size() + moreRecipients - 1;
        if (recipients.isEmpty()) {
            return "";
        }
        return recipients.getFirst().address() + (others > 0 ? " and " + others + " more" : "");
    }

    public String path() {
        return MessagePages.PATH + "/trace/" + EdgeCalls.encode(id);
    }
}
