package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what a meeting message does to the calendar of a recipient: requests and cancellations here, what attendees send to the
 * organizer in {@link OrganizerRules}. Pure.
 *
 * @param notice what the message says
 * @param body of the message, a Graph {@code itemBody}
 * @param authors the folded addresses of the message's verified author
 * @param own the folded addresses of the recipient
 * @param groups the folded addresses of the groups whose member the author is
 */
record AttendantRules(MeetingNotice notice, JsonNode body, Set<String> authors, Set<String> own, Set<String> groups) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NOT_BY_ORGANIZER = "the author is not the organizer";
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

    AttendantRules {
        authors = Set.copyOf(authors);
        own = Set.copyOf(own);
        groups = Set.copyOf(groups);
    }

    /** @param copy the event in the recipient's calendar; null if there is none */
    CalendarPlan plan(@Nullable Meeting copy) {
        return switch (notice.step()) {
            case REQUEST -> request(copy);
            case CANCEL -> copy == null ? CalendarPlan.none("no such meeting") : cancel(copy);
            case REPLY ->
                copy == null
                        ? CalendarPlan.none("no such meeting")
                        : organizer().reply(copy);
            case FORWARDED ->
                copy == null
                        ? CalendarPlan.none("no such meeting")
                        : organizer().forwarded(copy);
        };
    }

    private OrganizerRules organizer() {
        return new OrganizerRules(notice, authors, own, groups);
    }

    private CalendarPlan request(@Nullable Meeting copy) {
        if (own.contains(Meeting.key(notice.organizer()))) {
            return CalendarPlan.none("the recipient is the organizer");
        }
        if (copy == null) {
            return isByOrganizer() ? create() : CalendarPlan.none(NOT_BY_ORGANIZER);
        }
        String refusal = refusal(copy);
        if (refusal != null) {
            return CalendarPlan.none(refusal);
        }
        LocalDate date = notice.originalDate();
        if (date != null && copy.originalDate() == null) {
            Meeting occurrence = copy.deleted().contains(date) ? moved(copy, date) : occurrence(copy, date);
            return occurrence == null
                    ? CalendarPlan.none("no such occurrence, or newer than the message")
                    : CalendarPlan.occurrence(date, update(occurrence));
        }
        if (isOlderThan(copy)) {
            return CalendarPlan.none("the calendar has a newer version");
        }
        boolean retimed = TIMES.stream().anyMatch(name -> differs(name, notice.event(), copy.event()));
        var occurrences = new HashMap<LocalDate, ObjectNode>();
        boolean again = copy.event().path("isCancelled").booleanValue(false);
        if (!retimed && again) {
            copy.exceptions().keySet().stream()
                    .filter(on -> !notice.deleted().contains(on))
                    .forEach(on -> occurrences.put(on, likeSeries()));
        }
        notice.exceptions().forEach((on, seen) -> {
            if (retimed || !isNewer(copy, on)) {
                occurrences.merge(
                        on,
                        exception(copy, on, seen, retimed),
                        (reset, own) -> JSON.objectNode().setAll(reset).setAll(own));
            }
        });
        return new CalendarPlan(null, update(copy), occurrences, deletions(copy, retimed || again), "");
    }

    /** The sequence of a series says nothing about that of an occurrence to which the recipient was invited alone. */
    private boolean isOlderThan(Meeting copy) {
        boolean samePart = (notice.originalDate() == null) == (copy.originalDate() == null);
        return samePart
                ? notice.isOlderThan(copy.sequence(), copy.stamp())
                : notice.stamp().isBefore(copy.stamp());
    }

    private boolean isByOrganizer() {
        return authors.contains(Meeting.key(notice.organizer()));
    }

    /** Why a message of an organizer is not for this event; null if it is. */
    private @Nullable String refusal(Meeting copy) {
        if (copy.isOrganizer()) {
            return "the recipient is the organizer";
        }
        if (!isByOrganizer()) {
            return NOT_BY_ORGANIZER;
        }
        Address organizer = Address.of(copy.event().get("organizer"));
        return organizer != null && Meeting.key(organizer).equals(Meeting.key(notice.organizer()))
                ? null
                : "the meeting has another organizer";
    }

    private CalendarPlan create() {
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
    private ObjectNode update(Meeting copy) {
        ObjectNode said = notice.event();
        ObjectNode patch = JSON.objectNode();
        for (String name : FOLLOWED) {
            if (said.has(name) && differs(name, said, copy.event())) {
                patch.set(name, said.get(name));
            }
        }
        boolean retimed = TIMES.stream().anyMatch(name -> differs(name, said, copy.event()));
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
    private ObjectNode exception(@Nullable Meeting copy, LocalDate date, ObjectNode seen, boolean retimed) {
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
    private ObjectNode likeSeries() {
        ObjectNode patch = JSON.objectNode();
        patch.put("isCancelled", false);
        patch.set("subject", notice.event().path("subject"));
        unanswered(patch);
        patch.set("attendees", attendees(notice.event().path("attendees"), null));
        return patch;
    }

    /** @param all also those of which the recipient has the cancellation in the calendar */
    private List<LocalDate> deletions(Meeting copy, boolean all) {
        var dates = new ArrayList<LocalDate>();
        for (LocalDate date : notice.deleted()) {
            ObjectNode stored = copy.exceptions().get(date);
            boolean cancelled = stored != null && stored.path("isCancelled").booleanValue(false);
            if (all || (!cancelled && !copy.deleted().contains(date))) {
                dates.add(date);
            }
        }
        return dates;
    }

    private CalendarPlan cancel(Meeting copy) {
        String refusal = refusal(copy);
        if (refusal != null) {
            return CalendarPlan.none(refusal);
        }
        LocalDate date = notice.originalDate();
        if (date != null && copy.originalDate() == null) {
            Meeting occurrence = occurrence(copy, date);
            return occurrence == null
                    ? CalendarPlan.none("no such occurrence, or newer than the message")
                    : CalendarPlan.occurrence(date, cancelled(occurrence.event(), subject(occurrence.event())));
        }
        if (isOlderThan(copy)) {
            return CalendarPlan.none("the calendar has a newer version");
        }
        var occurrences = new HashMap<LocalDate, ObjectNode>();
        copy.exceptions().forEach((on, stored) -> {
            if (!stored.path("isCancelled").booleanValue(false)) {
                occurrences.put(on, cancelled(stored, subject(Meeting.changed(copy.event(), stored))));
            }
        });
        return new CalendarPlan(null, cancelled(copy.event(), subject(copy.event())), occurrences, List.of(), "");
    }

    private static String subject(ObjectNode event) {
        return event.path("subject").stringValue("");
    }

    private ObjectNode cancelled(ObjectNode stored, String subject) {
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

    /**
     * An occurrence of the copy with everything it inherits; null if it does not exist or is newer than the message. A message about the series
     * describes all its occurrences, but its sequence says nothing about theirs: only the stamps are compared.
     */
    private @Nullable Meeting occurrence(Meeting series, LocalDate date) {
        if (series.deleted().contains(date) || notice.stamp().isBefore(series.stamp())) {
            return null;
        }
        Meeting occurrence = series.occurrence(date);
        return notice.isOlderThan(occurrence.sequence(), occurrence.stamp()) ? null : occurrence;
    }

    /**
     * An occurrence that the recipient has declined or deleted, as it is in the series; null if the message does not move it, or is older. At
     * another time it is a new question.
     */
    private @Nullable Meeting moved(Meeting series, LocalDate date) {
        Meeting plain = series.occurrence(date);
        boolean older = notice.stamp().isBefore(series.stamp());
        return older || notice.sequence() <= plain.sequence() ? null : plain;
    }

    /** Whether a later message about the occurrence has already arrived. */
    private boolean isNewer(Meeting copy, LocalDate date) {
        ObjectNode own = copy.exceptions().get(date);
        return own != null && Meeting.stamp(own).isAfter(notice.stamp());
    }
}
