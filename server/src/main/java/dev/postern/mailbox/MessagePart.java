package dev.postern.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * The properties that only messages have. Body and headers are null if they were not requested, because reading them
 * costs more.
 *
 * @param headers the headers added by transport, an array of name and value; null also if there are none
 */
public record MessagePart(
        Instant received,
        Instant sent,
        Flags flags,
        Summary summary,
        @Nullable Body body,
        @Nullable ArrayNode headers) implements ItemPart {

    @Override
    public @Nullable String subject() {
        return summary.subject();
    }

    MessagePart at(Instant otherReceived, Instant otherSent) {
        return new MessagePart(otherReceived, otherSent, flags, summary, body, headers);
    }

    MessagePart inConversation(String id) {
        Summary other = new Summary(
                summary.subject(),
                summary.from(),
                summary.sender(),
                id,
                summary.internetMessageId(),
                summary.preview());
        return new MessagePart(received, sent, flags, other, body, headers);
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
