package dev.postern.mailbox.event;

import dev.postern.itip.MeetingEvent;
import dev.postern.itip.MeetingTime;
import dev.postern.itip.MeetingTimes;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The dates of a meeting from elsewhere that no pattern contains ({@code RDATE}). Each becomes a single event of the attendee, like an
 * occurrence to which the attendee was invited alone. In a notice they are a member of its event, which no other code reads: by original
 * date, the properties in which that event differs from the meeting.
 */
final class AdditionalDates {
    private static final String MEMBER = "additional";
    /** Later ones are left out. */
    private static final int MAX_DATES = 50;

    private static final List<String> NOT_SHARED =
            List.of("recurrence", "transactionId", "reminderState", MEMBER, OccurrenceChanges.OWN_ATTACHMENTS);

    private AdditionalDates() {}

    /**
     * Writes those of a request.
     *
     * @param overrides what the request says about single occurrences
     * @param time converts a time to stored form
     * @param differing the properties of an override that differ from those of the meeting
     */
    static void into(
            ObjectNode event,
            MeetingTimes times,
            List<MeetingEvent> overrides,
            ZoneId floating,
            Function<MeetingTime, ObjectNode> time,
            Function<MeetingEvent, ObjectNode> differing) {
        var all = new LinkedHashMap<LocalDate, ObjectNode>();
        Duration length = Duration.between(times.start().wall(), times.end().wall());
        for (MeetingTime start : times.additional()) {
            LocalDate date = start.dateIn(times.startZone(floating), floating);
            boolean isKnown = date.equals(times.start().wall().toLocalDate())
                    || times.originalDate(start, floating).isPresent()
                    || start.isDate() != times.isAllDay();
            if (!isKnown && all.size() < MAX_DATES && !all.containsKey(date)) {
                MeetingTime end = new MeetingTime(start.wall().plus(length), start.isDate(), start.zone());
                ObjectNode own = JsonNodeFactory.instance.objectNode();
                own.set("start", time.apply(start));
                own.set("end", time.apply(end));
                all.put(date, own);
            }
        }
        for (MeetingEvent override : overrides) {
            MeetingTime id = override.recurrenceId();
            ObjectNode own = id == null ? null : all.get(id.dateIn(times.startZone(floating), floating));
            if (own != null) {
                own.setAll(differing.apply(override));
            }
        }
        if (!all.isEmpty()) {
            ObjectNode member = event.putObject(MEMBER);
            all.forEach((date, own) -> member.set(date.toString(), own));
        }
    }

    /**
     * The events that a request adds to a calendar.
     *
     * @param meeting the event of the attendee
     */
    static List<ObjectNode> events(MeetingNotice notice, ObjectNode meeting) {
        return notice.event().path(MEMBER).properties().stream()
                .map(one -> event(meeting, one))
                .toList();
    }

    private static ObjectNode event(ObjectNode meeting, Map.Entry<String, JsonNode> own) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.setAll(meeting);
        event.remove(NOT_SHARED);
        event.setAll((ObjectNode) own.getValue());
        event.put("invitedDate", own.getKey());
        return event;
    }

    static boolean isIn(MeetingNotice notice) {
        return notice.event().has(MEMBER);
    }
}
