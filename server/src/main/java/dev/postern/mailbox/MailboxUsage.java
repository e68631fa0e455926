package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usage of a mailbox, counted in its row, and its quotas. Everything that adds to a mailbox is counted here, in the
 * transaction that adds it. Removing and moving are never refused. Thread-safe.
 */
public final class MailboxUsage {
    private final MailboxId mailbox;
    private final StorageLimits limits;

    MailboxUsage(MailboxId mailbox, StorageLimits limits) {
        this.mailbox = mailbox;
        this.limits = limits;
    }

    StorageLimits limits() {
        return limits;
    }

    /**
     * The totals of a mailbox, and what else its row says to those who lock it.
     *
     * @param replies whether it may send automatic replies
     * @param overrides whether it has inference overrides
     * @param rules 0 if it has no enabled rules, otherwise a number that changes with them
     * @param subscribed not 0 if changes are recorded for subscriptions
     */
    record Totals(
            long items,
            long bytes,
            long recoverableItems,
            long recoverableBytes,
            long folders,
            boolean replies,
            boolean overrides,
            long rules,
            long subscribed) {
        static final String NUMBERS = "items, bytes, recoverable_items, recoverable_bytes, folders";
        static final String COLUMNS = NUMBERS + ", replies, overrides, rules, subscribed";

        Totals withoutRecoverable(long lessItems, long lessBytes) {
            return new Totals(
                    items,
                    bytes,
                    recoverableItems - lessItems,
                    recoverableBytes - lessBytes,
                    folders,
                    replies,
                    overrides,
                    rules,
                    subscribed);
        }

        /** The totals reduced by items and bytes outside of Recoverable Items. */
        Totals less(long lessItems, long lessBytes) {
            return new Totals(
                    items - lessItems,
                    bytes - lessBytes,
                    recoverableItems,
                    recoverableBytes,
                    folders,
                    replies,
                    overrides,
                    rules,
                    subscribed);
        }

        /** Whether the mailbox does more with an arriving message than to store it in the Inbox. */
        boolean acts() {
            return replies || overrides || rules != 0;
        }

        /**
         * @param at the index of the first column
         */
        static Totals read(Row row, int at) {
            return new Totals(
                    row.number(at),
                    row.number(at + 1),
                    row.number(at + 2),
                    row.number(at + 3),
                    row.number(at + 4),
                    row.flag(at + 5),
                    row.flag(at + 6),
                    row.number(at + 7),
                    row.number(at + 8));
        }
    }

    /** The differences that a change adds to the totals. */
    record Growth(long items, long bytes, long recoverableItems, long recoverableBytes, long folders) {
        static final String ASSIGNMENTS = "items = items + ?, bytes = bytes + ?,"
                + " recoverable_items = recoverable_items + ?, recoverable_bytes = recoverable_bytes + ?,"
                + " folders = folders + ?";

        Object[] values(MailboxId mailbox) {
            return new Object[] {items, bytes, recoverableItems, recoverableBytes, folders, mailbox.value()};
        }

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

        /** Whether the total storage increases. */
        private boolean stores() {
            return items + recoverableItems > 0 || bytes + recoverableBytes > 0 || folders > 0;
        }
    }

    /** Counts what a change adds or removes, within that change. */
    void add(Sql sql, Growth growth) {
        Totals after = sql.one(
                "update mailbox set " + Growth.ASSIGNMENTS + " where mailbox_id = ? returning " + Totals.COLUMNS,
                row -> Totals.read(row, 1),
                growth.values(mailbox));
        if (after == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        require(growth, after);
    }

    /** @throws MailboxFailure.QuotaExceeded if the totals after this growth exceed the quotas */
    void require(Growth growth, Totals totals) {
        if (growth.stores()) {
            limits.disk().require();
        }
        if (growth.bytes() > 0 && totals.bytes() > limits.quotas().bytes()) {
            throw MailboxFailure.QuotaExceeded.ofSize(limits.quotas().bytes());
        }
        if (growth.items() > 0 && totals.items() > limits.quotas().items()) {
            throw MailboxFailure.QuotaExceeded.of("items", limits.quotas().items());
        }
        if (growth.folders() > 0 && totals.folders() > limits.quotas().folders()) {
            throw MailboxFailure.QuotaExceeded.of("folders", limits.quotas().folders());
        }
        if (growth.stores() && limits.recoverableIsFull(totals)) {
            throw MailboxFailure.QuotaExceeded.ofRecoverable(limits.quotas().recoverableBytes());
        }
    }

    private @Nullable Totals find(Sql sql) {
        return sql.one(
                "select " + Totals.COLUMNS + " from mailbox where mailbox_id = ?",
                row -> Totals.read(row, 1),
                mailbox.value());
    }

    Totals totals(Sql sql) {
        Totals totals = find(sql);
        if (totals == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        return totals;
    }

    /** Returns whether the mailbox refuses further messages because of its quotas. One that was never opened is empty. */
    public boolean isFull(Sql sql) {
        Totals totals = find(sql);
        return totals != null && !limits.fits(totals, 1);
    }

    /** As {@link #isFull(Sql)}, for a message of this size. */
    public boolean isFull(Sql sql, long bytes) {
        Totals totals = find(sql);
        return totals != null && !limits.fits(totals, bytes);
    }

    /** The largest message that can be sent. */
    public long messageBytes() {
        return limits.quotas().messageBytes();
    }

    /**
     * Must be called before a large content is written. Unreferenced contents count, because they exist until they are
     * swept.
     */
    void requireSpace(Sql sql, long bytes) {
        limits.disk().require();
        long unused = sql.number(
                "select coalesce(sum(size), 0) from content where mailbox_id = ? and refs <= 0", mailbox.value());
        if (totals(sql).bytes() + unused + bytes > limits.quotas().bytes()) {
            throw MailboxFailure.QuotaExceeded.ofSize(limits.quotas().bytes());
        }
    }

    /** Must be called before bytes are written that were counted already. */
    void requireDisk() {
        limits.disk().require();
    }

    /** Called after a message was added to the queue of this mailbox. */
    public void requireQueue(Sql sql) {
        Pipeline pipeline = sql.pipeline();
        var use = queueUse(pipeline);
        pipeline.run();
        use.get().forEach(this::requireQueue);
    }

    /**
     * The queue of a mailbox.
     *
     * @param bytes the size of its messages
     * @param held the size of the mailbox itself
     */
    public record QueueUse(long messages, long bytes, long held) {
        /** The same with more messages, each of which may also have a copy in the mailbox. */
        public QueueUse plus(int more, long ofBytes) {
            return new QueueUse(messages + more, bytes + ofBytes, held + ofBytes);
        }
    }

    public Pipeline.Result<List<QueueUse>> queueUse(Pipeline pipeline) {
        return pipeline.list(
                "select count(*), coalesce(sum(size), 0), (select bytes from mailbox where mailbox_id = ?)"
                        + " from outbound_queue where mailbox_id = ?",
                row -> new QueueUse(row.number(1), row.number(2), row.number(3)),
                List.<Object[]>of(new Object[] {mailbox.value(), mailbox.value()}));
    }

    /** @throws MailboxFailure.QuotaExceeded if this exceeds the limits of the queue */
    public void requireQueue(QueueUse use) {
        limits.disk().require();
        Quotas quotas = limits.quotas();
        if (use.messages() > quotas.queued()) {
            throw MailboxFailure.QuotaExceeded.of("messages in its queue", quotas.queued());
        }
        // one message is always allowed, which is the common case
        if (use.messages() > 1 && use.held() + use.bytes() > quotas.bytes()) {
            throw MailboxFailure.QuotaExceeded.ofSize(quotas.bytes());
        }
    }

    /** Whether the queue is so small that an estimate is enough. */
    public boolean isQueueSmall(QueueUse use) {
        Quotas quotas = limits.quotas();
        return use.messages() <= quotas.queued() / 2 && use.held() + use.bytes() <= quotas.bytes() / 2;
    }

    /** Must be called before an upload begins. */
    void requireUpload(Sql sql) {
        long open = sql.number("select count(*) from upload_session where mailbox_id = ?", mailbox.value());
        if (open >= limits.quotas().uploads()) {
            throw MailboxFailure.QuotaExceeded.of(
                    "upload sessions", limits.quotas().uploads());
        }
    }

    /**
     * @param below the height of the tree that a new child of the parent would have
     */
    void requireDepth(Sql sql, FolderId parent, int below) {
        long above = sql.number(
                "with recursive up (folder_id, n) as (select parent_id, 1 from folder where mailbox_id = ? and"
                        + " folder_id = ? union all select f.parent_id, n + 1 from up join folder f on f.mailbox_id = ?"
                        + " and f.folder_id = up.folder_id where n <= ?) select coalesce(max(n), 0) from up",
                mailbox.value(),
                parent.value(),
                mailbox.value(),
                limits.quotas().depth());
        if (above + below > limits.quotas().depth()) {
            throw MailboxFailure.QuotaExceeded.of(
                    "levels of folders", limits.quotas().depth());
        }
    }
}
