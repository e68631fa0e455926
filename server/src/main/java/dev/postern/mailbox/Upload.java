package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload of a file that becomes an attachment of an item.
 *
 * @param kind the name of the item's kind
 * @param holder the caller who began it, in a format of the layer above
 * @param occurrence the original date of the occurrence that gets the file; null for the item itself
 * @param received the number of its bytes on disk
 */
public record Upload(
        MailboxId mailbox,
        UUID id,
        ItemId item,
        String kind,
        String holder,
        @Nullable LocalDate occurrence,
        File file,
        long received,
        Instant expires) {
    /**
     * The file of an upload.
     *
     * @param size total size in bytes
     */
    public record File(
            String name,
            @Nullable String contentType,
            @Nullable String contentId,
            boolean inline,
            long size) {}
}
