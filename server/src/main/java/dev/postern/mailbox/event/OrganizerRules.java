package dev.postern.mailbox.event;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what a message of an attendee does to the organizer's event. Pure.
 *
 * @param notice what the message says
 * @param authors the folded addresses of the message's verified author
 * @param own the folded addresses of the organizer
 * @param groups the folded addresses of the groups whose member the author is
 */
record OrganizerRules(MeetingNotice notice, Set<String> authors, Set<String> own, Set<String> groups) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NOT_COUNTED = "not an attendee, or out of date";

    OrganizerRules {
        authors = Set.copyOf(authors);
        own = Set.copyOf(own);
        groups = Set.copyOf(groups);
    }

    /** An answer of an attendee. */
    CalendarPlan reply(Meeting meeting) {
        MeetingReply reply = notice.reply();
        if (!meeting.isOrganizer() || reply == null) {
            return CalendarPlan.none("the recipient is not the organizer");
        }
        String attendee = Meeting.key(reply.attendee());
        if (!attendee.isEmpty() && !authors.contains(attendee)) {
            return CalendarPlan.none("the author answers for another person");
        }
        LocalDate date = notice.originalDate();
        if (date != null && meeting.originalDate() == null) {
            if (meeting.deleted().contains(date)) {
                return CalendarPlan.none("no such occurrence");
            }
            ObjectNode stored = meeting.exceptions().get(date);
            ObjectNode event = stored == null ? meeting.event() : Meeting.changed(meeting.event(), stored);
            JsonNode inherited = statusOf(meeting.event());
            // an answer to the series does not count for this occurrence, also if it was given later and arrived
            // earlier
            ArrayNode tallied = isOutOfDate(event)
                    ? null
                    : tallied(event, reply, status -> status.equals(inherited) || !isLater(status), true);
            return tallied == null
                    ? CalendarPlan.none(NOT_COUNTED)
                    : CalendarPlan.occurrence(date, JSON.objectNode().set("attendees", tallied));
        }
        ArrayNode tallied =
                isOutOfDate(meeting.event()) ? null : tallied(meeting.event(), reply, status -> !isLater(status), true);
        if (tallied == null) {
            return CalendarPlan.none(NOT_COUNTED);
        }
        JsonNode before = statusOf(meeting.event());
        var occurrences = new HashMap<LocalDate, ObjectNode>();
        meeting.exceptions().forEach((on, stored) -> {
            if (stored.has("attendees")) {
                ObjectNode event = Meeting.changed(meeting.event(), stored);
                // a declined series is no longer in the attendee's calendar, whatever the answers to single occurrences
                // were
                Predicate<JsonNode> counts = reply.response().equals("declined")
                        ? status -> !isLater(status)
                        : status -> isUnanswered(status) || status.equals(before);
                ArrayNode own = tallied(event, reply, counts, false);
                if (own != null) {
                    occurrences.put(on, JSON.objectNode().set("attendees", own));
                }
            }
        });
        return new CalendarPlan(null, JSON.objectNode().set("attendees", tallied), occurrences, List.of(), "");
    }

    private boolean isOutOfDate(ObjectNode event) {
        return notice.sequence() < event.path("sequence").intValue(0);
    }

    /**
     * The attendees after an answer; null if it does not count.
     *
     * @param counts whether the answer replaces this status of its author
     * @param joins whether the author becomes an attendee if a group of the author is one
     */
    private @Nullable ArrayNode tallied(
            ObjectNode event, MeetingReply reply, Predicate<JsonNode> counts, boolean joins) {
        ArrayNode all = JSON.arrayNode();
        boolean found = false;
        boolean member = false;
        for (JsonNode one : event.path("attendees")) {
            member |= groups.contains(Meeting.key(one));
            if (found || !authors.contains(Meeting.key(one))) {
                all.add(one);
                continue;
            }
            found = true;
            if (!counts.test(one.path("status"))) {
                return null;
            }
            all.add(answered(one, reply));
        }
        if (!found && !(joins && member)) {
            return null;
        }
        if (!found) {
            ObjectNode added = JSON.objectNode().put("type", "required");
            added.setAll(reply.attendee().recipient());
            all.add(answered(added, reply));
        }
        return all;
    }

    private static boolean isUnanswered(JsonNode status) {
        String response = status.path("response").stringValue("none");
        return response.equals("none") || response.equals("notResponded");
    }

    /** The status of the author in a list of attendees. */
    private JsonNode statusOf(ObjectNode event) {
        for (JsonNode one : event.path("attendees")) {
            if (authors.contains(Meeting.key(one))) {
                return one.path("status");
            }
        }
        return JSON.nullNode();
    }

    private ObjectNode answered(JsonNode one, MeetingReply reply) {
        ObjectNode answered = JSON.objectNode();
        answered.setAll((ObjectNode) one);
        answered.set("status", Meeting.status(reply.response(), notice.stamp().toString()));
        answered.remove("proposedNewTime");
        if (reply.proposed() != null) {
            answered.set("proposedNewTime", reply.proposed());
        }
        return answered;
    }

    /** Whether an answer was given after that of the message. The organizer may have recorded a time outside of the usual range. */
    private boolean isLater(JsonNode status) {
        Instant given = Instant.parse(status.path("time").stringValue(Meeting.NEVER));
        return given.isAfter(notice.stamp()) && given.isBefore(Instant.parse("4500-01-01T00:00:00Z"));
    }

    /** A notification that an attendee has forwarded the meeting. */
    CalendarPlan forwarded(Meeting meeting) {
        MeetingReply by = notice.reply();
        if (!meeting.isOrganizer() || by == null || !authors.contains(Meeting.key(by.attendee()))) {
            return CalendarPlan.none("not a notification of an attendee to the organizer");
        }
        LocalDate date = notice.originalDate();
        ObjectNode stored = date == null ? null : meeting.exceptions().get(date);
        ObjectNode event = stored == null ? meeting.event() : Meeting.changed(meeting.event(), stored);
        ArrayNode all = joined(event);
        if (all == null) {
            return CalendarPlan.none("the author is not an attendee");
        }
        ObjectNode patch = JSON.objectNode().set("attendees", all);
        if (date != null && meeting.originalDate() == null) {
            return meeting.deleted().contains(date)
                    ? CalendarPlan.none("no such occurrence")
                    : CalendarPlan.occurrence(date, patch);
        }
        var occurrences = new HashMap<LocalDate, ObjectNode>();
        meeting.exceptions().forEach((on, own) -> {
            ArrayNode joined = own.has("attendees") ? joined(own) : null;
            if (joined != null) {
                occurrences.put(on, JSON.objectNode().set("attendees", joined));
            }
        });
        return new CalendarPlan(null, patch, occurrences, List.of(), "");
    }

    /** The attendees with those of the message; null if its author is not among them. */
    private @Nullable ArrayNode joined(ObjectNode event) {
        ArrayNode all = JSON.arrayNode();
        var known = new ArrayList<String>();
        event.path("attendees").forEach(one -> {
            all.add(one);
            known.add(Meeting.key(one));
        });
        if (known.stream().noneMatch(authors::contains)) {
            return null;
        }
        notice.event().path("attendees").forEach(one -> {
            if (!known.contains(Meeting.key(one)) && !own.contains(Meeting.key(one))) {
                ObjectNode added = JSON.objectNode();
                added.setAll((ObjectNode) one);
                added.set("status", Meeting.status("none", Meeting.NEVER));
                all.add(added);
            }
        });
        return all;
    }
}
