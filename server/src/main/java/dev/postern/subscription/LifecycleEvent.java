package dev.postern.subscription;

/** What a lifecycle notification says about a subscription. */
public enum LifecycleEvent {
    /** The subscription expires soon. */
    REAUTHORIZATION_REQUIRED("reauthorizationRequired"),
    /** The application may no longer read the mailbox; the subscription is gone. */
    SUBSCRIPTION_REMOVED("subscriptionRemoved"),
    /** Notifications were dropped. */
    MISSED("missed");

    private final String text;

    LifecycleEvent(String text) {
        this.text = text;
    }

    /** Its name in notifications. */
    public String text() {
        return text;
    }
}
