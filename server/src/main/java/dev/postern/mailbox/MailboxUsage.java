package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.DiskSpace;
import dev.postern.store.Pipeline;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What mailboxes hold, counted in their rows, and how much they may. Whatever adds something to a mailbox passes here, in the transaction
 * that adds it; what only takes away or moves is never refused. Any thread may use it.
 */
public final class MailboxUsage {
    private static final String ADD =
            "update mailbox set change_seq = change_seq + ?, items = items + ?, bytes = bytes + ?,"
                    + " recoverable_items = recoverable_items + ?, recoverable_bytes = recoverable_bytes + ?,"
                    + " folders = folders + ? where mailbox_id = ? returning change_seq, " + Totals.COLUMNS;

    private final Quotas quotas;
    private final DiskSpace disk;

    MailboxUsage(Quotas quotas, DiskSpace disk) {
        this.quotas = quotas;
        this.disk = disk;
    }

    /** What a mailbox holds. */
    record Totals(long items, long bytes, long recoverableItems, long recoverableBytes, long folders) {
        static final String COLUMNS = "items, bytes, recoverable_items, recoverable_bytes, folders";

        Totals withoutRecoverable(long lessItems, long lessBytes) {
            return new Totals(items, bytes, recoverableItems - lessItems, recoverableBytes - lessBytes, folders);
        }

        /** Without what lies outside of Recoverable Items. */
        Totals less(long lessItems, long lessBytes) {
            return new Totals(items - lessItems, bytes - lessBytes, recoverableItems, recoverableBytes, folders);
        }

        /** @param at the column of the first of them */
        static Totals read(Row row, int at) {
            return new Totals(
                    row.number(at), row.number(at + 1), row.number(at + 2), row.number(at + 3), row.number(at + 4));
        }
    }

    /** By how much a change changes what there is. */
    record Growth(long items, long bytes, long recoverableItems, long recoverableBytes, long folders) {
        static Growth of(boolean recoverable, long items, long bytes) {
            return recoverable ? new Growth(0, 0, items, bytes, 0) : new Growth(items, bytes, 0, 0, 0);
        }

        static Growth ofFolders(long folders) {
            return new Growth(0, 0, 0, 0, folders);
        }

        static Growth moved(boolean toRecoverable, long items, long bytes) {
            return toRecoverable
                    ? new Growth(-items, -bytes, items, bytes, 0)
                    : new Growth(items, bytes, -items, -bytes, 0);
        }

        Growth withFolders(long more) {
            return new Growth(items, bytes, recoverableItems, recoverableBytes, more);
        }

        /** Whether there is more afterwards, wherever it lies. */
        private boolean stores() {
            return items + recoverableItems > 0 || bytes + recoverableBytes > 0 || folders > 0;
        }
    }

    /** Takes the number of the next change, as {@link ChangeClock#nextChange} does, and counts what it will add. */
    long change(Sql sql, MailboxId mailbox, Growth growth) {
        return add(sql, mailbox, growth, 1);
    }

    /** Counts what a change adds or takes away, within that change. */
    void add(Sql sql, MailboxId mailbox, Growth growth) {
        add(sql, mailbox, growth, 0);
    }

    private long add(Sql sql, MailboxId mailbox, Growth growth, int changes) {
        record Counted(long change, Totals totals) {}
        Counted after = sql.one(
                ADD,
                row -> new Counted(row.number(1), Totals.read(row, 2)),
                changes,
                growth.items(),
                growth.bytes(),
                growth.recoverableItems(),
                growth.recoverableBytes(),
                growth.folders(),
                mailbox.value());
        if (after == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        if (growth.stores()) {
            disk.require();
        }
        require(growth, after.totals());
        return after.change();
    }

    private void require(Growth growth, Totals totals) {
        if (growth.bytes() > 0 && totals.bytes() > quotas.bytes()) {
            throw MailboxFailure.QuotaExceeded.ofSize(quotas.bytes());
        }
        if (growth.items() > 0 && totals.items() > quotas.items()) {
            throw MailboxFailure.QuotaExceeded.of("items", quotas.items());
        }
        if (growth.folders() > 0 && totals.folders() > quotas.folders()) {
            throw MailboxFailure.QuotaExceeded.of("folders", quotas.folders());
        }
        if (growth.stores() && recoverableIsFull(totals)) {
            throw MailboxFailure.QuotaExceeded.ofRecoverable(quotas.recoverableBytes());
        }
    }

    boolean recoverableIsFull(Totals totals) {
        return totals.recoverableBytes() > quotas.recoverableBytes() || totals.recoverableItems() > quotas.items();
    }

    /** Whether more than nine tenths are used, so that what is made room for is not full again at once. */
    boolean isAlmostFull(Totals totals) {
        return totals.recoverableBytes() > quotas.recoverableBytes() - quotas.recoverableBytes() / 10
                || totals.recoverableItems() > quotas.items() - quotas.items() / 10;
    }

    /** Whether one more message of this size fits. */
    boolean fits(Totals totals, long bytes) {
        return totals.items() < quotas.items()
                && totals.bytes() + bytes <= quotas.bytes()
                && !recoverableIsFull(totals);
    }

    static Totals of(Sql sql, MailboxId mailbox) {
        Totals totals = sql.one(
                "select " + Totals.COLUMNS + " from mailbox where mailbox_id = ?",
                row -> Totals.read(row, 1),
                mailbox.value());
        if (totals == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        return totals;
    }

    /** Counts a message that has just come into several mailboxes. */
    static void delivered(Sql sql, List<MailboxId> mailboxes, long bytes) {
        if (mailboxes.isEmpty()) {
            return;
        }
        List<Object> ids = ItemRows.padded(mailboxes);
        var values = new ArrayList<@Nullable Object>();
        values.add(bytes);
        values.addAll(ids);
        sql.update(
                "update mailbox set items = items + 1, bytes = bytes + ? where mailbox_id in ("
                        + ItemRows.marks(ids.size()) + ")",
                values.toArray());
    }

    /**
     * Asked before a large content is written, which nothing refers to yet: those that are there count, for they stay until they are
     * swept.
     */
    void requireRoom(Sql sql, MailboxId mailbox, long bytes) {
        disk.require();
        long unused = sql.number(
                "select coalesce(sum(size), 0) from content where mailbox_id = ? and refs <= 0", mailbox.value());
        if (of(sql, mailbox).bytes() + unused + bytes > quotas.bytes()) {
            throw MailboxFailure.QuotaExceeded.ofSize(quotas.bytes());
        }
    }

    /** Asked before bytes are written that were counted already. */
    void requireDisk() {
        disk.require();
    }

    /** Asked when a message has just come into the queue of its sender. */
    public void requireQueue(Sql sql, MailboxId sender) {
        Pipeline pipeline = sql.pipeline();
        Runnable check = queueCheck(pipeline, sender);
        pipeline.run();
        check.run();
    }

    /** As {@link #requireQueue}; what is returned throws when the pipeline has run. */
    public Runnable queueCheck(Pipeline pipeline, MailboxId sender) {
        disk.require();
        record Queue(long messages, long bytes, long held) {}
        var read = pipeline.list(
                "select count(*), coalesce(sum(size), 0), (select bytes from mailbox where mailbox_id = ?)"
                        + " from outbound_queue where mailbox_id = ?",
                row -> new Queue(row.number(1), row.number(2), row.number(3)),
                List.<Object[]>of(new Object[] {sender.value(), sender.value()}));
        return () -> read.get().forEach(queue -> {
            if (queue.messages() > quotas.queued()) {
                throw MailboxFailure.QuotaExceeded.of("messages in its queue", quotas.queued());
            }
            // one message may always be under way, which is the common case
            if (queue.messages() > 1 && queue.held() + queue.bytes() > quotas.bytes()) {
                throw MailboxFailure.QuotaExceeded.ofSize(quotas.bytes());
            }
        });
    }

    /** Asked before an upload begins. */
    void requireUpload(Sql sql, MailboxId mailbox) {
        long open = sql.number("select count(*) from upload_session where mailbox_id = ?", mailbox.value());
        if (open >= quotas.uploads()) {
            throw MailboxFailure.QuotaExceeded.of("upload sessions", quotas.uploads());
        }
    }

    /** @param below how many folders a folder of the parent has from itself down to its lowest */
    void requireDepth(Sql sql, MailboxId mailbox, FolderId parent, int below) {
        long above = sql.number(
                "with recursive up (folder_id, n) as (select parent_id, 1 from folder where mailbox_id = ? and"
                        + " folder_id = ? union all select f.parent_id, n + 1 from up join folder f on f.mailbox_id = ?"
                        + " and f.folder_id = up.folder_id where n <= ?) select coalesce(max(n), 0) from up",
                mailbox.value(),
                parent.value(),
                mailbox.value(),
                quotas.depth());
        if (above + below > quotas.depth()) {
            throw MailboxFailure.QuotaExceeded.of("levels of folders", quotas.depth());
        }
    }
}
