package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Removes what nobody can use any more: uploads that were given up, contents that nothing refers to, Recoverable Items beyond their quota.
 * A round does a bounded amount of work in many short transactions, each of one mailbox, which look again at what was found: so any
 * number of nodes may do this at once, and any of them may die.
 */
public final class Sweeps {
    private static final UUID FIRST = new UUID(0, 0);
    private static final int MOST_MAILBOXES = 50;
    private static final int MOST_VISITED = 1_000;
    private static final int MOST_TRANSACTIONS = 200;

    private final Database database;
    private final ChangeClock clock;
    private final Function<MailboxId, Mailbox> open;
    private final Quotas quotas;
    private final AtomicReference<UUID> visited = new AtomicReference<>(FIRST);
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

    /**
     * Removes unused data. Each node calls it about once a minute. The next round finds what is left over.
     *
     * @param tombstones how long tombstones are kept: a client that follows changes and was away longer starts again
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

    /**
     * Removes items that were purged longer ago than this, in the next {@value #MOST_VISITED} mailboxes. Called as often as
     * {@link #round}; each call continues where the last one ended.
     */
    public void expirePurged(Duration kept) {
        Instant before = clock.now().minus(kept);
        UUID from = visited.get();
        List<MailboxId> some = database.read(sql -> MailboxScan.withRecoverable(sql, from, MOST_VISITED));
        visited.set(some.size() < MOST_VISITED ? FIRST : some.getLast().value());
        sweep(_ -> some, mailbox -> mailbox.recoverable().expire(before), removedItems);
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
