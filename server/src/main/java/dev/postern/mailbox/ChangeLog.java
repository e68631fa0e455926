package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The only way to change a mailbox. It takes the change number, which also locks the mailbox until the transaction
 * ends, so it must come first. Thread-safe.
 */
final class ChangeLog {
    private static final String NEXT = "update mailbox set change_seq = change_seq + 1";

    private final ChangeClock clock;
    private final StorageLimits limits;
    private final List<ChangeConsumer> consumers;
    private final ChangeSignal signal;

    ChangeLog(ChangeClock clock, StorageLimits limits, List<ChangeConsumer> consumers, ChangeSignal signal) {
        this.clock = clock;
        this.limits = limits;
        this.consumers = List.copyOf(consumers);
        this.signal = signal;
    }

    /** @throws MailboxFailure.MailboxNotFound if it does not exist in the store */
    MailboxChange begin(Sql sql, MailboxId mailbox) {
        record Taken(long number, long subscribed) {}
        Taken taken = sql.one(
                NEXT + " where mailbox_id = ? returning change_seq, subscribed",
                row -> new Taken(row.number(1), row.number(2)),
                mailbox.value());
        if (taken == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        return change(sql, mailbox, taken.number(), taken.subscribed());
    }

    /** As {@link #begin(Sql, MailboxId)}, and counts the change's growth in the same statement. */
    MailboxChange begin(Sql sql, MailboxId mailbox, MailboxUsage.Growth growth) {
        record Counted(long number, MailboxUsage.Totals totals) {}
        Counted after = sql.one(
                NEXT + ", " + MailboxUsage.Growth.ASSIGNMENTS + " where mailbox_id = ? returning change_seq, "
                        + MailboxUsage.Totals.COLUMNS,
                row -> new Counted(row.number(1), MailboxUsage.Totals.read(row, 2)),
                growth.values(mailbox));
        if (after == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        new MailboxUsage(mailbox, limits).require(growth, after.totals());
        return change(sql, mailbox, after.number(), after.totals().subscribed());
    }

    private MailboxChange change(Sql sql, MailboxId mailbox, long number, long subscribed) {
        return new MailboxChange(
                sql,
                mailbox,
                number,
                clock.now(),
                new MailboxUsage(mailbox, limits),
                consumers,
                new RecordedChanges(mailbox, number, subscribed, signal));
    }

    /**
     * Begins a change in each of several mailboxes; mailboxes that do not exist in the store are left out.
     *
     * @param mailboxes in the order of their ids, in which they are locked
     */
    SharedChange begin(Sql sql, List<MailboxId> mailboxes) {
        Map<MailboxId, Long> numbers = new HashMap<>();
        Map<MailboxId, MailboxUsage.Totals> totals = new HashMap<>();
        record Begun(MailboxId mailbox, long number, MailboxUsage.Totals totals) {
            static Begun read(Row row) {
                return new Begun(new MailboxId(row.uuid(1)), row.number(2), MailboxUsage.Totals.read(row, 3));
            }
        }
        // one by one: a single statement would lock them in an order chosen by the engine
        Pipeline locks = sql.pipeline();
        var locked = locks.list(
                NEXT + " where mailbox_id = ? returning mailbox_id, change_seq, " + MailboxUsage.Totals.COLUMNS,
                Begun::read,
                mailboxes.stream()
                        .map(mailbox -> new Object[] {mailbox.value()})
                        .toList());
        locks.run();
        locked.get().forEach(begun -> {
            numbers.put(begun.mailbox(), begun.number());
            totals.put(begun.mailbox(), begun.totals());
        });
        return new SharedChange(sql, numbers, totals, limits, consumers, signal);
    }

    /**
     * Begins the changes of a batch, a number for each item, and counts those items in the same statement. The state of
     * the mailboxes is known only after the pipeline has run; the caller then refuses messages that exceed a quota.
     *
     * @param growth what is added to each mailbox, in the order of their ids, in which they are locked
     */
    BatchChange begin(Pipeline pipeline, SequencedMap<MailboxId, MailboxUsage.Growth> growth) {
        var rows = new ArrayList<Object[]>(growth.size());
        growth.forEach((mailbox, more) -> {
            var values = new ArrayList<Object>();
            values.add(more.items());
            values.addAll(List.of(more.values(mailbox)));
            rows.add(values.toArray());
        });
        return new BatchChange(
                pipeline.list(
                        "update mailbox set change_seq = change_seq + ?, " + MailboxUsage.Growth.ASSIGNMENTS
                                + " where mailbox_id = ? returning mailbox_id, change_seq, "
                                + MailboxUsage.Totals.COLUMNS,
                        row -> new BatchChange.Locked(
                                new MailboxId(row.uuid(1)), row.number(2), MailboxUsage.Totals.read(row, 3)),
                        rows),
                consumers,
                signal);
    }
}
