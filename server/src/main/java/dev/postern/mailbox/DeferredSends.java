package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effect of changes of a draft on the row in {@code outbound_queue} that says when it is sent. The row has the id of
 * the draft. Package {@code delivery} writes it and sends the draft.
 */
final class DeferredSends implements ChangeConsumer {
    /** The state of such a row. */
    static final String STATE = "DEFERRED";

    /** Deleting the draft, or moving it to Deleted Items, cancels the sending. */
    @Override
    public void accept(Sql sql, Map<MailboxId, Long> numbers, ItemChange change) {
        if (change instanceof ItemChange.Moved(var _, var item, var _, var to) && isTrash(WellKnownFolder.of(to))) {
            numbers.keySet()
                    .forEach(mailbox -> sql.update(
                            "delete from outbound_queue where mailbox_id = ? and submission_id = ? and state = ?",
                            mailbox.value(),
                            item.value(),
                            STATE));
        }
    }

    private static boolean isTrash(@Nullable WellKnownFolder folder) {
        return folder != null && (folder == WellKnownFolder.DELETEDITEMS || folder.recoverable());
    }

    /** The draft has another time now. A time in the past, or none, sends it at the next opportunity. */
    static void reschedule(MailboxChange change, ItemId item, @Nullable Instant time) {
        change.sql()
                .update(
                        "update outbound_queue set due_at = ? where mailbox_id = ? and submission_id = ? and state = ?",
                        time == null || time.isBefore(change.time()) ? change.time() : time,
                        change.mailbox().value(),
                        item.value(),
                        STATE);
    }
}
