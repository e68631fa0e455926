package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An attachment to be stored.
 *
 * @param contentId what the body names it by ({@code cid:}), without angle brackets
 * @param content its bytes; empty when it is an item or a reference
 * @param doc of an item attachment the item, of a reference attachment its properties; null for a file
 */
public record NewAttachment(
        Attachment.Kind kind,
        @Nullable String name,
        @Nullable String contentType,
        @Nullable String contentId,
        boolean inline,
        Content content,
        @Nullable ObjectNode doc) {
    /** A file that lies in memory. */
    public static NewAttachment file(String name, @Nullable String contentType, byte[] bytes) {
        return new NewAttachment(Attachment.Kind.FILE, name, contentType, null, false, Content.of(bytes), null);
    }
}
