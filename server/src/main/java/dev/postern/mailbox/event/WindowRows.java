package dev.postern.mailbox.event;

import dev.postern.access.MailboxId;
import dev.postern.calendar.WeekWindow;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure.EventRefused;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads what has to be expanded for a window: only events that the index of weeks names for it. */
final class WindowRows {
    /** Up to this number, events are read completely at once. More would not be a request of little memory. */
    static final int FEW = 40;
    /** More events in one window, or exceptions of them, are refused. */
    static final int MAX_ROWS = 50_000;

    private static final int IDS_AT_ONCE = 256;
    /** For the offsets of the zones and for changes of the clock. */
    private static final int SPARE_DAYS = 3;

    private static final String COLUMNS =
            "item_id, starts_at, ends_at, is_all_day, start_time, start_zone, end_time, end_zone, recurrence";
    private static final int LEVELS =
            WeekWindow.of(Instant.EPOCH, Instant.EPOCH).size();
    /**
     * One range of the index for each level: a join would leave it to the engine to find that. The limit is in the text, because SQLite
     * prepares a statement of this kind again whenever its limit is bound.
     */
    private static final String HITS = "select distinct item_id from ("
            + String.join(
                    " union all ",
                    Collections.nCopies(
                            LEVELS,
                            "select item_id from event_week where mailbox_id = ? and folder_id = ? and level = ?"
                                    + " and position between ? and ?"))
            + ") hit limit " + (MAX_ROWS + 1);

    private final MailboxId mailbox;
    private final EventTable table;
    private final Instant from;
    private final Instant to;

    /**
     * @param to exclusive; a window without length has what is going on at that moment
     */
    WindowRows(MailboxId mailbox, EventTable table, Instant from, Instant to) {
        this.mailbox = mailbox;
        this.table = table;
        this.from = from;
        this.to = to.isAfter(from) ? to : from.plusMillis(1);
    }

    /** @param read the whole event; null if only this was read */
    private record Found(
            ItemId item,
            EventPart.Times times,
            @Nullable ObjectNode recurrence,
            @Nullable Item read) {}

    /**
     * What a calendar has in the window.
     *
     * @param fields to read of the events if they are few
     * @param shown for events that need not be read if they are few; null to read all
     */
    WindowPlan of(Sql sql, FolderId calendar, Fields fields, ShownEvents.@Nullable InForm shown) {
        List<UUID> hits = hits(sql, calendar);
        boolean few = hits.size() <= FEW;
        Map<ItemId, ShownEvents.Known> known = few && shown != null
                ? new ShownRows(mailbox, shown).unchanged(sql, hits, date(from), date(to.minusMillis(1)))
                : new HashMap<>();
        var singles = new ArrayList<WindowPlan.Place>();
        Map<ItemId, EventSeries> series = new HashMap<>();
        Map<ItemId, ReadEvent> read = new HashMap<>();
        known.forEach((item, event) -> place(item, event.times(), event.series(), singles, series));
        List<UUID> others = known.isEmpty()
                ? hits
                : hits.stream().filter(id -> !known.containsKey(new ItemId(id))).toList();
        for (Found event : few ? whole(sql, others, fields) : found(sql, others)) {
            EventSeries expanded =
                    event.recurrence() == null ? null : EventSeries.of(event.times(), event.recurrence());
            place(event.item(), event.times(), expanded, singles, series);
            if (event.read() != null && fields.complete(event.read())) {
                read.put(event.item(), new ReadEvent(event.read(), expanded));
            }
            if (event.read() != null && shown != null) {
                ShownEvents.State state = ShownEvents.State.of(event.read());
                known.put(event.item(), new ShownEvents.Known(state, event.times(), expanded, Map.of()));
            }
        }
        return new WindowPlan(from, to, singles, expanded(sql, series), read, known);
    }

    private void place(
            ItemId item,
            EventPart.Times times,
            @Nullable EventSeries expanded,
            List<WindowPlan.Place> singles,
            Map<ItemId, EventSeries> series) {
        if (expanded != null) {
            series.put(item, expanded);
            return;
        }
        var place = new WindowPlan.Place(item, null, times.startsAt(), times.endsAt(), false);
        if (place.overlaps(from, to)) {
            singles.add(place);
        }
    }

    private List<Found> whole(Sql sql, List<UUID> hits, Fields fields) {
        return hits.isEmpty()
                ? List.of()
                : table.within(sql, hits, from, to, fields).stream()
                        .map(item -> new Found(
                                item.id(), item.event().times(), item.event().recurrence(), item))
                        .toList();
    }

    /** The events that the index of weeks names for the window. */
    private List<UUID> hits(Sql sql, FolderId calendar) {
        var values = new ArrayList<@Nullable Object>();
        for (WeekWindow level : WeekWindow.of(from, to)) {
            values.add(mailbox.value());
            values.add(calendar.value());
            values.add(level.level());
            values.add(level.first());
            values.add(level.last());
        }
        List<UUID> hits = sql.list(HITS, row -> row.uuid(1), values.toArray());
        requireBounded(hits.size());
        return hits;
    }

    /** Those that are series, or are within the window. */
    private List<Found> found(Sql sql, List<UUID> hits) {
        var found = new ArrayList<Found>();
        for (List<UUID> some : parts(hits)) {
            var values = new ArrayList<@Nullable Object>();
            values.add(mailbox.value());
            values.addAll(some);
            values.add(to);
            values.add(from);
            values.add(from);
            found.addAll(sql.list(
                    "select " + COLUMNS + " from event where mailbox_id = ? and item_id in (" + marks(some)
                            + ") and (recurrence is not null or (starts_at < ?"
                            + " and (ends_at > ? or (ends_at = starts_at and starts_at = ?))))",
                    WindowRows::read,
                    values.toArray()));
        }
        return found;
    }

    /** Parts of a few lengths, so that there are few different statements; the last id may be in one several times. */
    static List<List<UUID>> parts(List<UUID> ids) {
        var parts = new ArrayList<List<UUID>>();
        for (int at = 0; at < ids.size(); at += IDS_AT_ONCE) {
            var part = new ArrayList<>(ids.subList(at, Math.min(ids.size(), at + IDS_AT_ONCE)));
            int length = Math.max(1, Integer.highestOneBit(part.size() * 2 - 1));
            while (part.size() < length) {
                part.add(part.getLast());
            }
            parts.add(part);
        }
        return parts;
    }

    static String marks(List<UUID> ids) {
        return ids.stream().map(_ -> "?").collect(Collectors.joining(", "));
    }

    /** What a series has in the window. */
    WindowPlan of(Sql sql, Item series) {
        EventPart part = series.event();
        if (part.recurrence() == null) {
            throw new IllegalArgumentException("Not a series: " + series.id());
        }
        EventSeries times = EventSeries.of(part.times(), part.recurrence());
        return new WindowPlan(from, to, List.of(), expanded(sql, Map.of(series.id(), times)), Map.of(), Map.of());
    }

    private static Found read(Row row) {
        String recurrence = row.textOrNull(9);
        return new Found(
                new ItemId(row.uuid(1)),
                new EventPart.Times(
                        new EventPart.ZonedTime(row.text(5), row.text(6)),
                        new EventPart.ZonedTime(row.text(7), row.text(8)),
                        row.flag(4),
                        row.time(2),
                        row.time(3)),
                recurrence == null ? null : EventProperties.read(recurrence),
                null);
    }

    private List<WindowPlan.Expanded> expanded(Sql sql, Map<ItemId, EventSeries> series) {
        long longest = series.values().stream()
                .map(EventSeries::wallLength)
                .mapToLong(Duration::toDays)
                .max()
                .orElse(0);
        LocalDate first = date(from).minusDays(longest + SPARE_DAYS);
        LocalDate last = date(to).plusDays(SPARE_DAYS);
        List<UUID> ids = series.keySet().stream().map(ItemId::value).toList();
        Map<ItemId, Map<LocalDate, Optional<WindowPlan.Place>>> exceptions = new HashMap<>();
        int rows = 0;
        for (List<UUID> some : parts(ids)) {
            var values = new ArrayList<@Nullable Object>();
            values.add(mailbox.value());
            values.addAll(some);
            values.add(first.toEpochDay());
            values.add(last.toEpochDay());
            values.add(to);
            values.add(from);
            record Read(ItemId item, LocalDate date, Optional<WindowPlan.Place> place) {}
            List<Read> read = sql.list(
                    "select item_id, original_date, starts_at, ends_at from event_exception where mailbox_id = ?"
                            + " and item_id in (" + marks(some)
                            + ") and (original_date between ? and ? or (starts_at < ? and ends_at >= ?)) limit "
                            + (MAX_ROWS + 1),
                    row -> {
                        ItemId item = new ItemId(row.uuid(1));
                        LocalDate date = LocalDate.ofEpochDay(row.number(2));
                        Instant start = row.timeOrNull(3);
                        Instant end = row.timeOrNull(4);
                        return new Read(
                                item,
                                date,
                                start == null || end == null
                                        ? Optional.empty()
                                        : Optional.of(new WindowPlan.Place(item, date, start, end, true)));
                    },
                    values.toArray());
            rows += read.size();
            requireBounded(rows);
            read.forEach(one ->
                    exceptions.computeIfAbsent(one.item(), _ -> new HashMap<>()).put(one.date(), one.place()));
        }
        return series.entrySet().stream()
                .map(entry -> new WindowPlan.Expanded(
                        entry.getKey(), entry.getValue(), exceptions.getOrDefault(entry.getKey(), Map.of())))
                .toList();
    }

    private static LocalDate date(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    static void requireBounded(int rows) {
        if (rows > MAX_ROWS) {
            throw new EventRefused(
                    EventRefused.Fault.TOO_MANY,
                    "The range contains more than " + MAX_ROWS + " events. Request a shorter one.");
        }
    }
}
