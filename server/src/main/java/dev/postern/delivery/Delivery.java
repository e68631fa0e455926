package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.audit.PendingEntry;
import dev.postern.mailbox.Mailboxes;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that delivers, put together. Closing it finishes what is under way and gives back what is not. */
public final class Delivery implements AutoCloseable {
    private final Database database;
    private final InstantSource clock;
    private final UUID node;
    private final QueueScan all;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final DeliveryWorker worker;
    private final @Nullable JointAcceptance joint;
    private final Submissions submissions;
    private final RecipientResolver recipients;

    /**
     * @param node the id of this process, under which it claims; a new one at every start
     */
    public Delivery(
            Database database, Mailboxes mailboxes, RecipientResolver recipients, InstantSource clock, UUID node) {
        this.database = database;
        this.recipients = recipients;
        this.clock = clock;
        this.node = node;
        this.all = new QueueScan(database);
        OutboundQueue queue = new OutboundQueue(database, clock, node);
        Deliverer deliverer = new Deliverer(mailboxes, queue, recipients, counters);
        InlineDelivery plans = new InlineDelivery(mailboxes, recipients);
        this.worker = new DeliveryWorker(
                queue, all, deliverer, new JointDelivery(mailboxes, queue, plans, counters), counters);
        this.joint = database.hasOneWriter() ? null : new JointAcceptance(mailboxes, queue, worker);
        this.submissions = submissions(database, mailboxes, null);
    }

    public Submissions submissions() {
        return submissions;
    }

    /** The same for one request, see {@link Submissions.Factory}. */
    public Submissions submissions(Database through, Mailboxes mailboxes, @Nullable PendingEntry entry) {
        InlineDelivery atOnce = through.hasOneWriter() ? new InlineDelivery(mailboxes, recipients) : null;
        return new Submissions(
                mailboxes, new OutboundQueue(through, clock, node), worker, atOnce, joint, counters, entry);
    }

    /** Delivers in this thread what is ready or due; answers how many jobs that were. For who does without {@link #start}. */
    public int deliverDue() {
        int done = 0;
        for (int some = worker.workTogether(); some > 0 || worker.sweep() > 0; some = worker.workTogether()) {
            done += some;
        }
        return done;
    }

    public QueueScan queue() {
        return all;
    }

    public DeliveryCounters counters() {
        return counters;
    }

    DeliveryWorker worker() {
        return worker;
    }

    /** How many submissions of a mailbox wait for the one that is under way. */
    int waiting(MailboxId mailbox) {
        return joint == null ? 0 : joint.waiting(mailbox);
    }

    /** Begins to deliver, with what was left behind. */
    public void start() {
        recover();
        worker.start();
    }

    /** A SQLite file has one owner, so whoever claimed anything in it before is gone. */
    void recover() {
        if (database.engine() == Engine.SQLITE) {
            all.releaseAll();
        }
    }

    @Override
    public void close() {
        worker.stop();
    }
}
