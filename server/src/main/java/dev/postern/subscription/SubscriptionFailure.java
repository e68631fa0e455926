package dev.postern.subscription;

/** Why a subscription is not stored. */
public abstract sealed class SubscriptionFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private SubscriptionFailure(String message) {
        super(message);
    }

    /** The mailbox has as many as it may have. */
    public static final class TooMany extends SubscriptionFailure {
        private static final long serialVersionUID = 1;

        TooMany(int allowed) {
            super("The mailbox has " + allowed + " subscriptions, which is the maximum");
        }
    }

    /** It does not exist, belongs to another application, or has expired. */
    public static final class NotFound extends SubscriptionFailure {
        private static final long serialVersionUID = 1;

        public NotFound() {
            super("There is no such subscription");
        }
    }
}
