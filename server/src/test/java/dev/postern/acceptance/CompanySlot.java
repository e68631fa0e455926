package dev.postern.acceptance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What one copy of a meeting must show at one original date: an occurrence, or a single event. */
final class CompanySlot {
    final LocalDate date;
    Instant start;
    Instant end;
    String subject;
    boolean hasOwnSubject;
    boolean cancelled;
    /** Cancelled alone: a calendar may show it as cancelled, or not at all. */
    boolean optional;
    /** At an attendee: the response, and whether it was given to this occurrence alone. */
    String response = "notResponded";

    boolean answeredAlone;
    /** At the organizer: the responses of the attendees, and who answered this occurrence alone. */
    final Map<String, String> statuses = new HashMap<>();

    final Set<String> alone = new HashSet<>();

    private CompanySlot(LocalDate date, Instant start, Instant end, String subject) {
        this.date = date;
        this.start = start;
        this.end = end;
        this.subject = subject;
    }

    /** The slots of a meeting as it is planned. */
    static Map<LocalDate, CompanySlot> all(CompanyTimes times, String subject) {
        var slots = new LinkedHashMap<LocalDate, CompanySlot>();
        for (LocalDate date : times.dates()) {
            LocalDateTime start = times.on(date);
            slots.put(
                    date,
                    new CompanySlot(
                            date, times.instant(start), times.instant(start.plusMinutes(times.minutes())), subject));
        }
        return slots;
    }

    /** The slot of an attendee who is invited to what the organizer has. */
    CompanySlot invitation() {
        var slot = new CompanySlot(date, start, end, subject);
        slot.hasOwnSubject = hasOwnSubject;
        return slot;
    }

    boolean overlaps(CompanySlot other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    void moveTo(Instant newStart, Instant newEnd) {
        start = newStart;
        end = newEnd;
        response = "notResponded";
        answeredAlone = false;
        statuses.replaceAll((_, _) -> "none");
        alone.clear();
    }

    /** The organizer notes a response to the whole meeting. */
    void tally(String attendee, String response) {
        if (response.equals("declined")) {
            alone.remove(attendee);
        }
        if (!alone.contains(attendee)) {
            statuses.put(attendee, response);
        }
    }

    void tallyAlone(String attendee, String response) {
        alone.add(attendee);
        statuses.put(attendee, response);
    }
}
