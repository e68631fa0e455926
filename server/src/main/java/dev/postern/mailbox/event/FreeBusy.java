package dev.postern.mailbox.event;

import dev.postern.calendar.BusyStatus;
import dev.postern.calendar.BusyTime;
import dev.postern.calendar.WallTimes;
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
        try (Stream<EventInstance> events = new Events(mailbox)
                .view(
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
        try (Stream<EventInstance> events =
                new Events(mailbox).view(calendar, from.minus(FLOATING), to.plus(FLOATING), Fields.COLUMNS, _ -> {})) {
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

    private static ScheduledItem item(EventInstance event, ZoneId zone) {
        ObjectNode properties = event.properties();
        return new ScheduledItem(
                event.item().id(),
                time(event, zone),
                PRIVATE.contains(properties.path("sensitivity").stringValue("")),
                properties.path("subject").stringValue(""),
                properties.at("/location/displayName").stringValue(""),
                properties.at("/organizer/emailAddress/name").stringValue(""));
    }

    static BusyTime time(EventInstance event, ZoneId zone) {
        boolean isAllDay = event.properties().path("isAllDay").booleanValue(false);
        return new BusyTime(
                isAllDay ? midnight(event.start(), zone) : event.start(),
                isAllDay ? midnight(event.end(), zone) : event.end(),
                BusyStatus.named(event.properties().path("showAs").stringValue(""))
                        .orElse(BusyStatus.BUSY));
    }

    private static Instant midnight(Instant utc, ZoneId zone) {
        return WallTimes.instant(LocalDateTime.ofInstant(utc, ZoneOffset.UTC), zone);
    }
}
