package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Deliveries;
import dev.postern.mailbox.Filing;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.ReceivedMessage;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.store.Sql;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Delivers messages of other hosts, with everything that follows from them in the mailboxes. Thread-safe. */
public final class ReceivedDelivery {
    private final Mailboxes mailboxes;
    private final OutboundQueue queue;
    private final LocalDelivery local;
    private final Acceptance answers;
    private final Consumer<Job> ready;
    private final DeliveryCounters counters;

    ReceivedDelivery(
            Mailboxes mailboxes,
            OutboundQueue queue,
            SendingLimits limits,
            RecipientResolver recipients,
            LocalDelivery local,
            Consumer<Job> ready,
            DeliveryCounters counters) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.local = local;
        this.answers = new Acceptance(mailboxes, queue, limits, new TransportRules(recipients::directory), null);
        this.ready = ready;
        this.counters = counters;
    }

    /**
     * A message and its mailboxes in one tenant.
     *
     * @param sender of the envelope; empty for the null sender, or if nothing can be sent to it
     * @param owners of the mailboxes; not empty
     * @param quiet whether the message is only stored: no rules, no replies, no changes of calendars
     */
    public record Arrival(
            TenantId tenant, String sender, ReceivedMessage message, Map<MailboxId, ObjectId> owners, boolean quiet) {
        public Arrival {
            owners = Map.copyOf(owners);
        }
    }

    /** What else is done in the transactions that store the message. */
    public interface Steps {
        /** The id under which an earlier attempt has stored the message; null if there was none. */
        @Nullable
        ItemId earlier(Sql sql);

        /** The id under which it is stored: that of the message, or of an earlier attempt. Called first in each transaction. */
        ItemId claim(Sql sql);

        /** Called at the end of the last transaction, with what is known then about all mailboxes. */
        void stored(Sql sql, Outcome outcome);
    }

    /**
     * @param id of the message in each mailbox: its own, or that of an earlier attempt
     * @param added mailboxes that did not have the message before
     * @param missing mailboxes that do not exist any more
     * @param full mailboxes whose quota it exceeds; all others have it
     */
    public record Outcome(ItemId id, Set<MailboxId> added, Set<MailboxId> missing, Set<MailboxId> full) {
        public Outcome {
            added = Set.copyOf(added);
            missing = Set.copyOf(missing);
            full = Set.copyOf(full);
        }

        /** Whether every mailbox had the message already. */
        public boolean isRepeated() {
            return added.isEmpty() && missing.isEmpty() && full.isEmpty();
        }

        private Outcome with(ItemId claimed, Deliveries.Outcome more) {
            return new Outcome(
                    claimed, union(added, more.added()), union(missing, more.missing()), union(full, more.full()));
        }

        private static Set<MailboxId> union(Set<MailboxId> some, Set<MailboxId> others) {
            Set<MailboxId> all = new HashSet<>(some);
            all.addAll(others);
            return all;
        }
    }

    /** @throws dev.postern.store.DiskFull if nothing may be added to any mailbox */
    public void requireDisk() {
        mailboxes.requireDisk();
    }

    /** Where messages are put that are too large for memory, until they are stored. */
    public TemporaryFiles temporary() {
        return mailboxes.temporary();
    }

    /** Whether a message of this size exceeds the quota of a mailbox. */
    public boolean isFull(MailboxId mailbox, long bytes) {
        return queue.database().read(sql -> mailboxes.open(mailbox).usage().isFull(sql, bytes));
    }

    /** An id for a message to this mailbox, and to others. */
    public ItemId nextId(MailboxId mailbox) {
        return new ItemId(mailboxes.open(mailbox).nextId());
    }

    /** Prepares a message, see {@link Deliveries#received}. */
    public ReceivedMessage prepare(
            MailboxId mailbox, ItemId id, FolderId folder, NewMessage message, Content original) {
        return mailboxes.deliveries().received(mailbox, id, folder, message, original);
    }

    private record Step(Outcome outcome, List<Acceptance.Accepted> answers) {}

    /** Returns when the message is on disk. A repeated delivery under the same id changes nothing. */
    public Outcome deliver(Arrival arrival, Steps steps) {
        PreparedMessage copy = arrival.message().prepared();
        LocalDelivery.Plan plan = plan(arrival, copy);
        List<MailboxId> all = arrival.owners().keySet().stream()
                .sorted(Comparator.comparing(MailboxId::value))
                .toList();
        bring(arrival, all, steps);
        var outcome = new Outcome(copy.item().id(), Set.of(), Set.of(), Set.of());
        int some = plan.batch();
        for (int at = 0; at < all.size(); at += some) {
            int end = Math.min(at + some, all.size());
            outcome = step(arrival, plan, all.subList(at, end), outcome, end == all.size(), steps);
        }
        return outcome;
    }

    private LocalDelivery.Plan plan(Arrival arrival, PreparedMessage copy) {
        Envelope envelope = new Envelope(arrival.tenant(), arrival.sender(), Set.of());
        return arrival.quiet()
                ? new LocalDelivery.Plan(envelope, copy, arrival.owners(), null, null)
                : local.received(envelope, copy, arrival.owners());
    }

    /** Stores large contents before the message, except in mailboxes that have it or are full. */
    private void bring(Arrival arrival, List<MailboxId> all, Steps steps) {
        if (arrival.message().large().isEmpty()) {
            return;
        }
        Deliveries deliveries = mailboxes.deliveries();
        Set<MailboxId> without = queue.database().read(sql -> {
            Set<MailboxId> some = new HashSet<>(all);
            ItemId earlier = steps.earlier(sql);
            if (earlier != null) {
                some.removeAll(deliveries.having(sql, earlier, all));
            }
            some.removeIf(mailbox -> deliveries.isFull(sql, arrival.message().prepared(), mailbox));
            return some;
        });
        all.stream().filter(without::contains).forEach(mailbox -> deliveries.bring(arrival.message(), mailbox));
    }

    private Outcome step(
            Arrival arrival,
            LocalDelivery.Plan plan,
            List<MailboxId> batch,
            Outcome before,
            boolean last,
            Steps steps) {
        Step step = queue.database().write(sql -> {
            ItemId id = steps.claim(sql);
            LocalDelivery.Plan claimed = id.equals(plan.copy().item().id())
                    ? plan
                    : plan(arrival, plan.copy().as(id));
            LocalDelivery.Delivered delivered = arrival.quiet()
                    ? new LocalDelivery.Delivered(
                            mailboxes.deliveries().deliver(sql, claimed.copy(), batch, Filing.NONE),
                            List.of(),
                            List.of())
                    : local.deliver(sql, claimed, batch, queue.now());
            Outcome after = before.with(id, delivered.outcome());
            List<Acceptance.Accepted> accepted = answers.answer(sql, delivered);
            if (last) {
                steps.stored(sql, after);
            }
            return new Step(after, accepted);
        });
        step.answers().forEach(answer -> {
            if (answer instanceof Acceptance.Accepted.Queued(Job queued)) {
                ready.accept(queued);
            }
        });
        counters.deliver(step.outcome().added().size() - before.added().size());
        return step.outcome();
    }
}
