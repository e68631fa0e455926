package dev.postern.mailbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message to be stored.
 *
 * @param message by its Graph names, in canonical casing. What the mailbox itself decides, such as ids, times and
 *     counts, is not taken from it. It is not changed.
 * @param attachments in their order
 * @param draft whether it is not sent yet
 * @param read whether it counts as read
 * @param received null for now
 * @param sent null for now
 * @param original the MIME in which it came; null when it did not
 */
public record NewMessage(
        ObjectNode message,
        List<NewAttachment> attachments,
        boolean draft,
        boolean read,
        @Nullable Instant received,
        @Nullable Instant sent,
        @Nullable Content original) {
    public NewMessage {
        attachments = List.copyOf(attachments);
    }

    /** A message that did not come as MIME. */
    public NewMessage(
            ObjectNode message,
            List<NewAttachment> attachments,
            boolean draft,
            boolean read,
            @Nullable Instant received,
            @Nullable Instant sent) {
        this(message, attachments, draft, read, received, sent, null);
    }

    /** As a program creates it: a draft, which its author has read. */
    public static NewMessage draft(ObjectNode message, List<NewAttachment> attachments) {
        return new NewMessage(message, attachments, true, true, null, null);
    }

    /** As it lies in Sent Items. */
    static NewMessage sent(ObjectNode message, List<NewAttachment> attachments) {
        return new NewMessage(message, attachments, false, true, null, null);
    }
}
