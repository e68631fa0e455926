package dev.postern.subscription;

import java.time.Duration;
import java.util.List;

/** Decides about notifications for one URL, and sends those that are allowed in one request. */
@FunctionalInterface
public interface NotificationSender {
    Sent send(String url, List<Notification> batch);

    /** How an endpoint reacted. */
    enum Reaction {
        /** Nothing was sent. */
        NONE,
        ACCEPTED,
        /** A response that does not accept. */
        REFUSED,
        /** No response in time, or no connection. */
        NO_RESPONSE
    }

    /**
     * What has become of a batch.
     *
     * @param obsolete notifications that are not sent, such as those that a filter excludes
     * @param postponed notifications that could not be decided now
     * @param ended subscriptions whose application may no longer read the mailbox
     * @param sent the notifications of the request
     * @param took the time until the response, or until it was given up
     */
    record Sent(
            List<Notification> obsolete,
            List<Notification> postponed,
            List<Subscription> ended,
            List<Notification> sent,
            Reaction reaction,
            Duration took) {
        public Sent {
            obsolete = List.copyOf(obsolete);
            postponed = List.copyOf(postponed);
            ended = List.copyOf(ended);
            sent = List.copyOf(sent);
        }
    }
}
