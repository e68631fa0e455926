package dev.postern.console.message;

import dev.postern.console.call.EdgeCalls;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A message of the queue, for one domain.
 *
 * @param destination empty before local delivery has ended
 * @param nextAttempt empty if there is none
 * @param deferredTo the time that the sender has set, or empty
 */
public record QueueEntry(
        String id,
        String from,
        String destination,
        String state,
        long attempts,
        String submitted,
        String nextAttempt,
        String deferredTo,
        String submission,
        String mailbox,
        List<Recipient> recipients,
        int moreRecipients) {
    private static final int MAX_RECIPIENTS = 50;
    private static final int MAX_TEXT = 200;

    public QueueEntry {
        recipients = List.copyOf(recipients);
    }

    /** A recipient and what was said about it last. */
    public record Recipient(String address, String state, String lastReply) {}

    static QueueEntry of(JsonNode entry) {
        JsonNode recipients = entry.path("recipients");
        return new QueueEntry(
                text(entry, "id"),
                text(entry, "from"),
                text(entry, "destination"),
                text(entry, "state"),
                entry.path("attempts").asLong(0),
                text(entry, "submitted"),
                text(entry, "nextAttempt"),
                text(entry, "deferredTo"),
                text(entry, "submission"),
                text(entry, "mailbox"),
                recipients
                        .valueStream()
                        .limit(MAX_RECIPIENTS)
                        .map(one -> new Recipient(text(one, "address"), text(one, "state"), text(one, "lastReply")))
                        .toList(),
                Math.max(0, recipients.size() - MAX_RECIPIENTS));
    }

    private static String text(JsonNode node, String name) {
        return ShownText.line(node.path(name).asString(""), MAX_TEXT);
    }

    /** The first recipient, and how many others there are. */
    public String people() {
        if (recipients.isEmpty()) {
            return "";
        }
        int others = recipients.size() + moreRecipients - 1;
        return recipients.getFirst().address() + (others > 0 ? " and " + others + " more" : "");
    }

    /** What was said last about any recipient, or empty. */
    public String lastReply() {
        return recipients.stream()
                .map(Recipient::lastReply)
                .filter(one -> !one.isEmpty())
                .findFirst()
                .orElse("");
    }

    public String path() {
        return QueuePages.PATH + "/" + EdgeCalls.encode(id);
    }

    public String stateInWords() {
        return switch (state) {
            case "noRoute" -> "no route";
            default -> state;
        };
    }

    /** What an administrator can do with it now. */
    public List<QueueChange> changes() {
        return switch (state) {
            case "held" -> List.of(QueueChange.RELEASE, QueueChange.DROP);
            case "waiting", "noRoute" -> List.of(QueueChange.RETRY, QueueChange.HOLD, QueueChange.DROP);
            default -> List.of();
        };
    }
}
