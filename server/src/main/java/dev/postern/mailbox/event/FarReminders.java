package dev.postern.mailbox.event;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The events of one mailbox whose reminder may be far from their start: it was snoozed, or is set to more than {@link #EARLY} before. A view
 * of reminders reads these besides the events near its window.
 */
final class FarReminders {
    /** Reminders that are set to at most this time before the start are found by it. */
    static final Duration EARLY = Duration.ofDays(28);

    private static final String STATE = "reminderState";
    private static final String NEXT = "next";
    private static final String MINUTES = "reminderMinutesBeforeStart";

    private final MailboxId mailbox;

    FarReminders(MailboxId mailbox) {
        this.mailbox = mailbox;
    }

    /** The start of the occurrence whose reminder was snoozed; null if none was. */
    static @Nullable Instant snoozed(JsonNode properties) {
        String snoozed = properties.path(STATE).path("snoozed").stringValue(null);
        return snoozed == null ? null : Instant.parse(snoozed);
    }

    /**
     * An event of the table.
     *
     * @param early the time before the start of the event, or of an occurrence; zero if it is at most {@link #EARLY}
     */
    record Far(ItemId event, Duration early) {}

    private record Row(long minutes, @Nullable Instant snoozedTo) {
        static Row of(JsonNode properties) {
            long minutes = properties.path(MINUTES).longValue(0);
            String next = properties.path(STATE).path(NEXT).stringValue(null);
            return new Row(minutes > EARLY.toMinutes() ? minutes : 0, next == null ? null : Instant.parse(next));
        }

        boolean isFar() {
            return minutes > 0 || snoozedTo != null;
        }
    }

    /** Follows a change of an event. Costs nothing for others. */
    void changed(Sql sql, FolderId calendar, ItemId event, @Nullable JsonNode before, JsonNode after) {
        Row is = Row.of(after);
        Row was = before == null ? is : Row.of(before);
        if (before != null && was.isFar() && !was.equals(is)) {
            sql.update(
                    "delete from event_reminder where mailbox_id = ? and item_id = ?", mailbox.value(), event.value());
        }
        if (is.isFar() && (before == null || !was.equals(is))) {
            put(sql, calendar, event, is);
        }
    }

    /** Follows a change of an occurrence, which may remind earlier than its series. */
    void occurrenceChanged(Sql sql, FolderId calendar, ItemId series, JsonNode change) {
        Row row = Row.of(change);
        if (row.minutes() > 0) {
            put(sql, calendar, series, new Row(row.minutes(), null));
        }
    }

    private void put(Sql sql, FolderId calendar, ItemId event, Row row) {
        sql.update(
                "insert into event_reminder (mailbox_id, folder_id, item_id, early_minutes, snoozed_to)"
                        + " values (?, ?, ?, ?, ?) on conflict (mailbox_id, folder_id, item_id) do update set"
                        + " early_minutes = case when excluded.early_minutes > event_reminder.early_minutes"
                        + " then excluded.early_minutes else event_reminder.early_minutes end,"
                        + " snoozed_to = coalesce(excluded.snoozed_to, event_reminder.snoozed_to)",
                mailbox.value(),
                calendar.value(),
                event.value(),
                row.minutes(),
                row.snoozedTo());
    }

    /** Those that may remind within a half-open window although they are not near it. */
    List<Far> within(Sql sql, FolderId calendar, Instant from, Instant to, int limit) {
        return sql.list(
                "select item_id, early_minutes from event_reminder where mailbox_id = ? and folder_id = ?"
                        + " and (early_minutes > 0 or (snoozed_to >= ? and snoozed_to < ?)) order by item_id limit ?",
                row -> new Far(new ItemId(row.uuid(1)), Duration.ofMinutes(row.number(2))),
                mailbox.value(),
                calendar.value(),
                from,
                to,
                limit);
    }
}
