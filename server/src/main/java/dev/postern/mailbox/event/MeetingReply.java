package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The response of an attendee.
 *
 * @param response a Graph {@code responseType}
 * @param proposed a Graph {@code timeSlot}; null for none
 */
public record MeetingReply(
        Address attendee, String response, @Nullable ObjectNode proposed) {}
