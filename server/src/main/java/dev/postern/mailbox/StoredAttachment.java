package dev.postern.mailbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
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
    /** Whether another one has the same content and properties, apart from its id and time. */
    boolean isSameAs(StoredAttachment other) {
        return kind == other.kind
                && Objects.equals(name, other.name)
                && Objects.equals(contentType, other.contentType)
                && Objects.equals(contentId, other.contentId)
                && inline == other.inline
                && size == other.size
                && Objects.equals(doc, other.doc)
                && Arrays.equals(small, other.small)
                && Arrays.equals(hash, other.hash);
    }

    StoredAttachment with(ObjectNode other) {
        return new StoredAttachment(id, kind, name, contentType, contentId, inline, size, modified, other, small, hash);
    }
}
