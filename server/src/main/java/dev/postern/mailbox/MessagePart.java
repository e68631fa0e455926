package dev.postern.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * What only messages have. The body and the headers are null when they were not asked for: each costs reading.
 *
 * @param headers what transport added, an array of name and value; null also when there is none
 */
public record MessagePart(
        Instant received,
        Instant sent,
        Flags flags,
        Summary summary,
        @Nullable Body body,
        @Nullable ArrayNode headers) implements ItemPart {

    MessagePart at(Instant otherReceived, Instant otherSent) {
        return new MessagePart(otherReceived, otherSent, flags, summary, body, headers);
    }

    /** Importance, classification and flag by their Graph names ({@code normal}, {@code focused}, {@code notFlagged}). */
    public record Flags(boolean draft, String importance, String classification, String flagStatus) {}

    public record Summary(
            @Nullable String subject,
            @Nullable Address from,
            @Nullable Address sender,
            String conversationId,
            @Nullable String internetMessageId,
            String preview) {}
}
