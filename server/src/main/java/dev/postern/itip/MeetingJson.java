package dev.postern.itip;

import dev.postern.itip.MeetingMarks.Importance;
import dev.postern.itip.MeetingMarks.Sensitivity;
import dev.postern.itip.MeetingMarks.ShowAs;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Meeting messages as JSON, which is stored with messages, so the names never change. Members that have their usual value are left out.
 */
public final class MeetingJson {
    private MeetingJson() {}

    public static ObjectNode write(MeetingMessage message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("method", message.method().name());
        write(node.putObject("event"), message.event());
        if (!message.overrides().isEmpty()) {
            var overrides = node.putArray("overrides");
            message.overrides().forEach(event -> write(overrides.addObject(), event));
        }
        return node;
    }

    private static void write(ObjectNode node, MeetingEvent event) {
        put(node, "uid", event.uid());
        given(event.recurrenceId(), id -> node.set("recurrenceId", MeetingTimesJson.write(id)));
        if (event.sequence() != 0) {
            node.put("sequence", event.sequence());
        }
        given(event.stamp(), stamp -> node.put("stamp", stamp.toString()));
        given(event.organizer(), organizer -> person(node.putObject("organizer"), organizer));
        if (!event.attendees().isEmpty()) {
            var attendees = node.putArray("attendees");
            event.attendees().forEach(attendee -> attendee(attendees.addObject(), attendee));
        }
        given(event.times(), times -> node.set("times", MeetingTimesJson.write(times)));
        content(node, event.content());
        marks(node, event.marks());
    }

    private static void person(ObjectNode node, MeetingPerson person) {
        put(node, "name", person.name());
        put(node, "address", person.address());
        put(node, "sentBy", person.sentBy());
    }

    private static void attendee(ObjectNode node, MeetingAttendee attendee) {
        person(node, attendee.person());
        put(node, "role", attendee.role(), MeetingAttendee.Role.REQUIRED);
        put(node, "kind", attendee.kind(), MeetingAttendee.Kind.INDIVIDUAL);
        put(node, "participation", attendee.participation(), MeetingAttendee.Participation.NEEDS_ACTION);
        put(node, "isReplyRequested", attendee.isReplyRequested());
        put(node, "delegatedTo", attendee.delegatedTo());
    }

    private static void content(ObjectNode node, MeetingContent content) {
        put(node, "subject", content.subject());
        put(node, "text", content.text());
        put(node, "html", content.html());
        put(node, "locations", content.locations());
        put(node, "categories", content.categories());
        put(node, "comment", content.comment());
    }

    private static void marks(ObjectNode node, MeetingMarks marks) {
        put(node, "showAs", marks.showAs(), ShowAs.BUSY);
        put(node, "intended", marks.intended(), ShowAs.BUSY);
        put(node, "sensitivity", marks.sensitivity(), Sensitivity.NORMAL);
        put(node, "importance", marks.importance(), Importance.NORMAL);
        given(marks.reminderMinutes(), minutes -> node.put("reminderMinutes", minutes));
        put(node, "isCounterDisallowed", marks.isCounterDisallowed());
        put(node, "isCancelled", marks.isCancelled());
    }

    private static <T> void given(@Nullable T value, Consumer<T> write) {
        if (value != null) {
            write.accept(value);
        }
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    private static void put(ObjectNode node, String name, boolean value) {
        if (value) {
            node.put(name, true);
        }
    }

    private static <E extends Enum<E>> void put(ObjectNode node, String name, E value, E usual) {
        if (!value.equals(usual)) {
            node.put(name, value.name());
        }
    }

    private static void put(ObjectNode node, String name, List<String> values) {
        if (!values.isEmpty()) {
            var array = node.putArray(name);
            values.forEach(array::add);
        }
    }

    /** @throws IllegalArgumentException if {@link #write} cannot have written it */
    public static MeetingMessage read(JsonNode node) {
        try {
            return new MeetingMessage(
                    MeetingMethod.valueOf(node.path("method").stringValue("")),
                    event(node.path("event")),
                    list(node.path("overrides"), MeetingJson::event));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("A time of the meeting message is invalid.", e);
        }
    }

    private static MeetingEvent event(JsonNode node) {
        return new MeetingEvent(
                text(node, "uid"),
                node.has("recurrenceId") ? MeetingTimesJson.time(node.path("recurrenceId")) : null,
                node.path("sequence").asInt(0),
                node.has("stamp") ? Instant.parse(text(node, "stamp")) : null,
                node.has("organizer") ? person(node.path("organizer")) : null,
                list(node.path("attendees"), MeetingJson::attendee),
                node.has("times") ? MeetingTimesJson.times(node.path("times")) : null,
                new MeetingContent(
                        text(node, "subject"),
                        text(node, "text"),
                        text(node, "html"),
                        list(node.path("locations"), one -> one.stringValue("")),
                        list(node.path("categories"), one -> one.stringValue("")),
                        text(node, "comment")),
                marks(node));
    }

    private static MeetingPerson person(JsonNode node) {
        return new MeetingPerson(text(node, "name"), text(node, "address"), text(node, "sentBy"));
    }

    private static MeetingAttendee attendee(JsonNode node) {
        return new MeetingAttendee(
                person(node),
                value(node, "role", MeetingAttendee.Role.REQUIRED),
                value(node, "kind", MeetingAttendee.Kind.INDIVIDUAL),
                value(node, "participation", MeetingAttendee.Participation.NEEDS_ACTION),
                node.path("isReplyRequested").booleanValue(false),
                text(node, "delegatedTo"));
    }

    private static MeetingMarks marks(JsonNode node) {
        return new MeetingMarks(
                value(node, "showAs", ShowAs.BUSY),
                value(node, "intended", ShowAs.BUSY),
                value(node, "sensitivity", Sensitivity.NORMAL),
                value(node, "importance", Importance.NORMAL),
                node.has("reminderMinutes") ? node.path("reminderMinutes").asInt(0) : null,
                node.path("isCounterDisallowed").booleanValue(false),
                node.path("isCancelled").booleanValue(false));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).stringValue("");
    }

    private static <E extends Enum<E>> E value(JsonNode node, String name, E usual) {
        String text = text(node, name);
        return text.isEmpty() ? usual : Enum.valueOf(usual.getDeclaringClass(), text);
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        var values = new ArrayList<T>();
        for (JsonNode one : array) {
            values.add(read.apply(one));
        }
        return values;
    }
}
