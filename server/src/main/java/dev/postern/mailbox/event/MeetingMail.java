package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.MeetingMessageType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A meeting message that is to be submitted.
 *
 * @param message by its Graph names, with its recipients
 */
public record MeetingMail(ObjectNode message) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A message whose recipients are attendees: the optional ones get a copy, the others are its recipients. */
    static MeetingMail toAttendees(
            MeetingMessageType type,
            MeetingNotice notice,
            ObjectNode shown,
            Text text,
            Collection<ObjectNode> attendees) {
        ArrayNode to = JSON.arrayNode();
        ArrayNode cc = JSON.arrayNode();
        for (ObjectNode attendee : attendees) {
            ObjectNode recipient = JSON.objectNode();
            recipient.set("emailAddress", attendee.get("emailAddress"));
            (attendee.path("type").stringValue("").equals("optional") ? cc : to).add(recipient);
        }
        return new MeetingMail(message(type, notice, shown, text, to, cc));
    }

    static MeetingMail to(
            MeetingMessageType type, MeetingNotice notice, ObjectNode shown, Text text, Address recipient) {
        return new MeetingMail(
                message(type, notice, shown, text, JSON.arrayNode().add(recipient.recipient()), JSON.arrayNode()));
    }

    /** Subject and body of a message; the body is a Graph {@code itemBody}. */
    public record Text(String subject, JsonNode body, String importance) {
        static Text of(String subject, ObjectNode event) {
            return new Text(
                    subject,
                    event.path("body").isObject() ? event.get("body") : text(""),
                    event.path("importance").stringValue("normal"));
        }

        static Text of(String subject, @Nullable String comment, ObjectNode event) {
            return new Text(
                    subject,
                    text(comment == null ? "" : comment),
                    event.path("importance").stringValue("normal"));
        }
    }

    static ObjectNode text(String content) {
        return JSON.objectNode().put("contentType", "text").put("content", content);
    }

    private static ObjectNode message(
            MeetingMessageType type, MeetingNotice notice, ObjectNode shown, Text text, ArrayNode to, ArrayNode cc) {
        ObjectNode message = JSON.objectNode();
        message.put("subject", text.subject());
        message.set("body", text.body());
        message.put("importance", text.importance());
        message.set("toRecipients", to);
        message.set("ccRecipients", cc);
        message.set("bccRecipients", JSON.arrayNode());
        carry(message, type, notice, shown);
        return message;
    }

    /** Makes a message carry a meeting. */
    public static void carry(ObjectNode message, MeetingMessageType type, MeetingNotice notice, ObjectNode shown) {
        message.put("meetingMessageType", type.graphName());
        message.set(MeetingNotice.PROPERTY, notice.json().set("shown", shown));
    }

    /** The folded addresses of the recipients. */
    Set<String> recipients() {
        var all = new TreeSet<String>();
        for (String list : List.of("toRecipients", "ccRecipients")) {
            message.path(list).forEach(one -> all.add(Meeting.key(one)));
        }
        return all;
    }

    MeetingNotice notice() {
        MeetingNotice notice = MeetingNotice.of(message.get(MeetingNotice.PROPERTY));
        if (notice == null) {
            throw new IllegalStateException("The message carries no meeting");
        }
        return notice;
    }

    /** Attendees in a list of their own. */
    static ArrayNode list(Map<String, ObjectNode> attendees) {
        ArrayNode all = JSON.arrayNode();
        attendees.values().forEach(all::add);
        return all;
    }
}
