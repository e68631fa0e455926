package dev.postern.graph.subscription;

import java.time.Duration;

/**
 * The times in which an endpoint must respond.
 *
 * @param handshake to the check of a new URL
 * @param acknowledge to notifications
 * @param slow a response that takes longer counts as slow
 */
public record NotificationLimits(Duration handshake, Duration acknowledge, Duration slow) {
    /** Those of Graph. */
    public static final NotificationLimits USUAL =
            new NotificationLimits(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofMillis(2_900));
}
