package dev.postern.delivery;

import java.time.Duration;

/** The reason why a message was not accepted. Nothing of it was stored. */
public abstract sealed class DeliveryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private DeliveryFailure(String message) {
        super(message);
    }

    /** The message has no recipient. */
    public static final class NoRecipients extends DeliveryFailure {
        private static final long serialVersionUID = 1;

        public NoRecipients() {
            super("At least one recipient is not valid., A message can't be sent because it contains no recipients.");
        }
    }

    /** A recipient has no valid address. */
    public static final class RecipientUnresolved extends DeliveryFailure {
        private static final long serialVersionUID = 1;

        public RecipientUnresolved(String recipient) {
            super("At least one recipient is not valid., Recipient '" + recipient
                    + "' is not resolved. All recipients must be resolved before a message can be submitted.");
        }
    }

    /** The message has too many recipients. */
    public static final class TooManyRecipients extends DeliveryFailure {
        private static final long serialVersionUID = 1;

        public TooManyRecipients(int max) {
            super("The message has more than " + max + " recipients.");
        }
    }

    /** The mailbox or the application has sent too many messages, or to too many recipients. It may send again later. */
    public static final class TooManyMessages extends DeliveryFailure {
        private static final long serialVersionUID = 1;
        private final transient Duration after;
        private final boolean ofApplication;

        TooManyMessages(Duration after, boolean ofApplication) {
            super(
                    ofApplication
                            ? "Application is over its MessagesPerHour limit."
                            : "Cannot send mail. Hourly message or recipient limit exceeded.");
            this.after = after;
            this.ofApplication = ofApplication;
        }

        /** Returns after how many seconds it may send again, at least 1. */
        public long retryAfterSeconds() {
            return Math.max(1, after.plusMillis(999).toSeconds());
        }

        public boolean isOfApplication() {
            return ofApplication;
        }
    }

    /** The deferred message was cancelled, or another node has sent it. */
    public static final class Cancelled extends DeliveryFailure {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("The message is no longer to be sent.");
        }
    }
}
