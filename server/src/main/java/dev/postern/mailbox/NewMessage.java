package dev.postern.mailbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message to be stored.
 *
 * @param message by its Graph names, in canonical casing; it is not changed. Properties that the mailbox determines,
 *     such as ids, times and counts, are ignored
 * @param attachments in their order
 * @param draft whether it is a draft
 * @param read whether it counts as read
 * @param received null for now
 * @param sent null for now
 * @param original the MIME in which it was submitted; null if it was not MIME
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

    /** A message that was not submitted as MIME. */
    public NewMessage(
            ObjectNode message,
            List<NewAttachment> attachments,
            boolean draft,
            boolean read,
            @Nullable Instant received,
            @Nullable Instant sent) {
        this(message, attachments, draft, read, received, sent, null);
    }

    /** A draft created by a program, which counts as read. */
    public static NewMessage draft(ObjectNode message, List<NewAttachment> attachments) {
        return new NewMessage(message, attachments, true, true, null, null);
    }

    /** A message for Sent Items. */
    static NewMessage sent(ObjectNode message, List<NewAttachment> attachments) {
        return new NewMessage(message, attachments, false, true, null, null);
    }
}
