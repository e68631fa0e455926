package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Removes what nobody can use any more: uploads that were given up, contents that nothing refers to, Recoverable Items beyond their quota.
 * A round does a bounded amount of work in many short transactions, each of one mailbox, which look again at what was found: so any
 * number of nodes may do this at once, and any of them may die.
 */
public final class Sweeps {
    private static final int MOST_MAILBOXES = 50;
    private static final int MOST_TRANSACTIONS = 200;

    private final Database database;
    private final ChangeClock clockwork;
    private final Uploads uploads;
    private final Contents contents;
    private final RecoverableItems recoverable;
    private final Quotas quotas;
    private final LongAdder forgottenUploads = new LongAdder();
    private final LongAdder removedContents = new LongAdder();
    private final LongAdder removedItems = new LongAdder();

    Sweeps(
            Database database,
            ChangeClock clockwork,
            Uploads uploads,
            Contents contents,
            RecoverableItems recoverable,
            Quotas quotas) {
        this.database = database;
        this.clockwork = clockwork;
        this.uploads = uploads;
        this.contents = contents;
        this.recoverable = recoverable;
        this.quotas = quotas;
    }

    /** What this node has removed since it started. */
    public record Removed(long uploads, long contents, long items) {}

    public Removed removed() {
        return new Removed(forgottenUploads.sum(), removedContents.sum(), removedItems.sum());
    }

    /** Called about once a minute by each node. What is left over is found by the next round. */
    public void round() {
        sweep(
                sql -> MailboxScan.withExpiredUploads(sql, clockwork.clock().instant(), MOST_MAILBOXES),
                mailbox -> uploads.sweepOne(mailbox) ? 1 : 0,
                forgottenUploads);
        sweep(
                sql -> MailboxScan.withUnusedContents(sql, contents.abandonedBefore(), MOST_MAILBOXES),
                contents::sweep,
                removedContents);
        sweep(
                sql -> MailboxScan.withTooManyRecoverable(
                        sql, quotas.recoverableBytes(), quotas.items(), MOST_MAILBOXES),
                recoverable::sweep,
                removedItems);
    }

    private void sweep(Function<Sql, List<MailboxId>> find, ToIntFunction<MailboxId> step, LongAdder counter) {
        int transactions = 0;
        for (MailboxId mailbox : database.read(find::apply)) {
            int removed;
            do {
                removed = swept(step, mailbox);
                counter.add(removed);
            } while (removed > 0 && ++transactions < MOST_TRANSACTIONS);
        }
    }

    private static int swept(ToIntFunction<MailboxId> step, MailboxId mailbox) {
        try {
            return step.applyAsInt(mailbox);
        } catch (MailboxFailure.MailboxNotFound e) {
            // removed as a whole meanwhile
            return 0;
        }
    }
}
