package dev.postern.mailbox.event;

import dev.postern.calendar.Recurrence;
import dev.postern.calendar.WallTimes;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.store.Sql;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the events of one mailbox as meetings. */
public final class MeetingCopies {
    private static final int MAX_EXCEPTIONS = 10_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Mailbox mailbox;
    private final Events events;
    private final EventExceptions exceptions;

    public MeetingCopies(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.events = new Events(mailbox);
        this.exceptions = new EventExceptions(mailbox.id());
    }

    /**
     * A meeting and the event that contains it.
     *
     * @param folder its calendar
     * @param date of the occurrence that a message is about, see {@link #date}
     * @param others with the same UID: single occurrences to which the owner was invited
     */
    record Copy(
            ItemId event,
            FolderId folder,
            Meeting meeting,
            @Nullable LocalDate date,
            List<ItemId> others) {
        Copy {
            others = List.copyOf(others);
        }
    }

    /** The meeting of a message that is in a calendar; null if there is none. */
    @Nullable
    Copy find(Sql sql, MeetingNotice notice) {
        List<EventInstance> all = events.byUid(sql, notice.uid());
        EventInstance found = chosen(all, notice);
        return found == null
                ? null
                : new Copy(
                        found.item().id(),
                        found.item().folder(),
                        meeting(sql, found),
                        found.isSeries() ? date(notice, found) : notice.originalDate(),
                        all.stream()
                                .map(one -> one.item().id())
                                .filter(id -> !id.equals(found.item().id()))
                                .toList());
    }

    /** A single occurrence to which the owner was invited. */
    Copy single(Sql sql, ItemId event) {
        EventInstance found = events.get(sql, ItemRef.of(event), null, Events.fields(true));
        return new Copy(event, found.item().folder(), meeting(sql, found), null, List.of());
    }

    /** The event that a message is about, of those with its UID. */
    private static @Nullable EventInstance chosen(List<EventInstance> all, MeetingNotice notice) {
        LocalDate date = notice.originalDate();
        EventInstance whole = null;
        EventInstance single = null;
        for (EventInstance one : all) {
            String invited = one.properties().path("invitedDate").stringValue("");
            if (invited.isEmpty()) {
                whole = whole == null ? one : whole;
            } else if (single == null && (date == null || invited.equals(date.toString()))) {
                single = one;
            }
        }
        return single == null || (date == null && whole != null) ? whole : single;
    }

    /** The event or occurrence that a message is about; null if no calendar contains it. */
    public @Nullable EventInstance find(MeetingNotice notice) {
        return mailbox.read(sql -> {
            EventInstance found = chosen(events.byUid(sql, notice.uid()), notice);
            LocalDate date = found == null || !found.isSeries() ? null : date(notice, found);
            try {
                return found == null || date == null
                        ? found
                        : events.get(sql, ItemRef.of(found.item().id()), date, Events.fields(true));
            } catch (MailboxFailure.ItemNotFound _) {
                return null;
            }
        });
    }

    /** Whether the calendar has a newer version of the meeting than a message. */
    public boolean isOutOfDate(MeetingNotice notice) {
        EventInstance found = find(notice);
        if (found == null) {
            return false;
        }
        Meeting known = Meeting.single(found.properties());
        return notice.step() == MeetingStep.REPLY
                ? notice.sequence() < known.sequence()
                : notice.isOlderThan(known.sequence(), known.stamp());
    }

    /**
     * The original date of the occurrence that a message is about, in the zone of the series in this mailbox: a message from elsewhere may name
     * it in any zone. Null if it is about the whole series.
     */
    static @Nullable LocalDate date(MeetingNotice notice, EventInstance series) {
        LocalDate written = notice.originalDate();
        ObjectNode start = notice.originalStart();
        JsonNode recurrence = series.item().event().recurrence();
        if (written == null || start == null || recurrence == null) {
            return written;
        }
        EventPart.Times times = series.item().event().times();
        Recurrence dates = RecurrenceJson.read(recurrence);
        ZoneName zone = zone(start.path("timeZone").stringValue(""));
        LocalDate local = times.allDay()
                ? written
                : WallTimes.instant(LocalDateTime.parse(start.path("dateTime").stringValue("")), zone.id())
                        .atZone(zone(times.start().zone()).id())
                        .toLocalDate();
        return dates.contains(local) ? local : written;
    }

    private static ZoneName zone(String name) {
        return ZoneNames.find(name).orElse(ZoneName.UTC);
    }

    /** The event or occurrence as a meeting, with the exceptions of a series. */
    public Meeting meeting(EventInstance event) {
        return mailbox.read(sql -> meeting(sql, event));
    }

    private Meeting meeting(Sql sql, EventInstance event) {
        EventInstance.Occurring occurring = event.occurrence();
        if (occurring != null) {
            return new Meeting(
                    event.properties(), occurring.originalDate(), originalStart(event, occurring), Map.of(), List.of());
        }
        String invited = event.properties().path("invitedDate").stringValue(null);
        if (!event.isSeries()) {
            return new Meeting(
                    event.properties(), invited == null ? null : LocalDate.parse(invited), null, Map.of(), List.of());
        }
        var changed = new HashMap<LocalDate, ObjectNode>();
        exceptions.list(sql, event.item().id(), false, MAX_EXCEPTIONS).forEach(one -> {
            if (one.doc() != null) {
                changed.put(one.originalDate(), one.doc());
            }
        });
        var deleted = new ArrayList<LocalDate>();
        exceptions.list(sql, event.item().id(), true, MAX_EXCEPTIONS).forEach(one -> deleted.add(one.originalDate()));
        return new Meeting(event.properties(), null, null, changed, deleted);
    }

    /** In the zone of the series. */
    private static ObjectNode originalStart(EventInstance event, EventInstance.Occurring occurring) {
        EventSeries series = EventSeries.of(
                event.item().event().times(),
                Objects.requireNonNull(event.item().event().recurrence()));
        return series.start(occurring.originalDate());
    }

    /** The owner's address in a meeting: that with which the owner was invited, or this one. */
    public static Address self(Meeting meeting, Set<String> own, Address otherwise) {
        for (JsonNode one : meeting.event().path("attendees")) {
            if (own.contains(Meeting.key(one))) {
                Address invited = Address.of(one);
                return invited == null ? otherwise : invited;
            }
        }
        return otherwise;
    }

    /** The change of an attendee's event by an answer. */
    public static ObjectNode answered(Meeting meeting, Set<String> own, String response, Instant now) {
        ObjectNode patch = JSON.objectNode();
        ObjectNode status = Meeting.status(response, now.toString());
        patch.set("responseStatus", status);
        patch.put(
                "showAs",
                response.equals("accepted")
                        ? meeting.event().path("intendedShowAs").stringValue("busy")
                        : "tentative");
        ArrayNode attendees = JSON.arrayNode();
        meeting.event().path("attendees").forEach(one -> {
            ObjectNode attendee = JSON.objectNode();
            attendee.setAll((ObjectNode) one);
            if (own.contains(Meeting.key(one))) {
                attendee.set("status", status);
            }
            attendees.add(attendee);
        });
        patch.set("attendees", attendees);
        return patch;
    }

    /**
     * The changes of exceptions by an answer to their series: those that the owner has not answered since the organizer changed them get the
     * answer, also in a list of attendees of their own; those that were answered alone continue to be shown as before.
     */
    public static Map<LocalDate, ObjectNode> exceptionsAnswered(
            Meeting before, Set<String> own, String response, Instant now) {
        var changes = new HashMap<LocalDate, ObjectNode>();
        before.exceptions().forEach((date, exception) -> {
            JsonNode given = exception.path("responseStatus").path("response");
            boolean inherits = given.isMissingNode();
            if (exception.path("isCancelled").booleanValue(false)) {
                if (inherits) {
                    // a cancelled occurrence has no answer, whatever that of the series is
                    changes.put(
                            date,
                            JSON.objectNode().set("responseStatus", Meeting.status("notResponded", Meeting.NEVER)));
                }
                return;
            }
            if (inherits && !exception.has("attendees")) {
                return;
            }
            if (inherits || given.stringValue("").equals("notResponded")) {
                changes.put(date, answered(before.occurrence(date), own, response, now));
            } else if (!exception.has("showAs")) {
                changes.put(date, JSON.objectNode().set("showAs", before.event().path("showAs")));
            }
        });
        return changes;
    }
}
