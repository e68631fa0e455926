package dev.postern.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report to the sender of a message.
 *
 * @param retriedUntil when the attempts end; null if there are no more
 */
public record DeliveryReport(
        Kind kind, List<About> recipients, @Nullable Instant retriedUntil) {
    public DeliveryReport {
        recipients = List.copyOf(recipients);
    }

    /** The actions of RFC 3464, with the words of Exchange. */
    public enum Kind {
        FAILED("Undeliverable: ", "Delivery has failed to these recipients:"),
        DELAYED("Delivery delayed: ", "Delivery to these recipients is delayed:"),
        DELIVERED("Delivered: ", "Your message has been delivered to these recipients:"),
        RELAYED("Relayed: ", "Your message was passed on to these recipients, whose server sends no receipts:");

        private final String subject;
        private final String text;

        Kind(String subject, String text) {
            this.subject = subject;
            this.text = text;
        }

        String subject(String original) {
            return subject + original;
        }

        String text() {
            return text;
        }
    }

    /**
     * One recipient.
     *
     * @param status the enhanced status code of RFC 3463
     * @param host the host that replied; null if none did
     * @param reply in one line; null if there is none
     * @param advice the text for the sender
     */
    public record About(
            String address,
            String status,
            @Nullable String host,
            @Nullable String reply,
            String advice) {
        /** A recipient about which the server itself decided. */
        static About of(String address, Undeliverable why) {
            return new About(address, why.status(), null, why.diagnostic(), why.advice());
        }
    }
}
