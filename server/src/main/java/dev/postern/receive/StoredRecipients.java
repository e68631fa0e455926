package dev.postern.receive;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.delivery.ReceivedDelivery;
import dev.postern.delivery.RecipientResolver;
import dev.postern.query.Folding;
import dev.postern.smtp.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The recipients of one message, their mailboxes in each tenant, and what became of them. For one thread. */
final class StoredRecipients {
    /** @param mailboxes each with its address; empty for a group without members, or if the recipient had the message before */
    private record Recipient(
            ReceivingTransaction.Accepted accepted, boolean visited, Map<MailboxId, String> mailboxes) {
        private TenantId tenant() {
            return accepted.target().tenant();
        }
    }

    private final List<Recipient> recipients = new ArrayList<>();
    private final Map<TenantId, Map<MailboxId, ObjectId>> owners = new TreeMap<>(Comparator.comparing(TenantId::value));
    private final Map<TenantId, ReceivedDelivery.Outcome> outcomes = new HashMap<>();
    private final Map<TenantId, Reply> failures = new HashMap<>();

    /** @param visited those that have had the message before */
    StoredRecipients(List<ReceivingTransaction.Accepted> accepted, Set<Target> visited, RecipientResolver resolver) {
        for (ReceivingTransaction.Accepted one : accepted) {
            Target target = one.target();
            if (visited.contains(target)) {
                recipients.add(new Recipient(one, true, Map.of()));
                continue;
            }
            RecipientResolver.Resolution found =
                    resolver.resolve(target.tenant(), Set.of(Folding.lower(target.address())));
            recipients.add(new Recipient(one, false, found.mailboxes()));
            if (!found.owners().isEmpty()) {
                owners.computeIfAbsent(target.tenant(), _ -> new LinkedHashMap<>())
                        .putAll(found.owners());
            }
        }
    }

    /** The tenants with mailboxes that get the message. */
    List<TenantId> tenants() {
        return List.copyOf(owners.keySet());
    }

    Map<MailboxId, ObjectId> owners(TenantId tenant) {
        return owners.getOrDefault(tenant, Map.of());
    }

    void done(TenantId tenant, ReceivedDelivery.Outcome outcome) {
        outcomes.put(tenant, outcome);
    }

    void failed(TenantId tenant, Reply reply) {
        failures.put(tenant, reply);
    }

    /** One reply for each recipient. */
    List<Reply> each() {
        return recipients.stream().map(this::reply).toList();
    }

    /**
     * The same reply for all. If only some have the message, the peer sends it again: those that have it do not get it twice, and the others are
     * refused by their own replies then.
     */
    List<Reply> same() {
        List<Reply> replies = recipients.stream()
                .filter(one -> !one.visited())
                .map(this::reply)
                .toList();
        Reply one = replies.stream().filter(Reply::isTransient).findFirst().orElseGet(() -> {
            if (replies.isEmpty()) {
                return Replies.LOOP;
            }
            boolean some = replies.stream().anyMatch(Reply::isPositive);
            boolean all = replies.stream().allMatch(Reply::isPositive);
            return all || !some ? replies.getFirst() : Replies.SOME_FULL;
        });
        return Collections.nCopies(recipients.size(), one);
    }

    private Reply reply(Recipient recipient) {
        Reply failure = failures.get(recipient.tenant());
        if (recipient.visited()) {
            return Replies.LOOP;
        }
        ReceivedDelivery.Outcome outcome = outcomes.get(recipient.tenant());
        if (recipient.mailboxes().isEmpty() || outcome == null) {
            return failure == null || recipient.mailboxes().isEmpty() ? Replies.STORED_NOWHERE : failure;
        }
        return recipient.mailboxes().keySet().stream()
                .map(mailbox -> reply(mailbox, outcome))
                // a group has the message if a member has it
                .min(Comparator.comparingInt(Reply::code))
                .orElse(Replies.STORED_NOWHERE);
    }

    private static Reply reply(MailboxId mailbox, ReceivedDelivery.Outcome outcome) {
        if (outcome.full().contains(mailbox)) {
            return Replies.MAILBOX_FULL;
        }
        return outcome.missing().contains(mailbox) ? Replies.UNKNOWN : Replies.stored(outcome.id());
    }

    /** What the trace says about the mailboxes of a tenant. */
    List<TracedArrival.Recipient> traced(TenantId tenant, ReceivedDelivery.Outcome outcome) {
        var addresses = new LinkedHashMap<MailboxId, String>();
        for (Recipient one : recipients) {
            if (one.tenant().equals(tenant)) {
                boolean group = one.accepted().target().mailbox() == null;
                one.mailboxes()
                        .forEach((mailbox, address) -> addresses.putIfAbsent(
                                mailbox, group ? address : one.accepted().address()));
            }
        }
        return addresses.entrySet().stream()
                .map(one -> {
                    Reply reply = reply(one.getKey(), outcome);
                    return new TracedArrival.Recipient(one.getValue(), reply.isPositive(), reply.text());
                })
                .toList();
    }
}
