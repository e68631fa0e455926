package dev.postern.fuzz;

import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.MimeOut;
import dev.postern.mailbox.mime.MimeRefused;
import dev.postern.mailbox.mime.ParsedMime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Internet mail: refused, or read; then writing and reading it again changes nothing more. */
public final class MimeTarget {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private MimeTarget() {}

    /** The properties that must not change. */
    private record Kept(String subject, String type, String body, List<String> attachments) {
        static Kept of(ParsedMime mime) {
            return new Kept(
                    mime.message().path("subject").stringValue(""),
                    mime.message().path("body").path("contentType").stringValue(""),
                    // one form includes the end of the last line and the other does not
                    mime.message().path("body").path("content").stringValue("").stripTrailing(),
                    mime.attachments().stream().map(Kept::attachment).toList());
        }

        private static String attachment(NewAttachment attachment) {
            return attachment.name() + " " + attachment.kind();
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        byte[] written;
        try (ParsedMime mime = MimeIn.read(new ByteArrayInputStream(data), NOW)) {
            written = write(mime);
        } catch (MimeRefused refused) {
            return;
        }
        Kept once;
        byte[] again;
        try (ParsedMime mime = MimeIn.read(new ByteArrayInputStream(written), NOW)) {
            once = Kept.of(mime);
            again = write(mime);
        }
        try (ParsedMime mime = MimeIn.read(new ByteArrayInputStream(again), NOW)) {
            Kept twice = Kept.of(mime);
            if (!twice.equals(once)) {
                throw new AssertionError("From " + once + " became " + twice);
            }
        }
    }

    private static byte[] write(ParsedMime mime) throws IOException {
        var out = new ByteArrayOutputStream();
        Instant sent = mime.sent();
        MimeOut.write(
                new MimeOut.Letter(mime.message(), mime.attachments(), sent == null ? NOW : sent, true, new Random(7)),
                out);
        return out.toByteArray();
    }
}
