package dev.postern.mailbox.event;

import dev.postern.calendar.Recurrence;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.itip.ItipReader;
import dev.postern.itip.MeetingAttendee;
import dev.postern.itip.MeetingEvent;
import dev.postern.itip.MeetingMessage;
import dev.postern.itip.MeetingMethod;
import dev.postern.itip.MeetingPerson;
import dev.postern.itip.MeetingTime;
import dev.postern.itip.MeetingTimes;
import dev.postern.itip.PatternedRecurrence;
import dev.postern.itip.UnreadableCalendar;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.MeetingMessageType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the iCalendar part of a message that comes from elsewhere as a meeting, in the form of those from here. */
public final class ReceivedMeeting {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** The zone of times without one. The zone of each recipient is unknown when the message is read. */
    private static final ZoneId FLOATING = ZoneOffset.UTC;

    private final MeetingMessage calendar;
    private final Address author;
    private final Instant received;

    private ReceivedMeeting(MeetingMessage calendar, Address author, Instant received) {
        this.calendar = calendar;
        this.author = author;
        this.received = received;
    }

    /**
     * Makes a message carry the meeting that its iCalendar part describes. Returns false if the part is not a meeting message that changes
     * calendars: then it remains a file.
     *
     * @param message by its Graph names; its body remains, unless it is empty
     */
    public static boolean into(ObjectNode message, byte[] part, Instant received) {
        try {
            Address from = Address.of(message.get("from"));
            MeetingMessage calendar = ItipReader.read(part).getFirst();
            return new ReceivedMeeting(calendar, from == null ? new Address(null, null) : from, received).into(message);
        } catch (UnreadableCalendar _) {
            return false;
        }
    }

    private boolean into(ObjectNode message) {
        MeetingEvent event = calendar.event();
        switch (calendar.method()) {
            case REQUEST -> {
                if (event.times() == null) {
                    return false;
                }
                MeetingNotice notice = notice(MeetingStep.REQUEST, null);
                if (event.recurrenceId() == null) {
                    AdditionalDates.into(
                            notice.event(),
                            event.times(),
                            calendar.overrides(),
                            FLOATING,
                            ReceivedMeeting::time,
                            override -> differing(override, notice.event()));
                }
                String type = event.sequence() == 0 ? "newMeetingRequest" : "fullUpdate";
                MeetingMail.carry(
                        message, MeetingMessageType.REQUEST, notice, MeetingShown.request(notice, type, null));
            }
            case CANCEL -> {
                MeetingNotice notice = notice(MeetingStep.CANCEL, null);
                MeetingMail.carry(message, MeetingMessageType.CANCELLED, notice, MeetingShown.common(notice));
            }
            case REPLY, COUNTER -> {
                MeetingReply reply = reply(event);
                if (reply == null) {
                    return delegated(message, event);
                }
                MeetingNotice notice = notice(MeetingStep.REPLY, reply);
                MeetingMail.carry(
                        message, MeetingReplies.type(reply.response()), notice, MeetingShown.response(notice, reply));
            }
            case DECLINECOUNTER, REFRESH, ADD, PUBLISH, NONE -> {
                return false;
            }
        }
        if (message.path("body").path("content").stringValue("").isBlank()) {
            message.set("body", body(event));
        }
        return true;
    }

    /**
     * An attendee who sends another person is shown as one who has forwarded the meeting: the delegate becomes an attendee. Returns false if
     * the message does not say that.
     */
    private boolean delegated(ObjectNode message, MeetingEvent event) {
        MeetingAttendee attendee =
                event.attendees().isEmpty() ? null : event.attendees().getFirst();
        boolean isDelegated = calendar.method() == MeetingMethod.REPLY
                && attendee != null
                && attendee.participation() == MeetingAttendee.Participation.DELEGATED
                && !attendee.delegatedTo().isEmpty();
        if (attendee == null || !isDelegated) {
            return false;
        }
        MeetingNotice notice =
                notice(MeetingStep.FORWARDED, new MeetingReply(address(attendee.person()), "none", null));
        ObjectNode delegate = attendee(attendee);
        delegate.set("status", Meeting.status("none", Meeting.NEVER));
        delegate.setAll(new Address(null, attendee.delegatedTo()).recipient());
        notice.event().putArray("attendees").add(delegate);
        MeetingMail.carry(message, MeetingMessageType.NONE, notice, MeetingShown.common(notice));
        return true;
    }

    private static ObjectNode body(MeetingEvent event) {
        String html = event.content().html();
        String comment = event.content().comment();
        String text =
                event.content().text().isEmpty() ? comment : event.content().text();
        return html.isEmpty()
                ? MeetingMail.text(text)
                : JSON.objectNode().put("contentType", "html").put("content", html);
    }

    /** Null if it says nothing about the attendee. */
    private @Nullable MeetingReply reply(MeetingEvent event) {
        boolean counter = calendar.method() == MeetingMethod.COUNTER;
        MeetingAttendee attendee =
                event.attendees().size() == 1 || (!counter && !event.attendees().isEmpty())
                        ? event.attendees().getFirst()
                        : null;
        Address person = attendee == null ? author : address(attendee.person());
        if (counter) {
            MeetingTimes times = event.times();
            if (times == null) {
                return null;
            }
            ObjectNode slot = JSON.objectNode();
            slot.set("start", time(times.start()));
            slot.set("end", time(times.end()));
            boolean declines = attendee != null && attendee.participation() == MeetingAttendee.Participation.DECLINED;
            return new MeetingReply(author, declines ? "declined" : "tentativelyAccepted", slot);
        }
        String response = attendee == null ? "none" : response(attendee.participation());
        return response.equals("none") ? null : new MeetingReply(person, response, null);
    }

    private static String response(MeetingAttendee.Participation participation) {
        return switch (participation) {
            case ACCEPTED -> "accepted";
            case TENTATIVE -> "tentativelyAccepted";
            case DECLINED -> "declined";
            case NEEDS_ACTION, DELEGATED -> "none";
        };
    }

    private static Address address(MeetingPerson person) {
        return new Address(person.name().isEmpty() ? null : person.name(), person.address());
    }

    private MeetingNotice notice(MeetingStep step, @Nullable MeetingReply reply) {
        MeetingEvent event = calendar.event();
        MeetingTime occurrence = event.recurrenceId();
        ObjectNode properties = properties(event);
        if (occurrence != null) {
            properties.remove("recurrence");
        }
        MeetingTimes times = event.times();
        MeetingPerson organizer = event.organizer();
        return new MeetingNotice(
                step,
                event.uid().isEmpty() ? uid(event) : event.uid(),
                event.sequence(),
                event.stamp() == null ? received : event.stamp(),
                occurrence == null ? null : occurrence.wall().toLocalDate(),
                occurrence == null ? null : time(occurrence),
                organizer == null ? author : address(organizer),
                properties,
                occurrence == null && times != null ? exceptions(times, properties) : Map.of(),
                occurrence == null && times != null ? times.deletedDates(FLOATING) : List.of(),
                reply);
    }

    /** The same for the same message. */
    private String uid(MeetingEvent event) {
        String about = author.address() + "\n" + event.content().subject() + "\n" + event.times();
        return UUID.nameUUIDFromBytes(about.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private Map<LocalDate, ObjectNode> exceptions(MeetingTimes series, ObjectNode of) {
        var all = new HashMap<LocalDate, ObjectNode>();
        for (MeetingEvent override : calendar.overrides()) {
            MeetingTime id = override.recurrenceId();
            LocalDate date =
                    id == null ? null : series.originalDate(id, FLOATING).orElse(null);
            if (date != null) {
                all.put(date, differing(override, of));
            }
        }
        return all;
    }

    /** What an occurrence has of its own. */
    private static ObjectNode differing(MeetingEvent override, ObjectNode of) {
        ObjectNode own = properties(override);
        own.remove("recurrence");
        ObjectNode differing = JSON.objectNode();
        own.properties().forEach(one -> {
            boolean time = one.getKey().equals("start") || one.getKey().equals("end");
            if (time || !one.getValue().equals(of.path(one.getKey()))) {
                differing.set(one.getKey(), one.getValue());
            }
        });
        differing.remove(List.of("isReminderOn", "reminderMinutesBeforeStart"));
        if (override.attendees().isEmpty()) {
            // it has those of the series
            differing.remove(List.of("attendees", "responseRequested"));
        }
        return differing;
    }

    private static ObjectNode properties(MeetingEvent from) {
        ObjectNode event = JSON.objectNode();
        event.put("subject", from.content().subject());
        times(event, from.times());
        ArrayNode places = event.putArray("locations");
        from.content().locations().forEach(name -> places.add(place(name)));
        event.set("location", places.size() == 1 ? places.get(0) : places.isEmpty() ? noPlace() : joined(places));
        event.put("importance", from.marks().importance().graphName());
        event.put("sensitivity", from.marks().sensitivity().graphName());
        event.put("showAs", from.marks().intended().graphName());
        Integer reminder = from.marks().reminderMinutes();
        if (reminder != null) {
            // without an alarm, each recipient gets its own default
            event.put("isReminderOn", true);
            event.put("reminderMinutesBeforeStart", Math.max(0, reminder));
        }
        event.put(
                "responseRequested",
                from.attendees().isEmpty() || from.attendees().stream().anyMatch(MeetingAttendee::isReplyRequested));
        event.put("allowNewTimeProposals", !from.marks().isCounterDisallowed());
        event.put("hideAttendees", false);
        ArrayNode attendees = event.putArray("attendees");
        from.attendees().forEach(one -> attendees.add(attendee(one)));
        return event;
    }

    private static ObjectNode place(String name) {
        return JSON.objectNode()
                .put("displayName", name)
                .put("locationType", "default")
                .put("uniqueId", name)
                .put("uniqueIdType", "private");
    }

    private static ObjectNode noPlace() {
        ObjectNode none = JSON.objectNode()
                .put("displayName", "")
                .put("locationType", "default")
                .put("uniqueIdType", "unknown");
        none.putObject("address");
        none.putObject("coordinates");
        return none;
    }

    private static ObjectNode joined(ArrayNode places) {
        return place(String.join(
                "; ",
                places.valueStream()
                        .map(one -> one.path("displayName").stringValue(""))
                        .toList()));
    }

    private static ObjectNode attendee(MeetingAttendee one) {
        ObjectNode attendee = JSON.objectNode();
        attendee.put("type", one.type());
        String response = response(one.participation());
        attendee.set("status", Meeting.status(response, Meeting.NEVER));
        attendee.setAll(address(one.person()).recipient());
        return attendee;
    }

    private static void times(ObjectNode event, @Nullable MeetingTimes times) {
        if (times == null) {
            return;
        }
        event.set("start", time(times.start()));
        event.set("end", time(times.end()));
        event.put("isAllDay", times.isAllDay());
        Recurrence recurrence = times.recurrence();
        if (recurrence != null) {
            event.set(
                    "recurrence",
                    recurrence(recurrence, event.path("start").path("timeZone").stringValue("UTC")));
        }
    }

    private static JsonNode recurrence(Recurrence recurrence, String zone) {
        ObjectNode full = PatternedRecurrence.write(recurrence);
        full.withObject("/range").put("recurrenceTimeZone", zone);
        return full;
    }

    private static ObjectNode time(MeetingTime time) {
        ZoneName zone = time.isDate() || time.zone() == null ? ZoneName.UTC : time.zone();
        LocalDateTime wall = time.wall();
        String name = ZoneNames.find(zone.name()).isPresent()
                ? zone.name()
                : zone.id().getId();
        if (ZoneNames.find(name).isEmpty()) {
            wall = LocalDateTime.ofInstant(time.instant(FLOATING), ZoneOffset.UTC);
            name = "UTC";
        }
        return JSON.objectNode().put("dateTime", EventSeries.format(wall)).put("timeZone", name);
    }
}
