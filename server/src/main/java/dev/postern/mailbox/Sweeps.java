package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
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
    /**
     * How long tombstones are kept unless another time is set. Graph gives the tokens of mail no fixed life; a client that was away longer
     * begins again.
     */
    public static final Duration TOMBSTONES_KEPT = Duration.ofDays(30);

    private static final int MOST_MAILBOXES = 50;
    private static final int MOST_TRANSACTIONS = 200;

    private final Database database;
    private final ChangeClock clock;
    private final Function<MailboxId, Mailbox> open;
    private final Quotas quotas;
    private final LongAdder forgottenUploads = new LongAdder();
    private final LongAdder removedContents = new LongAdder();
    private final LongAdder removedItems = new LongAdder();
    private final LongAdder removedTombstones = new LongAdder();

    Sweeps(Database database, ChangeClock clock, Function<MailboxId, Mailbox> open, Quotas quotas) {
        this.database = database;
        this.clock = clock;
        this.open = open;
        this.quotas = quotas;
    }

    /** What this node has removed since it started. */
    public record Removed(long uploads, long contents, long items, long tombstones) {}

    public Removed removed() {
        return new Removed(forgottenUploads.sum(), removedContents.sum(), removedItems.sum(), removedTombstones.sum());
    }

    /** Called about once a minute by each node. What is left over is found by the next round. */
    public void round() {
        round(TOMBSTONES_KEPT);
    }

    /**
     * As {@link #round()}.
     *
     * @param tombstones how long a client that follows the changes may stay away
     */
    public void round(Duration tombstones) {
        sweep(
                sql -> MailboxScan.withExpiredUploads(sql, clock.source().instant(), MOST_MAILBOXES),
                mailbox -> mailbox.uploads().sweepOne() ? 1 : 0,
                forgottenUploads);
        sweep(
                sql -> MailboxScan.withUnusedContents(sql, Contents.abandonedBefore(clock), MOST_MAILBOXES),
                mailbox -> mailbox.contents().sweep(),
                removedContents);
        sweep(
                sql -> MailboxScan.withTooManyRecoverable(
                        sql, quotas.recoverableBytes(), quotas.items(), MOST_MAILBOXES),
                mailbox -> mailbox.recoverable().sweep(),
                removedItems);
        Instant expired = clock.now().minus(tombstones);
        sweep(
                sql -> MailboxScan.withExpiredTombstones(sql, expired, MOST_MAILBOXES),
                mailbox -> mailbox.expireTombstones(expired),
                removedTombstones);
    }

    private void sweep(Function<Sql, List<MailboxId>> find, ToIntFunction<Mailbox> step, LongAdder counter) {
        int transactions = 0;
        for (MailboxId mailbox : database.read(find::apply)) {
            int removed;
            do {
                removed = swept(step, open.apply(mailbox));
                counter.add(removed);
            } while (removed > 0 && ++transactions < MOST_TRANSACTIONS);
        }
    }

    private static int swept(ToIntFunction<Mailbox> step, Mailbox mailbox) {
        try {
            return step.applyAsInt(mailbox);
        } catch (MailboxFailure.MailboxNotFound e) {
            // removed as a whole meanwhile
            return 0;
        }
    }
}
