package dev.postern.mailbox.event;

import dev.postern.calendar.BusyStatus;
import dev.postern.calendar.BusyTime;
import dev.postern.calendar.WallTimes;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WellKnownFolder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens in one calendar, as others see it. See {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions. */
public final class FreeBusy {
    /** How far midnight of a zone is from midnight UTC. */
    private static final Duration FLOATING = Duration.ofHours(14);

    private static final Set<String> PRIVATE = Set.of("private", "confidential");

    private final Mailbox mailbox;
    private final FolderId calendar;

    public FreeBusy(Mailbox mailbox, FolderId calendar) {
        this.mailbox = mailbox;
        this.calendar = calendar;
    }

    /** The calendar whose times are shown to others: the default one. A mailbox that was never used has no calendars yet. */
    public static FolderId calendar(Mailbox mailbox) {
        return new Calendars(mailbox)
                .list().stream()
                        .filter(StoredCalendar::isDefault)
                        .map(StoredCalendar::id)
                        .findFirst()
                        .orElseGet(WellKnownFolder.CALENDAR::id);
    }

    /**
     * Returns what overlaps a half-open window, free events too.
     *
     * @param zone where all-day events, which float, are from midnight to midnight
     * @param places whether locations are read too, which costs more
     * @param limit if there is more, one more is returned
     * @param memory reserves bytes for what is read
     */
    public List<ScheduledItem> within(
            Instant from, Instant to, ZoneId zone, boolean places, int limit, LongConsumer memory) {
        try (Stream<WindowEvent> events = new Events(mailbox)
                .within(
                        calendar,
                        from.minus(FLOATING),
                        to.plus(FLOATING),
                        places ? Events.fields(false) : Fields.COLUMNS,
                        memory)) {
            return events.map(event -> item(event, zone))
                    .filter(item -> item.time().overlaps(from, to))
                    .limit(limit + 1L)
                    .toList();
        } catch (MailboxFailure.FolderNotFound _) {
            // a mailbox that was never used
            return List.of();
        }
    }

    /**
     * Returns what blocks the time of a half-open window, except one event.
     *
     * @param left how many events and occurrences may be read, whether they block or not; reduced by those that were read
     * @return empty if there are more
     */
    Optional<List<Reservation>> blocking(Instant from, Instant to, ZoneId zone, ItemId except, AtomicInteger left) {
        var found = new ArrayList<Reservation>();
        try (Stream<WindowEvent> events = new Events(mailbox)
                .within(calendar, from.minus(FLOATING), to.plus(FLOATING), Fields.COLUMNS, _ -> {})) {
            events.takeWhile(_ -> left.decrementAndGet() >= 0).forEach(event -> {
                ScheduledItem item = item(event, zone);
                if (item.time().status().blocks()
                        && item.time().overlaps(from, to)
                        && !item.event().equals(except)) {
                    found.add(new Reservation(item.time(), item.organizer()));
                }
            });
        } catch (MailboxFailure.EventRefused _) {
            return Optional.empty();
        }
        return left.get() < 0 ? Optional.empty() : Optional.of(found);
    }

    /** From the columns, and what an exception has instead: nothing else is put together for a schedule. */
    private static ScheduledItem item(WindowEvent event, ZoneId zone) {
        EventPart part = event.item().event();
        return new ScheduledItem(
                event.item().id(),
                time(
                        event.place().start(),
                        event.place().end(),
                        event.own("isAllDay")
                                .map(own -> own.booleanValue(false))
                                .orElse(part.times().allDay()),
                        event.own("showAs")
                                .map(own -> own.stringValue(""))
                                .orElse(part.marks().showAs()),
                        zone),
                PRIVATE.contains(event.own("sensitivity")
                        .map(own -> own.stringValue(""))
                        .orElse(part.marks().sensitivity())),
                text(event.own("subject").map(own -> own.stringValue("")).orElse(part.subject())),
                location(event).path("displayName").stringValue(""),
                organizer(event).path("emailAddress").path("name").stringValue(""));
    }

    private static JsonNode organizer(WindowEvent event) {
        Address organizer = event.item().event().organizer();
        return event.own("organizer").orElse(organizer == null ? MissingNode.getInstance() : organizer.recipient());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static JsonNode location(WindowEvent event) {
        ObjectNode doc = event.item().doc();
        return event.own("location").orElse(doc == null ? MissingNode.getInstance() : doc.path("location"));
    }

    static BusyTime time(EventInstance event, ZoneId zone) {
        return time(
                event.start(),
                event.end(),
                event.properties().path("isAllDay").booleanValue(false),
                event.properties().path("showAs").stringValue(""),
                zone);
    }

    private static BusyTime time(Instant start, Instant end, boolean isAllDay, String showAs, ZoneId zone) {
        return new BusyTime(
                isAllDay ? midnight(start, zone) : start,
                isAllDay ? midnight(end, zone) : end,
                BusyStatus.named(showAs).orElse(BusyStatus.BUSY));
    }

    private static Instant midnight(Instant utc, ZoneId zone) {
        return WallTimes.instant(LocalDateTime.ofInstant(utc, ZoneOffset.UTC), zone);
    }
}
