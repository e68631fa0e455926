package dev.postern.delivery;

import dev.postern.mailbox.Mailboxes;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import java.time.InstantSource;
import java.util.UUID;

/** Everything that delivers, put together. Closing it finishes what is under way and gives back what is not. */
public final class Delivery implements AutoCloseable {
    private final Database database;
    private final AllMailboxes all;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final DeliveryWorker worker;
    private final Submissions submissions;

    /**
     * @param node the id of this process, under which it claims; a new one at every start
     */
    public Delivery(Database database, Mailboxes mailboxes, Recipients recipients, InstantSource clock, UUID node) {
        this.database = database;
        this.all = new AllMailboxes(database);
        OutboundQueue queue = new OutboundQueue(database, clock, node);
        Deliverer deliverer = new Deliverer(mailboxes, queue, recipients, counters);
        this.worker = new DeliveryWorker(queue, all, deliverer, counters);
        this.submissions = new Submissions(mailboxes, queue, worker, counters);
    }

    public Submissions submissions() {
        return submissions;
    }

    public AllMailboxes queue() {
        return all;
    }

    public DeliveryCounters counters() {
        return counters;
    }

    DeliveryWorker worker() {
        return worker;
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
