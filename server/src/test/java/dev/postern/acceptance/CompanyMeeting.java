package dev.postern.acceptance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The model of one meeting: every copy is a list of its occurrences, written out. It follows the reference of the calendar, and shares nothing
 * with the server.
 */
final class CompanyMeeting {
    final String organizer;
    final @Nullable CompanyRoom room;
    final Set<String> people = new LinkedHashSet<>();
    /** The organizer's occurrences. */
    final Map<LocalDate, CompanySlot> slots = new LinkedHashMap<>();
    /** Of the attendees and the room; without those who have deleted or declined it. */
    final Map<String, CompanyCopy> copies = new ConcurrentHashMap<>();
    /** Everybody who ever was invited. */
    final Set<String> involved = new HashSet<>();

    private final CompanyMail mail;
    /** Whether the last change was repeated, because the server was killed before it responded. */
    boolean repeated;

    CompanyTimes times;
    String subject;
    String location;
    boolean ended;

    CompanyMeeting(
            String organizer,
            Set<String> people,
            @Nullable CompanyRoom room,
            CompanyTimes times,
            String subject,
            CompanyMail mail) {
        this.organizer = organizer;
        this.people.addAll(people);
        this.room = room;
        this.times = times;
        this.subject = subject;
        this.location = "";
        this.mail = mail;
        rebuild();
        invited().forEach(name -> copies.put(name, copy()));
        requested(invited(), subject);
        book();
    }

    /** People and the room. */
    Set<String> invited() {
        var all = new LinkedHashSet<>(people);
        if (room != null) {
            all.add(room.name());
        }
        return all;
    }

    boolean isSeries() {
        return times.repeat() != null;
    }

    private void rebuild() {
        slots.clear();
        slots.putAll(CompanySlot.all(times, subject));
        slots.values().forEach(slot -> invited().forEach(name -> slot.statuses.put(name, "none")));
    }

    private void requested(Set<String> names, String text) {
        involved.addAll(names);
        mail.send(names, text);
    }

    private void cancelled(Set<String> names, String text) {
        mail.send(names, "Canceled: " + text);
    }

    private void responded(String response, String text) {
        String prefix = switch (response) {
            case "accepted" -> "Accepted: ";
            case "declined" -> "Declined: ";
            default -> "Tentative: ";
        };
        mail.send(Set.of(organizer), prefix + text);
        if (repeated) {
            mail.mayBeThereTwice(organizer, prefix + text);
        }
    }

    private CompanyCopy copy() {
        return new CompanyCopy(slots, invited(), location);
    }

    void rename(String name) {
        subject = name;
        slots.values().stream().filter(slot -> !slot.hasOwnSubject).forEach(slot -> slot.subject = name);
        inform();
    }

    void relocate(String place) {
        location = place;
        inform();
    }

    /** Every attendee gets the whole meeting. Those who have it keep their answers; the others are invited again. */
    private void inform() {
        requested(invited(), subject);
        for (String name : invited()) {
            CompanyCopy copy = copies.get(name);
            if (copy == null) {
                copies.put(name, copy());
                continue;
            }
            copy.listed = Set.copyOf(invited());
            copy.location = location;
            copy.slots.values().stream().filter(slot -> !slot.hasOwnSubject).forEach(slot -> slot.subject = subject);
        }
        book();
    }

    /** Another time: exceptions, deletions and answers are forgotten. */
    void retime(CompanyTimes other) {
        times = other;
        rebuild();
        requested(invited(), subject);
        for (String name : invited()) {
            copies.computeIfAbsent(name, _ -> copy()).fill(slots, invited(), location);
        }
        book();
    }

    void add(String name) {
        people.add(name);
        requested(Set.of(name), subject);
        slots.values().forEach(slot -> slot.statuses.put(name, "none"));
        CompanyCopy old = copies.get(name);
        if (old == null) {
            copies.put(name, copy());
        } else {
            old.fill(slots, invited(), location);
        }
    }

    void remove(String name) {
        people.remove(name);
        cancelled(Set.of(name), subject);
        slots.values().forEach(slot -> {
            slot.statuses.remove(name);
            slot.alone.remove(name);
        });
        CompanyCopy copy = copies.get(name);
        if (copy != null) {
            copy.cancel();
        }
    }

    void move(LocalDate date, LocalDateTime to) {
        Instant start = times.instant(to);
        Instant end = times.instant(to.plusMinutes(times.minutes()));
        slots.get(date).moveTo(start, end);
        invited().forEach(name -> copies.get(name).slots.get(date).moveTo(start, end));
        requested(invited(), slots.get(date).subject);
        bookOccurrence(date);
    }

    void renameOccurrence(LocalDate date, String name) {
        slots.get(date).subject = name;
        slots.get(date).hasOwnSubject = true;
        invited().forEach(one -> {
            CompanySlot slot = copies.get(one).slots.get(date);
            slot.subject = name;
            slot.hasOwnSubject = true;
        });
        requested(invited(), name);
        bookOccurrence(date);
    }

    void cancelOccurrence(LocalDate date) {
        cancelled(invited(), slots.get(date).subject);
        slots.remove(date);
        invited().forEach(name -> {
            CompanyCopy copy = copies.get(name);
            if (copy != null && copy.slots.containsKey(date)) {
                copy.slots.get(date).cancelled = true;
                copy.slots.get(date).optional = true;
            }
        });
    }

    void end() {
        ended = true;
        cancelled(invited(), subject);
        slots.clear();
        invited().forEach(name -> {
            CompanyCopy copy = copies.get(name);
            if (copy != null) {
                copy.cancel();
            }
        });
    }

    /** @param silent the organizer is not told */
    void answer(String name, String response, boolean silent) {
        if (response.equals("declined")) {
            copies.remove(name);
        } else {
            copies.get(name).answer(response);
        }
        if (!silent) {
            responded(response, subject);
            slots.values().forEach(slot -> slot.tally(name, response));
        }
    }

    void answerOccurrence(String name, LocalDate date, String response) {
        CompanyCopy copy = copies.get(name);
        responded(response, copy.slots.get(date).subject);
        if (response.equals("declined")) {
            copy.slots.remove(date);
        } else {
            copy.slots.get(date).response = response;
            copy.slots.get(date).answeredAlone = true;
        }
        slots.get(date).tallyAlone(name, response);
    }

    /** The room accepts, or declines if another meeting has it at one of the times. */
    private void book() {
        if (room == null) {
            return;
        }
        CompanyCopy copy = copies.get(room.name());
        answer(room.name(), room.isFree(this, copy.active()) ? "accepted" : "declined", false);
    }

    private void bookOccurrence(LocalDate date) {
        if (room == null) {
            return;
        }
        CompanySlot slot = copies.get(room.name()).slots.get(date);
        answerOccurrence(room.name(), date, room.isFree(this, Set.of(slot)) ? "accepted" : "declined");
    }

    /** Whether every attendee has this occurrence. */
    boolean hasEverybody(LocalDate date) {
        return invited().stream().allMatch(name -> {
            CompanyCopy copy = copies.get(name);
            return copy != null && copy.slots.containsKey(date);
        });
    }
}
