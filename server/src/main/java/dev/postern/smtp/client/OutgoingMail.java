package dev.postern.smtp.client;

import dev.postern.smtp.DeliveryNotice;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent to one host.
 *
 * @param sender of the envelope; empty for the null sender
 * @param envelopeId for reports of other hosts (RFC 3461); null for none
 */
public record OutgoingMail(
        String sender,
        List<Recipient> recipients,
        Content content,
        @Nullable String envelopeId) {
    public OutgoingMail {
        recipients = List.copyOf(recipients);
    }

    public record Recipient(String address, DeliveryNotice notice) {}

    /** The content, with CRLF at the end of each line, without dot-stuffing. It can be written several times. */
    public interface Content {
        /** In bytes. */
        long size();

        /** Whether it has bytes above 127 outside of headers, so that the host must offer 8BITMIME. */
        boolean isEightBit();

        /** Whether its headers have UTF-8, so that the host must offer SMTPUTF8. */
        boolean hasUtf8Headers();

        void writeTo(OutputStream out) throws IOException;
    }
}
