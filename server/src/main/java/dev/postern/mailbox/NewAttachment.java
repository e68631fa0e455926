package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An attachment to be stored.
 *
 * @param contentId the id by which the body refers to it ({@code cid:}), without angle brackets
 * @param content its bytes; empty for an item or a reference
 * @param doc the item of an item attachment, or the properties of a reference attachment; null for a file
 */
public record NewAttachment(
        Attachment.Kind kind,
        @Nullable String name,
        @Nullable String contentType,
        @Nullable String contentId,
        boolean inline,
        Content content,
        @Nullable ObjectNode doc) {
    /** A file in memory. */
    public static NewAttachment file(String name, @Nullable String contentType, byte[] bytes) {
        return new NewAttachment(Attachment.Kind.FILE, name, contentType, null, false, Content.of(bytes), null);
    }
}
