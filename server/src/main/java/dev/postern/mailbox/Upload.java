package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way into a draft.
 *
 * @param holder who began it, in whatever form the one who asked wrote it
 * @param received how many bytes of it are on disk
 */
public record Upload(
        MailboxId mailbox, UUID id, ItemId item, String holder, File file, long received, Instant expires) {
    /**
     * What is being uploaded.
     *
     * @param size bytes of the whole
     */
    public record File(
            String name,
            @Nullable String contentType,
            @Nullable String contentId,
            boolean inline,
            long size) {}
}
