package dev.postern.mailbox;

import java.time.LocalDate;

/**
 * Records which occurrences a series had, before it loses them: the times of the series, and the occurrences that exceptions may
 * have moved to other times.
 */
public final class SeriesTombstones {
    private SeriesTombstones() {}

    /** @param part of a series, as it is until this change */
    public static void record(MailboxChange change, ItemId series, EventPart part) {
        record(change, series, SeriesTimes.of(part));
    }

    /** As {@link #record(MailboxChange, ItemId, EventPart)}, for a stored event, if it is a series. */
    static void recordStored(MailboxChange change, ItemId event) {
        SeriesTimes times = change.sql()
                .one(
                        "select start_time, start_zone, end_time, end_zone, is_all_day, starts_at, ends_at, recurrence"
                                + " from event where mailbox_id = ? and item_id = ? and recurrence is not null",
                        row -> new SeriesTimes(
                                new EventPart.Times(
                                        EventPart.ZonedTime.ofColumns(row.text(1), row.text(2)),
                                        EventPart.ZonedTime.ofColumns(row.text(3), row.text(4)),
                                        row.flag(5),
                                        row.time(6),
                                        row.time(7)),
                                StoredJson.object(row.text(8))),
                        change.mailbox().value(),
                        event.value());
        if (times != null) {
            record(change, event, times);
        }
    }

    private static void record(MailboxChange change, ItemId series, SeriesTimes times) {
        change.sql()
                .list(
                        "select original_date from event_exception where mailbox_id = ? and item_id = ?"
                                + " and not is_deleted",
                        row -> LocalDate.ofEpochDay(row.number(1)),
                        change.mailbox().value(),
                        series.value())
                .forEach(date -> Tombstones.addOccurrence(change, series, date));
        Tombstones.addSeries(change, series, times.json());
    }
}
