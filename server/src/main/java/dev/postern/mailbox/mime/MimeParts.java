package dev.postern.mailbox.mime;

import dev.postern.compute.Deadline;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.TemporaryFiles;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The attachments of a message stored as MIME. Small ones are read immediately, large ones when they are opened. */
public final class MimeParts {
    private static final int SMALL = 64 * 1024;

    private MimeParts() {}

    /** Empty if the message cannot be read. */
    public static List<NewAttachment> of(Content mime, TemporaryFiles temporary, Deadline deadline) {
        try (InputStream in = mime.open();
                ParsedMime parsed = MimeIn.read(in, Instant.EPOCH, temporary, deadline)) {
            var parts = new ArrayList<NewAttachment>();
            for (NewAttachment part : parsed.attachments()) {
                Content content = part.content().size() <= SMALL
                        ? inMemory(part.content())
                        : new Part(mime, parts.size(), part.content().size(), temporary);
                parts.add(new NewAttachment(
                        part.kind(),
                        part.name(),
                        part.contentType(),
                        part.contentId(),
                        part.inline(),
                        content,
                        part.doc()));
            }
            return parts;
        } catch (MimeRefused e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Content inMemory(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return Content.of(in.readAllBytes());
        }
    }

    /** One part; opening it reads the message again. */
    private record Part(Content mime, int index, long size, TemporaryFiles temporary) implements Content {
        @Override
        public InputStream open() throws IOException {
            ParsedMime parsed;
            try (InputStream in = mime.open()) {
                parsed = MimeIn.read(in, Instant.EPOCH, temporary, Deadline.none());
            }
            return new FilterInputStream(
                    parsed.attachments().get(index).content().open()) {
                @Override
                public void close() throws IOException {
                    super.close();
                    parsed.close();
                }
            };
        }
    }
}
