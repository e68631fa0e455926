package dev.postern.cli;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message on its way into a mailbox.
 *
 * @param place where it was found, for messages about it
 * @param folder empty for the Inbox
 * @param received null if only the message says it
 */
record MovedMail(
        String place, List<String> folder, @Nullable Instant received, MailFlags flags, MailContent content) {
    private static final List<String> DELETED = List.of("Deleted Items");

    MovedMail {
        folder = List.copyOf(folder);
    }

    /** The line before its bytes in a request. */
    ObjectNode head() {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        var names = head.putArray("folder");
        (flags.deleted() ? DELETED : folder).forEach(names::add);
        if (received != null) {
            head.put("received", received.toString());
        }
        return head.put("read", flags.read())
                .put("flagged", flags.flagged())
                .put("answered", flags.answered())
                .put("draft", flags.draft())
                .put("size", content.size());
    }
}
