package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Uuids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.node.ObjectNode;

/** The delivery receipts for senders who asked for them. A receipt has the null sender and goes through the queue. */
record Receipts(Mailboxes mailboxes, RecipientResolver recipients) {
    static boolean wanted(ObjectNode message) {
        return message.path("isDeliveryReceiptRequested").booleanValue(false);
    }

    /** Whether the sender of a message wants receipts and gets them here: senders of other domains do not. */
    boolean wanted(LocalDelivery.Plan plan) {
        String sender = plan.envelope().sender();
        ObjectNode message = plan.copy().item().doc();
        return message != null
                && wanted(message)
                && !sender.isEmpty()
                && recipients
                        .directory(plan.envelope().tenant())
                        .isAccepted(sender.substring(sender.lastIndexOf('@') + 1));
    }

    /** Returns the receipts for the mailboxes to which the message has just been added. */
    List<RuleMail> of(LocalDelivery.Plan plan, Set<MailboxId> added, Instant now) {
        DirectorySnapshot directory = recipients.directory(plan.envelope().tenant());
        var receipts = new ArrayList<RuleMail>();
        added.stream().sorted(Comparator.comparing(MailboxId::value)).forEach(mailbox -> {
            var id = plan.owners().get(mailbox);
            User owner = id == null ? null : directory.find(id, User.class);
            Recipient recipient = owner == null ? null : owner.recipient();
            if (owner != null && recipient != null) {
                receipts.add(receipt(
                        plan,
                        new SendingMailbox(
                                mailbox, plan.envelope().tenant(), recipient.primaryAddress(), owner.displayName()),
                        now));
            }
        });
        return receipts;
    }

    private RuleMail receipt(LocalDelivery.Plan plan, SendingMailbox owner, Instant now) {
        ItemId id = new ItemId(Uuids.timeOrdered(now, ThreadLocalRandom.current()));
        var report = new DeliveryReport(
                DeliveryReport.Kind.DELIVERED,
                List.of(new DeliveryReport.About(owner.address(), "2.0.0", null, null, "")),
                null);
        QueuedMessage original = mailboxes.deliveries().pack(plan.copy());
        String sender = plan.envelope().sender();
        var writer = new ReportWriter(
                original.message(), now, recipients.postmaster(plan.envelope().tenant()), sender);
        QueuedMessage queued = mailboxes
                .deliveries()
                .pack(mailboxes
                        .open(owner.mailbox())
                        .items()
                        .prepare(
                                id,
                                WellKnownFolder.SENTITEMS.id(),
                                new NewMessage(
                                        writer.message(report, id),
                                        writer.parts(report, null, now),
                                        false,
                                        true,
                                        null,
                                        null)));
        return new RuleMail(id.value(), owner, new Envelope(owner.tenant(), "", Set.of(sender)), queued);
    }
}
