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
 * Removes unused data: abandoned uploads, unreferenced contents, Recoverable Items beyond their quota, and purged items
 * and tombstones after their time. A round does a
 * bounded amount of work in many short transactions, each in one mailbox, which check again what the scan found. Any
 * number of nodes may do this at the same time, and any of them may fail.
 */
public final class Sweeps {
    private static final UUID FIRST = new UUID(0, 0);
    private static final int MAX_MAILBOXES = 50;
    private static final int MAX_MAILBOXES_VISITED = 1_000;
    private static final int MAX_TRANSACTIONS = 200;

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

    /** The numbers of objects that this node has removed since it started. */
    public record Removed(long uploads, long contents, long items, long tombstones) {}

    public Removed removed() {
        return new Removed(forgottenUploads.sum(), removedContents.sum(), removedItems.sum(), removedTombstones.sum());
    }

    /**
     * Removes unused data. Each node calls it about once a minute. The next round continues with the rest.
     *
     * @param tombstones how long tombstones are kept: a client that follows changes and was away longer must start
     *     again
     */
    public void round(Duration tombstones) {
        sweep(
                sql -> MailboxScan.withExpiredUploads(sql, clock.source().instant(), MAX_MAILBOXES),
                mailbox -> mailbox.uploads().sweepOne() ? 1 : 0,
                forgottenUploads);
        sweep(
                sql -> MailboxScan.withUnusedContents(sql, Contents.abandonedBefore(clock), MAX_MAILBOXES),
                mailbox -> mailbox.contents().sweep(),
                removedContents);
        sweep(
                sql -> MailboxScan.withTooManyRecoverable(
                        sql, quotas.recoverableBytes(), quotas.items(), MAX_MAILBOXES),
                mailbox -> mailbox.recoverable().sweep(),
                removedItems);
        Instant expired = clock.now().minus(tombstones);
        sweep(
                sql -> MailboxScan.withExpiredTombstones(sql, expired, MAX_MAILBOXES),
                mailbox -> mailbox.expireTombstones(expired),
                removedTombstones);
    }

    /**
     * Removes items that were purged longer ago than this, in the next {@value #MAX_MAILBOXES_VISITED} mailboxes.
     * Called as often as {@link #round}; each call continues where the previous one ended.
     */
    public void expirePurged(Duration kept) {
        Instant before = clock.now().minus(kept);
        UUID from = visited.get();
        List<MailboxId> some = database.read(sql -> MailboxScan.withRecoverable(sql, from, MAX_MAILBOXES_VISITED));
        visited.set(some.size() < MAX_MAILBOXES_VISITED ? FIRST : some.getLast().value());
        sweep(_ -> some, mailbox -> mailbox.recoverable().expire(before), removedItems);
    }

    private void sweep(Function<Sql, List<MailboxId>> find, ToIntFunction<Mailbox> step, LongAdder counter) {
        int transactions = 0;
        for (MailboxId mailbox : database.read(find::apply)) {
            int removed;
            do {
                removed = swept(step, open.apply(mailbox));
                counter.add(removed);
            } while (removed > 0 && ++transactions < MAX_TRANSACTIONS);
        }
    }

    private static int swept(ToIntFunction<Mailbox> step, Mailbox mailbox) {
        try {
            return step.applyAsInt(mailbox);
        } catch (MailboxFailure.MailboxNotFound e) {
            // the mailbox was removed meanwhile
            return 0;
        }
    }
}
