package dev.postern.itip;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Times in the form of Graph; a date has no time, and a time without a zone is in the zone of the reader. */
final class MeetingTimesJson {
    private MeetingTimesJson() {}

    static ObjectNode write(MeetingTimes times) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("start", write(times.start()));
        node.set("end", write(times.end()));
        if (times.isAllDay()) {
            node.put("isAllDay", true);
        }
        if (times.recurrence() != null) {
            node.set("recurrence", PatternedRecurrence.write(times.recurrence()));
        }
        if (!times.rule().isEmpty()) {
            node.put("rule", times.rule());
        }
        write(node, "excluded", times.excluded());
        write(node, "additional", times.additional());
        return node;
    }

    private static void write(ObjectNode node, String name, List<MeetingTime> times) {
        if (!times.isEmpty()) {
            var array = node.putArray(name);
            times.forEach(time -> array.add(write(time)));
        }
    }

    static ObjectNode write(MeetingTime time) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ZoneName zone = time.zone();
        node.put(
                "dateTime",
                time.isDate()
                        ? time.wall().toLocalDate().toString()
                        : time.wall().toString());
        if (zone != null) {
            node.put("timeZone", zone.name());
        }
        return node;
    }

    static MeetingTimes times(JsonNode node) {
        return new MeetingTimes(
                time(node.path("start")),
                time(node.path("end")),
                node.path("isAllDay").booleanValue(false),
                node.has("recurrence") ? PatternedRecurrence.read(node.path("recurrence")) : null,
                node.path("rule").stringValue(""),
                MeetingJson.list(node.path("excluded"), MeetingTimesJson::time),
                MeetingJson.list(node.path("additional"), MeetingTimesJson::time));
    }

    static MeetingTime time(JsonNode node) {
        String text = node.path("dateTime").stringValue("");
        return text.indexOf('T') < 0
                ? MeetingTime.of(LocalDate.parse(text))
                : MeetingTime.of(
                        LocalDateTime.parse(text), zone(node.path("timeZone").stringValue("")));
    }

    /** A name that a newer version of the IANA database no longer has is a time without a zone. */
    private static @Nullable ZoneName zone(String name) {
        return ZoneNames.find(name).orElse(null);
    }
}
