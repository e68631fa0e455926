package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what a meeting message does to the calendar of a recipient: requests and cancellations here, with their values in {@link AttendantCopy};
 * what attendees send to the organizer in {@link OrganizerRules}. Pure.
 *
 * @param notice what the message says
 * @param body of the message, a Graph {@code itemBody}
 * @param authors the folded addresses of the message's verified author
 * @param own the folded addresses of the recipient
 * @param groups the folded addresses of the groups whose member the author is
 */
record AttendantRules(MeetingNotice notice, JsonNode body, Set<String> authors, Set<String> own, Set<String> groups) {
    private static final String NOT_BY_ORGANIZER = "the author is not the organizer";

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

    private ObjectNode cancelled(ObjectNode event) {
        return values().cancelled(event, AttendantCopy.subject(event));
    }

    private AttendantCopy values() {
        return new AttendantCopy(notice, body, own);
    }

    private OrganizerRules organizer() {
        return new OrganizerRules(notice, authors, own, groups);
    }

    private CalendarPlan request(@Nullable Meeting copy) {
        if (own.contains(Meeting.key(notice.organizer()))) {
            return CalendarPlan.none("the recipient is the organizer");
        }
        if (copy == null) {
            return isByOrganizer() ? values().create() : CalendarPlan.none(NOT_BY_ORGANIZER);
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
                    : CalendarPlan.occurrence(date, values().update(occurrence));
        }
        if (isOlderThan(copy)) {
            return CalendarPlan.none("the calendar has a newer version");
        }
        boolean retimed = values().retimes(copy);
        var occurrences = new HashMap<LocalDate, ObjectNode>();
        boolean again = copy.event().path("isCancelled").booleanValue(false);
        if (!retimed && again) {
            copy.exceptions().keySet().stream()
                    .filter(on -> !notice.deleted().contains(on))
                    .forEach(on -> occurrences.put(on, values().likeSeries()));
        }
        notice.exceptions().forEach((on, seen) -> {
            if (retimed || !isNewer(copy, on)) {
                occurrences.merge(
                        on,
                        values().exception(copy, on, seen, retimed),
                        (reset, own) -> reset.deepCopy().setAll(own));
            }
        });
        return new CalendarPlan(null, values().update(copy), occurrences, deletions(copy, retimed || again), "");
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
        // an organizer who has another address by now is the same person
        Address organizer = Address.of(copy.event().get("organizer"));
        return organizer != null && authors.contains(Meeting.key(organizer))
                ? null
                : "the meeting has another organizer";
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
                    : CalendarPlan.occurrence(date, cancelled(occurrence.event()));
        }
        if (isOlderThan(copy)) {
            return CalendarPlan.none("the calendar has a newer version");
        }
        var occurrences = new HashMap<LocalDate, ObjectNode>();
        copy.exceptions().forEach((on, stored) -> {
            if (!stored.path("isCancelled").booleanValue(false)) {
                occurrences.put(
                        on, values().cancelled(stored, AttendantCopy.subject(Meeting.changed(copy.event(), stored))));
            }
        });
        return new CalendarPlan(null, cancelled(copy.event()), occurrences, List.of(), "");
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
