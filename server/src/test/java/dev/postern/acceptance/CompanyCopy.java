package dev.postern.acceptance;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the calendar of an attendee or a room must contain of a meeting. */
final class CompanyCopy {
    final Map<LocalDate, CompanySlot> slots = new LinkedHashMap<>();
    /** The attendees that the last message about the whole meeting named. */
    Set<String> listed = Set.of();

    String location = "";
    String category = "";
    /** To the whole meeting. */
    String response = "notResponded";

    boolean cancelled;

    CompanyCopy(Map<LocalDate, CompanySlot> organizer, Set<String> listed, String location) {
        fill(organizer, listed, location);
    }

    /** A new invitation, or one to other times. */
    void fill(Map<LocalDate, CompanySlot> organizer, Set<String> names, String where) {
        slots.clear();
        organizer.values().forEach(slot -> slots.put(slot.date, slot.invitation()));
        listed = Set.copyOf(names);
        location = where;
        cancelled = false;
        response = "notResponded";
    }

    void answer(String given) {
        response = given;
        slots.values().stream()
                .filter(slot -> !slot.answeredAlone && !slot.cancelled)
                .forEach(slot -> slot.response = given);
    }

    void cancel() {
        cancelled = true;
        slots.values().forEach(slot -> slot.cancelled = true);
    }

    Collection<CompanySlot> active() {
        return slots.values().stream().filter(slot -> !slot.cancelled).toList();
    }
}
