package dev.postern.mailbox.event;

import dev.postern.calendar.Occurrence;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides about requests to rooms and equipment. */
public final class Booking {
    private static final int PERCENT = 100;

    private final BookingRules rules;
    private final BookingRequest request;
    private final BookingTexts texts;

    private Booking(BookingRules rules, BookingRequest request) {
        this.rules = rules;
        this.request = request;
        this.texts = new BookingTexts(rules);
    }

    /**
     * Decides about a request.
     *
     * @param reservations everything in the room's calendar that overlaps the request, except the event that the request is about
     */
    public static BookingDecision decide(BookingRules rules, BookingRequest request, List<Reservation> reservations) {
        return new Booking(rules, request).decide(reservations);
    }

    /** The decision if the calendar contains too much in the time of a request to be compared with it. */
    static BookingDecision full(BookingRules rules) {
        return new BookingDecision.Declined(
                new BookingTexts(rules).declined("Its calendar has too many entries in this time."));
    }

    private BookingDecision decide(List<Reservation> reservations) {
        BookingRequest.Organizer organizer = request.organizer();
        if (!rules.reservable()) {
            return declined("It cannot be booked.");
        }
        Optional<String> violation = violation();
        if (violation.isPresent() && !organizer.requestsOutOfPolicy()) {
            return declined(violation.get());
        }
        if (violation.isEmpty() && !organizer.booksInPolicy() && !organizer.requestsInPolicy()) {
            return declined("You do not have the permission to book it.");
        }
        List<Occurrence> inWindow = inWindow();
        List<Conflict> conflicts = rules.allowConflicts() ? List.of() : conflicts(inWindow, reservations);
        if (isTooMuch(conflicts.size(), inWindow.size())) {
            return new BookingDecision.Declined(texts.conflict(conflicts));
        }
        return violation.isPresent() || !organizer.booksInPolicy()
                ? new BookingDecision.Pending(texts.pending(violation))
                : accepted(inWindow, conflicts);
    }

    private BookingDecision declined(String reason) {
        return new BookingDecision.Declined(texts.declined(reason));
    }

    private BookingDecision accepted(List<Occurrence> inWindow, List<Conflict> conflicts) {
        LocalDate until = endsInWindow() ? null : lastDay();
        List<LocalDate> declined =
                conflicts.stream().map(one -> one.occurrence().originalDate()).toList();
        return new BookingDecision.Accepted(
                declined, until, texts.accepted(inWindow.size() - declined.size(), conflicts, until));
    }

    /** The first rule that the request does not fulfil. */
    private Optional<String> violation() {
        Occurrence first = request.times().getFirst();
        if (request.series() && !rules.allowRecurringMeetings()) {
            return Optional.of("It does not accept recurring meetings.");
        }
        if (isTooLong(first)) {
            return Optional.of("It cannot be booked for more than " + rules.maximumDurationInMinutes() + " minutes.");
        }
        if (!isInWindow(first) || (rules.enforceSchedulingHorizon() && !endsInWindow())) {
            return Optional.of("It cannot be booked more than " + rules.bookingWindowInDays()
                    + " days in advance, and the meeting " + (isInWindow(first) ? "continues" : "is") + " after "
                    + lastDay() + ".");
        }
        return rules.scheduleOnlyDuringWorkHours() && !request.duringWorkHours()
                ? Optional.of("It can only be booked during its working hours.")
                : Optional.empty();
    }

    private boolean isTooLong(Occurrence time) {
        Duration longest = Duration.ofMinutes(rules.maximumDurationInMinutes());
        return !longest.isZero() && Duration.between(time.start(), time.end()).compareTo(longest) > 0;
    }

    private LocalDate lastDay() {
        return LocalDate.ofInstant(request.now(), rules.zone()).plusDays(rules.bookingWindowInDays());
    }

    private boolean isInWindow(Occurrence time) {
        return !LocalDate.ofInstant(time.start(), rules.zone()).isAfter(lastDay());
    }

    private boolean endsInWindow() {
        LocalDate last = request.lastDate();
        return last != null && !last.isAfter(lastDay());
    }

    /** A single meeting after the window can wait for approval, so it is compared with the reservations, too. */
    private List<Occurrence> inWindow() {
        List<Occurrence> found =
                request.times().stream().filter(this::isInWindow).toList();
        return found.isEmpty() ? request.times().subList(0, 1) : found;
    }

    /** A series may conflict with as many reservations as both limits allow; its other occurrences are booked. */
    private boolean isTooMuch(int conflicts, int times) {
        return conflicts > 0
                && (!request.series()
                        || conflicts == times
                        || conflicts > rules.maximumConflictInstances()
                        || conflicts * PERCENT > rules.conflictPercentageAllowed() * times);
    }

    /** An occurrence that cannot be booked, and the first reservation that is the reason. */
    record Conflict(Occurrence occurrence, Reservation reservation) {}

    /** Reservations may overlap each other, so those that begin before an occurrence are all candidates until they have ended. */
    private static List<Conflict> conflicts(List<Occurrence> times, List<Reservation> reservations) {
        List<Reservation> ordered = reservations.stream()
                .filter(one -> one.time().status().blocks())
                .sorted(Comparator.comparing((Reservation one) -> one.time().start()))
                .toList();
        var conflicts = new ArrayList<Conflict>();
        List<Reservation> open = new ArrayList<>();
        int next = 0;
        for (Occurrence time : times) {
            for (; next < ordered.size() && !ordered.get(next).time().start().isAfter(time.end()); next++) {
                open.add(ordered.get(next));
            }
            open.removeIf(one -> one.time().end().isBefore(time.start()));
            open.stream()
                    .filter(one -> time.overlaps(one.time().start(), one.time().end()))
                    .findFirst()
                    .ifPresent(one -> conflicts.add(new Conflict(time, one)));
        }
        return conflicts;
    }
}
