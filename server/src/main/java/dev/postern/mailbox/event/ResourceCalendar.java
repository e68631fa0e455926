package dev.postern.mailbox.event;

import dev.postern.calendar.BusyTime;
import dev.postern.calendar.Occurrence;
import dev.postern.calendar.ZoneNames;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.setting.CalendarConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calendar of a room or an equipment, in the transaction that delivers a request to it. That transaction has locked the mailbox, so what
 * is read here cannot change until the decision is committed.
 */
public final class ResourceCalendar {
    /** Occurrences that are closer than this are compared with the reservations of one window. */
    private static final Duration CLOSE = Duration.ofDays(8);

    /** A calendar with more in the time of one request is declined, because each request would read it while it locks the mailbox. */
    private static final int MAX_READ = 20_000;

    private final Mailbox mailbox;
    private final Events events;
    private final CalendarProcessing processing;
    private final CalendarConfiguration configuration;
    private final BookingRules rules;

    public ResourceCalendar(Mailbox mailbox, CalendarProcessing processing, CalendarConfiguration configuration) {
        this.mailbox = mailbox;
        this.events = new Events(mailbox);
        this.processing = processing;
        this.configuration = configuration;
        this.rules = BookingRules.of(processing, zone(configuration));
    }

    private static ZoneId zone(CalendarConfiguration configuration) {
        return ZoneNames.find(configuration.timeZone()).orElseThrow().id();
    }

    /** The event that a request is about: a single one, a series or an occurrence. */
    public record Requested(EventInstance event) {
        public String organizerAddress() {
            return organizer().path("address").stringValue("");
        }

        String organizerName() {
            return organizer().path("name").stringValue(organizerAddress());
        }

        private JsonNode organizer() {
            return event.properties().path("organizer").path("emailAddress");
        }
    }

    /** @param originalDate of the occurrence that the request is about; null if it is about the whole event */
    public Requested requested(ItemId event, @Nullable LocalDate originalDate) {
        return new Requested(events.get(ItemRef.of(event), originalDate, Events.fields(true)));
    }

    /** Decides about a request. The event that it is about is no reservation, so a move does not conflict with the old time. */
    public BookingDecision decide(Requested requested, BookingRequest.Organizer organizer, Instant now) {
        EventInstance event = requested.event();
        boolean series = event.isSeries();
        List<Occurrence> times = series ? occurrences(event, now) : List.of(occurrence(event));
        BookingRequest request = new BookingRequest(
                now,
                organizer,
                series,
                times,
                series ? lastDate(event) : times.getFirst().originalDate(),
                times.stream().allMatch(this::isDuringWorkHours));
        return reservations(times, event.item().id())
                .map(reservations -> Booking.decide(rules, request, reservations))
                .orElseGet(() -> Booking.full(rules));
    }

    /** The occurrences until the end of the booking window, and the first one. */
    private List<Occurrence> occurrences(EventInstance series, Instant now) {
        Instant end = LocalDate.ofInstant(now, rules.zone())
                .plusDays(rules.bookingWindowInDays() + 1L)
                .atStartOfDay(rules.zone())
                .toInstant();
        ItemRef ref = ItemRef.of(series.item().id());
        Instant to = end.isAfter(series.end()) ? end : series.end();
        try (Stream<EventInstance> all = events.instances(ref, series.start(), to, Fields.COLUMNS, _ -> {})) {
            List<Occurrence> found = all.map(this::occurrence).toList();
            return found.isEmpty() ? List.of(occurrence(series)) : found;
        }
    }

    private Occurrence occurrence(EventInstance event) {
        BusyTime time = FreeBusy.time(event, rules.zone());
        EventInstance.Occurring occurring = event.occurrence();
        LocalDate date = occurring == null ? LocalDate.ofInstant(time.start(), rules.zone()) : occurring.originalDate();
        return new Occurrence(date, time.start(), time.end());
    }

    private static @Nullable LocalDate lastDate(EventInstance series) {
        return EventSeries.of(series.item().event().times(), series.properties().path("recurrence"))
                .recurrence()
                .last()
                .orElse(null);
    }

    private boolean isDuringWorkHours(Occurrence time) {
        LocalDateTime start = LocalDateTime.ofInstant(time.start(), rules.zone());
        LocalDateTime end = LocalDateTime.ofInstant(time.end(), rules.zone());
        return configuration.workDays().contains(start.getDayOfWeek())
                && end.toLocalDate().equals(start.toLocalDate())
                && !start.toLocalTime().isBefore(configuration.start())
                && !end.toLocalTime().isAfter(configuration.end());
    }

    /** The times between distant occurrences are not read. Empty if there is too much. */
    private Optional<List<Reservation>> reservations(List<Occurrence> times, ItemId own) {
        var found = new ArrayList<Reservation>();
        if (rules.allowConflicts()) {
            return Optional.of(found);
        }
        var left = new AtomicInteger(MAX_READ);
        FreeBusy calendar = new FreeBusy(mailbox, FreeBusy.calendar(mailbox));
        Instant from = times.getFirst().start();
        Instant to = from;
        for (Occurrence time : times) {
            if (time.start().isAfter(to.plus(CLOSE))) {
                if (!add(found, calendar, from, to, own, left)) {
                    return Optional.empty();
                }
                from = time.start();
            }
            to = time.end().isAfter(to) ? time.end() : to;
        }
        return add(found, calendar, from, to, own, left) ? Optional.of(found) : Optional.empty();
    }

    private boolean add(
            List<Reservation> found, FreeBusy calendar, Instant from, Instant to, ItemId own, AtomicInteger left) {
        // a request without length still needs a window
        Instant end = to.isAfter(from) ? to : from.plusMillis(1);
        Optional<List<Reservation>> some = calendar.blocking(from, end, rules.zone(), own, left);
        some.ifPresent(found::addAll);
        return some.isPresent();
    }

    /** What the resource keeps of an event that it does not decline. */
    public ObjectNode properties(Requested requested, BookingDecision decision) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        if (decision instanceof BookingDecision.Declined) {
            return patch;
        }
        String subject = processing.flag("DeleteSubject")
                ? ""
                : requested.event().properties().path("subject").stringValue("");
        String shown = processing.flag("AddOrganizerToSubject")
                ? (requested.organizerName() + " " + subject).strip()
                : subject;
        patch.put("subject", shown);
        if (processing.flag("DeleteComments")) {
            patch.putObject("body").put("contentType", "html").put("content", "");
        }
        if (processing.flag("RemovePrivateProperty")
                && requested
                        .event()
                        .properties()
                        .path("sensitivity")
                        .stringValue("")
                        .equals("private")) {
            patch.put("sensitivity", "normal");
        }
        if (decision instanceof BookingDecision.Pending && !processing.flag("TentativePendingApproval")) {
            patch.put("showAs", "free");
        }
        if (decision instanceof BookingDecision.Accepted) {
            // whatever the organizer's own event shows
            patch.put("showAs", "busy");
        }
        if (decision instanceof BookingDecision.Accepted accepted && accepted.until() != null) {
            patch.set("recurrence", until(requested.event(), accepted.until()));
        }
        return patch;
    }

    private static JsonNode until(EventInstance series, LocalDate until) {
        JsonNode recurrence = series.properties().path("recurrence").deepCopy();
        ((ObjectNode) recurrence.path("range"))
                .put("type", "endDate")
                .put("endDate", until.toString())
                .put("numberOfOccurrences", 0);
        return recurrence;
    }
}
