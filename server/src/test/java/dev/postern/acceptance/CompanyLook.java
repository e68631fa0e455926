package dev.postern.acceptance;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one calendar shows of a meeting, and how that differs from the model.
 *
 * @param events with its UID
 * @param occurrences of a series
 */
record CompanyLook(List<CompanyEvent> events, List<CompanyEvent> occurrences) {
    /** Null if the calendar is what the model says. */
    @Nullable
    String difference(CompanyMeeting meeting, String name) {
        boolean organizer = name.equals(meeting.organizer);
        CompanyCopy copy = meeting.copies.get(name);
        if (organizer ? meeting.ended : copy == null) {
            return events.isEmpty() ? null : "should not be there: " + events;
        }
        if (events.size() != 1) {
            return events.size() + " events: " + events;
        }
        CompanyEvent event = events.getFirst();
        if (!event.organizer().equals(meeting.organizer) || event.isOrganizer() != organizer) {
            return "organizer of " + event;
        }
        if (event.isSeries() != meeting.isSeries()) {
            return "type of " + event;
        }
        return organizer ? organizer(meeting, event) : attendee(meeting, name, Objects.requireNonNull(copy), event);
    }

    private @Nullable String organizer(CompanyMeeting meeting, CompanyEvent event) {
        if (!event.statuses().keySet().equals(meeting.invited())) {
            return "attendees of " + event + " instead of " + meeting.invited();
        }
        if ((!event.subject().equals(meeting.subject) && event.isSeries())
                || !event.location().equals(meeting.location)) {
            return "subject or location of " + event;
        }
        Map<LocalDate, CompanyEvent> shown = byDate(meeting, event);
        if (!shown.keySet().equals(meeting.slots.keySet())) {
            return "dates " + shown.keySet() + " instead of " + meeting.slots.keySet();
        }
        for (CompanySlot slot : meeting.slots.values()) {
            CompanyEvent one = shown.get(slot.date);
            if (!isAt(one, slot) || !one.subject().equals(slot.subject) || one.isCancelled()) {
                return "time or subject of " + one + ", not " + slot.start + " " + slot.subject;
            }
            if (!one.statuses().equals(slot.statuses) || !one.response().equals("organizer")) {
                return "responses of " + one + " instead of " + slot.statuses;
            }
        }
        return null;
    }

    private @Nullable String attendee(CompanyMeeting meeting, String name, CompanyCopy copy, CompanyEvent event) {
        boolean room = meeting.room != null && name.equals(meeting.room.name());
        if (!event.statuses().keySet().equals(copy.listed)) {
            return "attendees of " + event + " instead of " + copy.listed;
        }
        if (event.isCancelled() != copy.cancelled || !event.location().equals(copy.location)) {
            return "cancellation or location of " + event;
        }
        if (!event.categories().equals(copy.category.isEmpty() ? List.of() : List.of(copy.category))) {
            return "category of " + event + " instead of " + copy.category;
        }
        if (!copy.cancelled && !isAnswered(event, name, copy.response)) {
            return "response of " + event + " instead of " + copy.response;
        }
        Map<LocalDate, CompanyEvent> shown = byDate(meeting, event);
        if (!event.isSeries()) {
            // who was removed has the old time
            shown = Map.of(copy.slots.keySet().iterator().next(), event);
        }
        Set<LocalDate> more = new HashSet<>(shown.keySet());
        more.removeAll(copy.slots.keySet());
        if (!more.isEmpty()) {
            return "dates that should not be there: " + more;
        }
        for (CompanySlot slot : copy.slots.values()) {
            CompanyEvent one = shown.get(slot.date);
            String subject = room ? meeting.organizer : slot.subject;
            if (one == null ? !slot.optional : !isShown(one, slot, name, subject)) {
                return slot.date + ": " + one + ", not " + slot.start + " " + subject + " " + slot.response
                        + (slot.cancelled ? " cancelled" : "");
            }
        }
        return null;
    }

    private static boolean isShown(CompanyEvent one, CompanySlot slot, String name, String subject) {
        if (slot.cancelled) {
            return one.isCancelled()
                    && one.showAs().equals("free")
                    && (slot.optional || (one.subject().equals("Canceled: " + subject) && isAt(one, slot)));
        }
        return !one.isCancelled()
                && isAt(one, slot)
                && one.subject().equals(subject)
                && isAnswered(one, name, slot.response);
    }

    private static boolean isAnswered(CompanyEvent one, String name, String response) {
        String entry = response.equals("notResponded") ? "none" : response;
        return one.response().equals(response)
                && one.showAs().equals(response.equals("accepted") ? "busy" : "tentative")
                && entry.equals(one.statuses().get(name));
    }

    private static boolean isAt(CompanyEvent event, CompanySlot slot) {
        return event.start().equals(slot.start) && event.end().equals(slot.end);
    }

    private Map<LocalDate, CompanyEvent> byDate(CompanyMeeting meeting, CompanyEvent event) {
        var all = new HashMap<LocalDate, CompanyEvent>();
        if (!event.isSeries()) {
            all.put(meeting.times.start().toLocalDate(), event);
        }
        for (CompanyEvent one : occurrences) {
            all.put(meeting.times.date(Objects.requireNonNull(one.originalStart())), one);
        }
        return all;
    }

    /** The event at an original date. */
    CompanyEvent at(CompanyMeeting meeting, LocalDate date) {
        return Objects.requireNonNull(byDate(meeting, events.getFirst()).get(date));
    }
}
