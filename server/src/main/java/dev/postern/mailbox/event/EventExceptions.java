package dev.postern.mailbox.event;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxChange;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The table {@code event_exception} in one mailbox. */
final class EventExceptions {
    /** The size of a row without its document. */
    private static final long ROW = 96;

    private static final String COLUMNS = "original_date, is_deleted, starts_at, ends_at, size, doc";

    private final MailboxId mailbox;

    EventExceptions(MailboxId mailbox) {
        this.mailbox = mailbox;
    }

    /**
     * A deleted or changed occurrence.
     *
     * @param start the current one; null if it was deleted
     * @param doc the properties that differ, in stored form; null if it was deleted
     */
    record ChangedOccurrence(
            LocalDate originalDate,
            @Nullable Instant start,
            @Nullable Instant end,
            long size,
            @Nullable ObjectNode doc) {
        boolean isDeleted() {
            return start == null;
        }
    }

    private static ChangedOccurrence read(Row row) {
        String doc = row.textOrNull(6);
        return new ChangedOccurrence(
                LocalDate.ofEpochDay(row.number(1)),
                row.timeOrNull(3),
                row.timeOrNull(4),
                row.number(5),
                doc == null ? null : EventProperties.read(doc));
    }

    @Nullable
    ChangedOccurrence find(Sql sql, ItemId series, LocalDate originalDate) {
        return sql.one(
                "select " + COLUMNS
                        + " from event_exception where mailbox_id = ? and item_id = ? and original_date = ?",
                EventExceptions::read,
                mailbox.value(),
                series.value(),
                originalDate.toEpochDay());
    }

    /** The changed or the deleted occurrences of a series, by original date. */
    List<ChangedOccurrence> list(Sql sql, ItemId series, boolean deleted, int limit) {
        return sql.list(
                "select " + COLUMNS + " from event_exception where mailbox_id = ? and item_id = ?"
                        + (deleted ? " and is_deleted" : " and not is_deleted")
                        + " order by original_date limit ?",
                EventExceptions::read,
                mailbox.value(),
                series.value(),
                limit);
    }

    /** The original dates of the occurrences that were changed or deleted after a change. */
    List<LocalDate> changedAfter(Sql sql, ItemId series, long change) {
        return sql.list(
                "select original_date from event_exception where mailbox_id = ? and item_id = ? and changed > ?",
                row -> LocalDate.ofEpochDay(row.number(1)),
                mailbox.value(),
                series.value(),
                change);
    }

    /** Writes an exception in place of an earlier one. Returns the growth in bytes. */
    long write(
            MailboxChange change,
            ItemId series,
            LocalDate originalDate,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable ObjectNode doc) {
        long freed = remove(change.sql(), series, originalDate);
        String text = doc == null ? null : doc.toString();
        long size = ROW + (text == null ? 0 : EventProperties.size(text));
        change.sql()
                .update(
                        "insert into event_exception (mailbox_id, item_id, " + COLUMNS
                                + ", changed) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        mailbox.value(),
                        series.value(),
                        originalDate.toEpochDay(),
                        start == null,
                        start,
                        end,
                        size,
                        text,
                        change.number());
        return size + freed;
    }

    /** Removes an exception if there is one. Returns the growth in bytes, which is not positive. */
    long remove(Sql sql, ItemId series, LocalDate originalDate) {
        return -sum(sql.list(
                "delete from event_exception where mailbox_id = ? and item_id = ? and original_date = ? returning size",
                row -> row.number(1),
                mailbox.value(),
                series.value(),
                originalDate.toEpochDay()));
    }

    /** Removes all exceptions of a series. Returns the growth in bytes. */
    long removeAll(Sql sql, ItemId series) {
        long size = sql.number(
                "select coalesce(sum(size), 0) from event_exception where mailbox_id = ? and item_id = ?",
                mailbox.value(),
                series.value());
        sql.update("delete from event_exception where mailbox_id = ? and item_id = ?", mailbox.value(), series.value());
        return -size;
    }

    private static long sum(List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).sum();
    }
}
