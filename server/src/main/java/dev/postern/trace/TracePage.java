package dev.postern.trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages, the newest first. A page may have fewer than requested, or none, although more follow.
 *
 * @param next where the next page begins; null if there is none
 */
public record TracePage(
        List<TracedMessage> messages, @Nullable Key next) {
    public TracePage {
        messages = List.copyOf(messages);
    }

    /** The message behind which a page begins. */
    public record Key(Instant received, UUID id) {
        private static final Pattern TEXT =
                Pattern.compile("(\\d{1,15})\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

        /** Reads what {@link #text} returned; empty if it is something else. */
        public static Optional<Key> read(String text) {
            Matcher matcher = TEXT.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Key(
                            Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), UUID.fromString(matcher.group(2))))
                    : Optional.empty();
        }

        /** Returns it as text for a URL. */
        public String text() {
            return received.toEpochMilli() + "." + id;
        }
    }
}
