package dev.postern.smtp;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which reports the sender of a message wants about one recipient (RFC 3461).
 *
 * @param when empty for the default: failures, and delays if the host reports them
 * @param original the address as the sender wrote it, in the form {@code rfc822;address}; null if unknown
 */
public record DeliveryNotice(Set<Event> when, @Nullable String original) {
    public static final DeliveryNotice USUAL = new DeliveryNotice(Set.of(), null);

    public DeliveryNotice {
        when = Set.copyOf(when);
    }

    /** What is reported. */
    public enum Event {
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }
}
