package dev.postern.mailbox.event;

import dev.postern.calendar.Series;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.html.HtmlText;
import dev.postern.itip.ItipWriter;
import dev.postern.itip.MeetingAttendee;
import dev.postern.itip.MeetingContent;
import dev.postern.itip.MeetingEvent;
import dev.postern.itip.MeetingMarks;
import dev.postern.itip.MeetingMessage;
import dev.postern.itip.MeetingMethod;
import dev.postern.itip.MeetingPerson;
import dev.postern.itip.MeetingTime;
import dev.postern.itip.MeetingTimes;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.EventPart;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the meeting of a message as iCalendar (RFC 5546). */
public final class MeetingCalendars {
    /**
     * A calendar as it is sent.
     *
     * @param method the parameter of its Content-Type
     */
    public record Written(String method, byte[] content) {}

    private final MeetingNotice notice;
    private final ObjectNode message;

    private MeetingCalendars(MeetingNotice notice, ObjectNode message) {
        this.notice = notice;
        this.message = message;
    }

    /** The iCalendar part of a message; empty if it carries no meeting, or one that iCalendar cannot express. */
    public static Optional<Written> of(ObjectNode message) {
        MeetingNotice notice = MeetingNotice.of(message.get(MeetingNotice.PROPERTY));
        if (notice == null || notice.step() == MeetingStep.FORWARDED) {
            return Optional.empty();
        }
        MeetingMessage calendar = new MeetingCalendars(notice, message).calendar();
        return Optional.of(new Written(calendar.method().name(), ItipWriter.write(calendar)));
    }

    private MeetingMessage calendar() {
        MeetingMethod method = switch (notice.step()) {
            case REQUEST -> MeetingMethod.REQUEST;
            case CANCEL -> MeetingMethod.CANCEL;
            case REPLY, FORWARDED ->
                notice.reply() != null && notice.reply().proposed() != null
                        ? MeetingMethod.COUNTER
                        : MeetingMethod.REPLY;
        };
        MeetingTimes times = times(notice.event());
        var overrides = new ArrayList<MeetingEvent>();
        if (times != null && notice.originalDate() == null) {
            times.series(ZoneOffset.UTC)
                    .ifPresent(series -> new TreeMap<>(notice.exceptions())
                            .forEach((date, own) -> overrides.add(override(times, series, date, own))));
        }
        MeetingReply reply = notice.reply();
        ObjectNode proposed = reply == null ? null : reply.proposed();
        MeetingTimes said = proposed == null ? times : times(proposed);
        return new MeetingMessage(method, event(notice.event(), recurrenceId(), said, body()), overrides);
    }

    private @Nullable MeetingTime recurrenceId() {
        ObjectNode start = notice.originalStart();
        if (start != null) {
            return time(start, isAllDay(notice.event()));
        }
        LocalDate date = notice.originalDate();
        return date == null ? null : MeetingTime.of(date);
    }

    private JsonNode body() {
        return message.path("body");
    }

    private MeetingEvent override(MeetingTimes of, Series series, LocalDate date, ObjectNode own) {
        ObjectNode event = Meeting.changed(notice.event(), own);
        event.remove("recurrence");
        ZoneName zone = of.start().zone();
        MeetingTimes times = own.has("start")
                ? times(event)
                : new MeetingTimes(
                        new MeetingTime(series.start(date), of.isAllDay(), zone),
                        new MeetingTime(
                                series.end(date), of.isAllDay(), of.end().zone()),
                        of.isAllDay(),
                        null,
                        "",
                        List.of(),
                        List.of());
        return event(
                event,
                new MeetingTime(series.start(date), of.isAllDay(), zone),
                times,
                own.has("body") ? own.path("body") : body());
    }

    private MeetingEvent event(
            ObjectNode event, @Nullable MeetingTime recurrenceId, @Nullable MeetingTimes times, JsonNode body) {
        boolean cancels = notice.step() == MeetingStep.CANCEL;
        return new MeetingEvent(
                notice.uid(),
                recurrenceId,
                notice.sequence(),
                notice.stamp().truncatedTo(ChronoUnit.SECONDS),
                person(notice.organizer()),
                attendees(event),
                times,
                content(event, body),
                marks(event, cancels));
    }

    private MeetingContent content(ObjectNode event, JsonNode body) {
        String content = body.path("content").stringValue("");
        boolean html = body.path("contentType").stringValue("").equals("html");
        String text = html ? HtmlText.lines(content) : content;
        var places = new ArrayList<String>();
        event.path("locations")
                .forEach(one -> places.add(one.path("displayName").stringValue("")));
        if (places.isEmpty()) {
            places.add(event.path("location").path("displayName").stringValue(""));
        }
        places.removeIf(String::isEmpty);
        boolean says = notice.step() == MeetingStep.REQUEST;
        return new MeetingContent(
                event.path("subject").stringValue(""),
                says ? text : "",
                says && html ? content : "",
                places,
                List.of(),
                says ? "" : text);
    }

    private static MeetingMarks marks(ObjectNode event, boolean cancels) {
        MeetingMarks.ShowAs intended =
                value(MeetingMarks.ShowAs.values(), event.path("showAs").stringValue(""), MeetingMarks.ShowAs.BUSY);
        boolean reminds = event.path("isReminderOn").booleanValue(false);
        return new MeetingMarks(
                cancels ? MeetingMarks.ShowAs.FREE : intended,
                cancels ? MeetingMarks.ShowAs.FREE : intended,
                value(
                        MeetingMarks.Sensitivity.values(),
                        event.path("sensitivity").stringValue(""),
                        MeetingMarks.Sensitivity.NORMAL),
                value(
                        MeetingMarks.Importance.values(),
                        event.path("importance").stringValue(""),
                        MeetingMarks.Importance.NORMAL),
                reminds ? event.path("reminderMinutesBeforeStart").intValue(15) : null,
                !event.path("allowNewTimeProposals").booleanValue(true),
                cancels);
    }

    private static <E extends Enum<E>> E value(E[] values, String graphName, E otherwise) {
        String name = graphName.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        for (E value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        return otherwise;
    }

    private List<MeetingAttendee> attendees(ObjectNode event) {
        MeetingReply reply = notice.reply();
        if (reply != null) {
            return List.of(new MeetingAttendee(
                    person(reply.attendee()),
                    MeetingAttendee.Role.REQUIRED,
                    MeetingAttendee.Kind.INDIVIDUAL,
                    participation(reply.response()),
                    false,
                    ""));
        }
        boolean replies = event.path("responseRequested").booleanValue(true) && notice.step() == MeetingStep.REQUEST;
        var all = new ArrayList<MeetingAttendee>();
        for (JsonNode one : event.path("attendees")) {
            Address address = Address.of(one);
            if (address != null) {
                String type = one.path("type").stringValue("required");
                all.add(new MeetingAttendee(
                        person(address),
                        type.equals("optional") ? MeetingAttendee.Role.OPTIONAL : MeetingAttendee.Role.REQUIRED,
                        type.equals("resource") ? MeetingAttendee.Kind.RESOURCE : MeetingAttendee.Kind.INDIVIDUAL,
                        participation(one.path("status").path("response").stringValue("")),
                        replies,
                        ""));
            }
        }
        return all;
    }

    private static MeetingAttendee.Participation participation(String response) {
        return switch (response) {
            case "accepted", "organizer" -> MeetingAttendee.Participation.ACCEPTED;
            case "tentativelyAccepted" -> MeetingAttendee.Participation.TENTATIVE;
            case "declined" -> MeetingAttendee.Participation.DECLINED;
            default -> MeetingAttendee.Participation.NEEDS_ACTION;
        };
    }

    private static MeetingPerson person(Address address) {
        String mail = address.address() == null ? "" : address.address();
        return new MeetingPerson(address.name() == null ? "" : address.name(), mail, "");
    }

    private @Nullable MeetingTimes times(ObjectNode event) {
        if (!event.path("start").isObject() || !event.path("end").isObject()) {
            return null;
        }
        boolean allDay = isAllDay(event);
        MeetingTime start = time(event.path("start"), allDay);
        MeetingTime end = time(event.path("end"), allDay);
        if (!event.path("recurrence").isObject()) {
            return new MeetingTimes(start, end, allDay, null, "", List.of(), List.of());
        }
        var recurrence = RecurrenceJson.read(event.path("recurrence"));
        MeetingTimes series = new MeetingTimes(start, end, allDay, recurrence, "", List.of(), List.of());
        List<MeetingTime> excluded = notice.deleted().stream()
                .sorted()
                .map(date -> new MeetingTime(
                        series.series(ZoneOffset.UTC).orElseThrow().start(date), allDay, start.zone()))
                .toList();
        return new MeetingTimes(start, end, allDay, recurrence, "", excluded, List.of());
    }

    private static boolean isAllDay(ObjectNode event) {
        return event.path("isAllDay").booleanValue(false);
    }

    private static MeetingTime time(JsonNode stored, boolean allDay) {
        EventPart.ZonedTime time = EventPart.ZonedTime.of(stored);
        LocalDateTime wall = LocalDateTime.parse(time.dateTime());
        if (time.isLater() && !allDay) {
            // a local time means the earlier instant
            return MeetingTime.of(LocalDateTime.ofInstant(time.wall().instant(), ZoneOffset.UTC), ZoneName.UTC);
        }
        return allDay
                ? MeetingTime.of(wall.toLocalDate())
                : MeetingTime.of(
                        wall,
                        ZoneNames.find(stored.path("timeZone").stringValue("")).orElse(ZoneName.UTC));
    }
}
