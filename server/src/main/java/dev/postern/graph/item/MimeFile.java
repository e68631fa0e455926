package dev.postern.graph.item;

import dev.postern.gate.AttachmentReader;
import dev.postern.http.Response;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.mime.MimeOut;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** A message as MIME in a response. It is written to a file, because a message may be larger than the memory of a request. */
public record MimeFile(RandomGenerator random) {
    /** A message that has not been received, such as an attached one. */
    public Response write(AttachmentReader mailbox, ObjectNode message, List<NewAttachment> attachments, Instant sent) {
        return write(mailbox, message, attachments, sent, false);
    }

    /** @param received whether the message has the headers of its delivery */
    public Response write(
            AttachmentReader mailbox,
            ObjectNode message,
            List<NewAttachment> attachments,
            Instant sent,
            boolean received) {
        try {
            TemporaryFiles.File file = mailbox.temporary().create();
            try {
                try (OutputStream out = new BufferedOutputStream(file.write())) {
                    if (received) {
                        MimeOut.writeTrace(message, out);
                    }
                    MimeOut.write(new MimeOut.Letter(message, attachments, sent, true, random), out);
                }
                return new Response(200, Map.of(), new Response.Stream("text/plain", file.openOnce(), file.size()));
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
