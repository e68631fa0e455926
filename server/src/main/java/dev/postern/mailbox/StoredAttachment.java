package dev.postern.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An attachment whose row can be inserted: small contents are in memory, large ones are already stored in chunks under
 * their hash.
 */
record StoredAttachment(
        AttachmentId id,
        Attachment.Kind kind,
        @Nullable String name,
        @Nullable String contentType,
        @Nullable String contentId,
        boolean inline,
        long size,
        Instant modified,
        @Nullable ObjectNode doc,
        byte @Nullable [] small,
        byte @Nullable [] hash) {
    StoredAttachment with(ObjectNode other) {
        return new StoredAttachment(id, kind, name, contentType, contentId, inline, size, modified, other, small, hash);
    }
}
