package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.MessageBatch;
import dev.postern.store.Pipeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers several jobs in one transaction, with a few statements for all of them: it inserts the copies and deletes the rows of the queue. It
 * takes only jobs that one step completes. Other jobs, and jobs that fail here, are left to {@link Deliverer}, which handles every case,
 * one job at a time.
 */
final class JointDelivery {
    /** Larger messages are delivered alone, to limit the length of a transaction. */
    static final long MAX_MESSAGE_BYTES = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(JointDelivery.class);
    private static final long MAX_TOTAL_BYTES = 8 << 20;

    private final Mailboxes mailboxes;
    private final OutboundQueue queue;
    private final InlineDelivery plans;
    private final DeliveryCounters counters;
    private final SubmissionTraces traces = new SubmissionTraces();

    JointDelivery(Mailboxes mailboxes, OutboundQueue queue, InlineDelivery plans, DeliveryCounters counters) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.plans = plans;
        this.counters = counters;
    }

    private record Planned(Job job, InlineDelivery.Plan plan) {}

    /** Returns the jobs that were not delivered; this node still has their claims. */
    List<Job> deliver(List<Job> jobs) {
        var left = new ArrayList<Job>();
        var some = new ArrayList<Planned>();
        for (Job job : jobs) {
            InlineDelivery.Plan plan = plan(job);
            if (plan == null) {
                left.add(job);
                continue;
            }
            some.add(new Planned(job, plan));
            if (isTooMuch(some)) {
                Planned last = some.removeLast();
                left.addAll(step(some));
                some.clear();
                some.add(last);
            }
        }
        left.addAll(step(some));
        return left;
    }

    /** Limits the length of a transaction, which locks all its mailboxes. A single job is always allowed. */
    private static boolean isTooMuch(List<Planned> some) {
        Set<MailboxId> mailboxes = new HashSet<>();
        long bytes = 0;
        for (Planned one : some) {
            mailboxes.addAll(one.plan().mailboxes());
            bytes += one.plan().copy().item().size() * one.plan().mailboxes().size();
        }
        return some.size() > 1 && (mailboxes.size() > Deliverer.BATCH || bytes > MAX_TOTAL_BYTES);
    }

    private InlineDelivery.@org.jspecify.annotations.Nullable Plan plan(Job job) {
        try {
            InlineDelivery.Plan plan = plans.plan(job, queue.now());
            // a meeting message changes calendars, too, rooms remove other mail, and receipts are other messages
            return plan == null || !plans.isPlain(plan) || plan.copy().item().size() > MAX_MESSAGE_BYTES ? null : plan;
        } catch (RuntimeException e) {
            LOG.debug("{} is delivered alone", job.submission(), e);
            return null;
        }
    }

    private List<Job> step(List<Planned> some) {
        var left = new ArrayList<Job>();
        List<Planned> now = List.copyOf(some);
        while (!now.isEmpty()) {
            Set<Planned> refused = new HashSet<>();
            try {
                commit(now);
                return left;
            } catch (MessageBatch.Refused e) {
                Set<MessageBatch.Entry> entries = new HashSet<>(e.entries());
                now.stream()
                        .filter(one -> entries(one).stream().anyMatch(entries::contains))
                        .forEach(refused::add);
            } catch (RuntimeException e) {
                LOG.debug("{} jobs are delivered one by one", now.size(), e);
                refused.addAll(now);
            }
            refused.forEach(one -> left.add(one.job()));
            now = now.stream().filter(one -> !refused.contains(one)).toList();
        }
        return left;
    }

    private void commit(List<Planned> some) {
        List<MessageBatch.Entry> entries =
                some.stream().flatMap(one -> entries(one).stream()).toList();
        queue.database().write(sql -> {
            MessageBatch batch = mailboxes.deliveries().batch(entries);
            Pipeline locks = sql.pipeline();
            batch.lock(locks);
            locks.run();
            batch.refuseActing();
            Pipeline rows = sql.pipeline();
            batch.insert(rows);
            List<Job> jobs = some.stream().map(Planned::job).toList();
            queue.done(rows, jobs);
            traces.delivered(rows, jobs, queue.now());
            rows.run();
            batch.check();
            return true;
        });
        counters.deliver(entries.size());
    }

    private static List<MessageBatch.Entry> entries(Planned one) {
        return one.plan().mailboxes().stream()
                .map(mailbox -> new MessageBatch.Entry(mailbox, one.plan().copy()))
                .toList();
    }
}
