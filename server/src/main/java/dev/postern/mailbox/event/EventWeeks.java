package dev.postern.mailbox.event;

import dev.postern.access.MailboxId;
import dev.postern.calendar.WeekRow;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.store.Sql;
import java.util.Collection;

/**
 * The table {@code event_week} in one mailbox. A row may name weeks in which an exception is no longer; a view then reads
 * an event that it does not show.
 */
final class EventWeeks {
    private final MailboxId mailbox;

    EventWeeks(MailboxId mailbox) {
        this.mailbox = mailbox;
    }

    void add(Sql sql, FolderId calendar, ItemId event, Collection<WeekRow> rows) {
        sql.batch(
                "insert into event_week (mailbox_id, folder_id, level, position, item_id) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                rows.stream()
                        .map(row -> new Object[] {
                            mailbox.value(), calendar.value(), row.level(), row.position(), event.value()
                        })
                        .toList());
    }

    void removeAll(Sql sql, ItemId event) {
        sql.update("delete from event_week where mailbox_id = ? and item_id = ?", mailbox.value(), event.value());
    }
}
