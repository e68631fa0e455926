package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a meeting message says: the property {@code meeting} of the message. Messages from here and from elsewhere have the same form. The body
 * of the event is that of the message.
 *
 * @param uid the same in all copies of the meeting
 * @param sequence grows when the time of the meeting changes
 * @param stamp when it was written; of two notices with the same sequence the later one counts
 * @param originalDate of the occurrence that it is about; null for the whole meeting
 * @param originalStart of that occurrence, a Graph {@code dateTimeTimeZone}; null if unknown, or for the whole meeting
 * @param event the properties that attendees see, in stored form; of a reply only its time and subject
 * @param exceptions of a series, the properties that differ by original date
 * @param deleted the original dates of deleted occurrences
 */
public record MeetingNotice(
        MeetingStep step,
        String uid,
        int sequence,
        Instant stamp,
        @Nullable LocalDate originalDate,
        @Nullable ObjectNode originalStart,
        Address organizer,
        ObjectNode event,
        Map<LocalDate, ObjectNode> exceptions,
        List<LocalDate> deleted,
        @Nullable MeetingReply reply) {
    /** The property of a message. */
    public static final String PROPERTY = "meeting";

    /** In the property of a request that an attendee has forwarded: the address of that attendee. */
    public static final String FORWARDED_BY = "forwardedBy";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public MeetingNotice {
        exceptions = Map.copyOf(exceptions);
        deleted = List.copyOf(deleted);
    }

    /** The stored form, without what is only shown. */
    public ObjectNode json() {
        ObjectNode json = JSON.objectNode();
        json.put("step", step.name().toLowerCase(Locale.ROOT));
        json.put("uid", uid).put("sequence", sequence).put("stamp", stamp.toString());
        if (originalDate != null) {
            json.put("originalDate", originalDate.toString());
            json.set("originalStart", originalStart);
        }
        json.set("organizer", organizer.recipient());
        json.set("event", event);
        if (!exceptions.isEmpty()) {
            ObjectNode all = json.putObject("exceptions");
            new TreeMap<>(exceptions).forEach((date, one) -> all.set(date.toString(), one));
        }
        if (!deleted.isEmpty()) {
            ArrayNode all = json.putArray("deleted");
            deleted.forEach(date -> all.add(date.toString()));
        }
        if (reply != null) {
            ObjectNode one = json.putObject("reply");
            one.set("attendee", reply.attendee().recipient());
            one.put("response", reply.response());
            if (reply.proposed() != null) {
                one.set("proposed", reply.proposed());
            }
        }
        return json;
    }

    /** Reads the stored form; null if the message carries no meeting. */
    public static @Nullable MeetingNotice of(@Nullable JsonNode stored) {
        if (!(stored instanceof ObjectNode json) || !json.has("step")) {
            return null;
        }
        String date = json.path("originalDate").stringValue(null);
        var exceptions = new TreeMap<LocalDate, ObjectNode>();
        json.path("exceptions")
                .properties()
                .forEach(one -> exceptions.put(LocalDate.parse(one.getKey()), (ObjectNode) one.getValue()));
        var deleted = new ArrayList<LocalDate>();
        json.path("deleted").forEach(one -> deleted.add(LocalDate.parse(one.stringValue(""))));
        return new MeetingNotice(
                MeetingStep.valueOf(json.path("step").stringValue("").toUpperCase(Locale.ROOT)),
                json.path("uid").stringValue(""),
                json.path("sequence").intValue(0),
                Instant.parse(json.path("stamp").stringValue("")),
                date == null ? null : LocalDate.parse(date),
                json.get("originalStart") instanceof ObjectNode start ? start : null,
                address(json.get("organizer")),
                json.get("event") instanceof ObjectNode event ? event : JSON.objectNode(),
                exceptions,
                deleted,
                reply(json.path("reply")));
    }

    private static @Nullable MeetingReply reply(JsonNode json) {
        return json.isObject()
                ? new MeetingReply(
                        address(json.get("attendee")),
                        json.path("response").stringValue(""),
                        json.get("proposed") instanceof ObjectNode proposed ? proposed : null)
                : null;
    }

    private static Address address(@Nullable JsonNode recipient) {
        Address address = Address.of(recipient);
        return address == null ? new Address(null, null) : address;
    }

    /** The same notice about another occurrence. */
    MeetingNotice on(@Nullable LocalDate date) {
        return new MeetingNotice(
                step, uid, sequence, stamp, date, originalStart, organizer, event, exceptions, deleted, reply);
    }

    /** Whether another notice of the same meeting, or its event, is newer than this one. */
    public boolean isOlderThan(int otherSequence, Instant otherStamp) {
        return sequence < otherSequence || (sequence == otherSequence && stamp.isBefore(otherStamp));
    }
}
