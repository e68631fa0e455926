package dev.postern.delivery;

import dev.postern.mailbox.event.MeetingNotice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The place of a meeting message among those of its sender about the same meeting. They are delivered in the order of their stamps, because a
 * cancellation that overtakes its invitation would find no event.
 *
 * @param meeting a hash of the UID, whose length senders choose
 */
record MeetingOrder(UUID meeting, Instant stamp) {
    /** Returns null if the message carries no meeting. */
    static @Nullable MeetingOrder of(ObjectNode message) {
        JsonNode meeting = message.path(MeetingNotice.PROPERTY);
        String uid = meeting.path("uid").stringValue("");
        String stamp = meeting.path("stamp").stringValue("");
        return uid.isEmpty() || stamp.isEmpty()
                ? null
                : new MeetingOrder(UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8)), Instant.parse(stamp));
    }
}
