package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.audit.PendingEntry;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.rule.RuleSets;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Assembles the delivery. Closing it finishes the jobs in progress and releases the claims on the others. */
public final class Delivery implements AutoCloseable {
    private final Database database;
    private final InstantSource clock;
    private final UUID node;
    private final OutsideRoute route;
    private final SendingLimits limits;
    private final TransportRules transport;
    private final QueueScan all;
    private final DeferredQueue deferred;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final DeliveryWorker worker;
    private final @Nullable JointAcceptance joint;
    private final Submissions submissions;
    private final RecipientResolver recipients;
    private final MeetingResponder responder;
    private final WaitingMail waiting;
    private final RuleSets rules = new RuleSets();
    private final ReceivedDelivery received;

    /**
     * @param node the id of this process in its claims; a new one at every start
     * @param route takes over the messages to other domains
     */
    public Delivery(
            Database database,
            Mailboxes mailboxes,
            RecipientResolver recipients,
            MeetingResponder responder,
            InstantSource clock,
            UUID node,
            OutsideRoute route,
            SendingLimits limits) {
        this.database = database;
        this.recipients = recipients;
        this.responder = responder;
        this.clock = clock;
        this.node = node;
        this.route = route;
        this.limits = limits;
        this.transport = new TransportRules(recipients::directory);
        this.all = new QueueScan(database);
        this.deferred = new DeferredQueue(database, clock, node);
        OutboundQueue queue = new OutboundQueue(database, clock, node, route);
        LocalDelivery local = local(mailboxes);
        Deliverer deliverer = new Deliverer(mailboxes, queue, limits, recipients, local, this::ready, counters);
        InlineDelivery plans = new InlineDelivery(mailboxes, recipients, local);
        this.worker = new DeliveryWorker(
                queue, all, deliverer, new JointDelivery(mailboxes, queue, plans, counters), counters);
        this.joint = database.hasOneWriter() ? null : new JointAcceptance(mailboxes, queue, worker);
        this.submissions = submissions(database, mailboxes, null);
        this.received = new ReceivedDelivery(mailboxes, queue, limits, recipients, local, this::ready, counters);
        this.waiting = new WaitingMail(
                mailboxes,
                recipients,
                local,
                new Acceptance(mailboxes, queue, limits, transport, null),
                this::ready,
                database);
    }

    /** Returns what delivers the messages of other hosts. */
    public ReceivedDelivery received() {
        return received;
    }

    public RecipientResolver recipients() {
        return recipients;
    }

    Submissions submissions() {
        return submissions;
    }

    /** Returns the submissions of one request, see {@link Submissions.Factory}. */
    public Submissions submissions(Database through, Mailboxes mailboxes, @Nullable PendingEntry entry) {
        OutboundQueue queue = new OutboundQueue(through, clock, node, route);
        InlineDelivery inline =
                through.hasOneWriter() ? new InlineDelivery(mailboxes, recipients, local(mailboxes)) : null;
        Acceptance acceptance = new Acceptance(mailboxes, queue, limits, transport, inline);
        return new Submissions(mailboxes, queue, deferred, worker, acceptance, joint, counters, entry);
    }

    private LocalDelivery local(Mailboxes mailboxes) {
        return new LocalDelivery(
                mailboxes,
                recipients,
                rules,
                new MeetingDelivery(mailboxes, recipients, responder),
                new AutomaticReplier(mailboxes, recipients));
    }

    private void ready(Job job) {
        worker.offer(job);
    }

    /** Runs all ready and due jobs on the calling thread and returns how many. For tests that do not call {@link #start}. */
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

    /** Returns the messages that are to be sent later. */
    public DeferredQueue deferred() {
        return deferred;
    }

    public DeliveryCounters counters() {
        return counters;
    }

    /** Returns the messages that wait for recipients of other domains. */
    public WaitingMail waiting() {
        return waiting;
    }

    DeliveryWorker worker() {
        return worker;
    }

    /** Returns how many submissions of a mailbox wait for the one in progress. */
    int waiting(MailboxId mailbox) {
        return joint == null ? 0 : joint.waiting(mailbox);
    }

    /** Starts to deliver, first the jobs that the previous process left. */
    public void start() {
        recover();
        worker.start();
    }

    /** A SQLite file is used by one process, so the processes with earlier claims have ended. */
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
