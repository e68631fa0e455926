package dev.postern.mailbox.event;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request or a cancellation writes into the event of an attendee, once {@link AttendantRules} has decided that it does. Pure.
 *
 * @param notice what the message says
 * @param body of the message, a Graph {@code itemBody}
 * @param own the folded addresses of the attendee
 */
record AttendantCopy(MeetingNotice notice, JsonNode body, Set<String> own) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CANCELLED = "Canceled: ";
    private static final List<String> TIMES = List.of("start", "end", "isAllDay", "recurrence");
    /** Follow the organizer in every update. The attendee's own values of the others survive. */
    private static final List<String> FOLLOWED = List.of(
            "subject",
            "location",
            "locations",
            "importance",
            "responseRequested",
            "allowNewTimeProposals",
            "hideAttendees");

    /** Taken from the invitation only. */
    private static final List<String> INITIAL = List.of("sensitivity", "isReminderOn", "reminderMinutesBeforeStart");

    AttendantCopy {
        own = Set.copyOf(own);
    }

    /** The event of a recipient who has none yet, with its exceptions. */
    CalendarPlan create() {
        ObjectNode event = JSON.objectNode();
        for (List<String> names : List.of(FOLLOWED, INITIAL, TIMES)) {
            names.forEach(name -> {
                if (notice.event().has(name)) {
                    event.set(name, notice.event().get(name));
                }
            });
        }
        event.set("body", body);
        event.put("iCalUId", notice.uid());
        event.put("isOrganizer", false);
        event.set("organizer", notice.organizer().recipient());
        event.put("showAs", "tentative");
        event.put("intendedShowAs", notice.event().path("showAs").stringValue("busy"));
        event.set("responseStatus", Meeting.status("notResponded", Meeting.NEVER));
        event.set("attendees", attendees(notice.event().path("attendees"), null));
        version(event);
        if (notice.originalDate() != null) {
            event.put("invitedDate", notice.originalDate().toString());
        }
        var occurrences = new HashMap<LocalDate, ObjectNode>();
        notice.exceptions().forEach((date, seen) -> occurrences.put(date, exception(null, date, seen, true)));
        return new CalendarPlan(event, JSON.objectNode(), occurrences, notice.deleted(), "");
    }

    private void version(ObjectNode event) {
        event.put("sequence", notice.sequence());
        event.put("stamp", notice.stamp().toString());
    }

    /** The patch of an event, or of one occurrence. */
    ObjectNode update(Meeting copy) {
        ObjectNode said = notice.event();
        ObjectNode patch = JSON.objectNode();
        for (String name : FOLLOWED) {
            if (said.has(name) && differs(name, said, copy.event())) {
                patch.set(name, said.get(name));
            }
        }
        boolean retimed = retimes(copy);
        if (retimed) {
            for (String name : TIMES) {
                boolean series = !name.equals("recurrence") || notice.originalDate() == null;
                if (series && (said.has(name) || copy.event().has(name))) {
                    patch.set(name, said.has(name) ? said.get(name) : JSON.nullNode());
                }
            }
        }
        if (!body.equals(copy.event().path("body"))) {
            patch.set("body", body);
        }
        patch.put("intendedShowAs", said.path("showAs").stringValue("busy"));
        if (!Meeting.key(copy.event().path("organizer")).equals(Meeting.key(notice.organizer()))) {
            patch.set("organizer", notice.organizer().recipient());
        }
        boolean again = copy.event().path("isCancelled").booleanValue(false);
        boolean unanswered = retimed || again || notice.sequence() > copy.sequence();
        if (unanswered) {
            unanswered(patch);
        }
        if (again) {
            patch.put("isCancelled", false);
        }
        if (notice.originalDate() == null && copy.originalDate() != null) {
            // until now the recipient had only one occurrence
            patch.set("invitedDate", JSON.nullNode());
            unanswered = true;
            unanswered(patch);
        }
        JsonNode response = unanswered ? null : copy.event().path("responseStatus");
        patch.set("attendees", attendees(said.path("attendees"), response));
        version(patch);
        return patch;
    }

    /** Whether the message changes the times of the copy. */
    boolean retimes(Meeting copy) {
        return TIMES.stream().anyMatch(name -> differs(name, notice.event(), copy.event()));
    }

    private boolean differs(String name, ObjectNode said, ObjectNode stored) {
        if (name.equals("recurrence") && notice.originalDate() != null) {
            return false;
        }
        JsonNode one = said.path(name);
        JsonNode other = stored.path(name);
        return !one.equals(other) && !(isEmpty(one) && isEmpty(other));
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static void unanswered(ObjectNode patch) {
        patch.put("showAs", "tentative");
        patch.set("responseStatus", Meeting.status("notResponded", Meeting.NEVER));
    }

    /** The list of the organizer, in which the entry of the recipient has the recipient's own answer. */
    private ArrayNode attendees(JsonNode list, @Nullable JsonNode response) {
        ArrayNode all = JSON.arrayNode();
        String answer = response == null ? "" : response.path("response").stringValue("");
        boolean answered = !answer.isEmpty() && !answer.equals("notResponded");
        for (JsonNode one : list) {
            ObjectNode attendee = JSON.objectNode();
            attendee.setAll((ObjectNode) one);
            if (own.contains(Meeting.key(one))) {
                attendee.remove("proposedNewTime");
                attendee.set("status", answered ? response : Meeting.status("none", Meeting.NEVER));
            }
            all.add(attendee);
        }
        return all;
    }

    /** An exception of a series that the message describes. */
    ObjectNode exception(@Nullable Meeting copy, LocalDate date, ObjectNode seen, boolean retimed) {
        ObjectNode patch = JSON.objectNode();
        for (List<String> names : List.of(FOLLOWED, List.of("start", "end", "isAllDay", "body", "sequence"))) {
            names.forEach(name -> {
                if (seen.has(name)) {
                    patch.set(name, seen.get(name));
                }
            });
        }
        JsonNode response =
                copy == null || retimed || notice.sequence() > copy.sequence() ? null : response(copy, date);
        if (seen.get("attendees") instanceof ArrayNode list) {
            if (list.valueStream().noneMatch(one -> own.contains(Meeting.key(one)))) {
                return cancelled(
                        JSON.objectNode(),
                        seen.path("subject")
                                .stringValue(notice.event().path("subject").stringValue("")));
            }
            patch.set("attendees", attendees(list, response));
        }
        return patch;
    }

    /** The recipient's answer to an occurrence, which may be that to the series. */
    private static JsonNode response(Meeting copy, LocalDate date) {
        ObjectNode stored = copy.exceptions().get(date);
        return stored != null && stored.has("responseStatus")
                ? stored.path("responseStatus")
                : copy.event().path("responseStatus");
    }

    /** What an occurrence that was cancelled has again when the recipient is invited again. */
    ObjectNode likeSeries() {
        ObjectNode patch = JSON.objectNode();
        patch.put("isCancelled", false);
        patch.set("subject", notice.event().path("subject"));
        unanswered(patch);
        patch.set("attendees", attendees(notice.event().path("attendees"), null));
        return patch;
    }

    static String subject(ObjectNode event) {
        return event.path("subject").stringValue("");
    }

    /** The patch that cancels an event or an occurrence. */
    ObjectNode cancelled(ObjectNode stored, String subject) {
        ObjectNode patch = JSON.objectNode();
        patch.put("isCancelled", true);
        patch.put("subject", subject.startsWith(CANCELLED) ? subject : CANCELLED + subject);
        patch.put("showAs", "free");
        patch.set("responseStatus", Meeting.status("notResponded", Meeting.NEVER));
        if (stored.has("attendees")) {
            patch.set("attendees", attendees(stored.path("attendees"), null));
        }
        version(patch);
        return patch;
    }
}
