package dev.postern.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An attachment without its bytes, which {@link Attachments#open} returns.
 *
 * @param size bytes of the content
 * @param doc the item of an item attachment, or the properties of a reference attachment; null for a file
 */
public record Attachment(
        ItemId item,
        AttachmentId id,
        Kind kind,
        @Nullable String name,
        @Nullable String contentType,
        @Nullable String contentId,
        boolean inline,
        long size,
        Instant modified,
        @Nullable ObjectNode doc) {
    public enum Kind {
        FILE,
        ITEM,
        REFERENCE
    }
}
