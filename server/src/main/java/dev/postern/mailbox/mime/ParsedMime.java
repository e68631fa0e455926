package dev.postern.mailbox.mime;

import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.TemporaryFiles;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parsed message. Its large attachments are in temporary files until it is closed.
 *
 * @param message by its Graph names, with every header under {@code internetMessageHeaders}
 * @param sent from its Date field; null if that has no valid time
 */
public record ParsedMime(
        ObjectNode message,
        List<NewAttachment> attachments,
        @Nullable Instant sent,
        List<TemporaryFiles.File> files) implements AutoCloseable {
    public ParsedMime {
        attachments = List.copyOf(attachments);
        files = List.copyOf(files);
    }

    @Override
    public void close() {
        files.forEach(TemporaryFiles.File::close);
    }
}
