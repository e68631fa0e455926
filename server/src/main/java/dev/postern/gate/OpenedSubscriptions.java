package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.directory.User;
import dev.postern.store.Database;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The data of a capability for subscriptions.
 *
 * @param entry the audit entry of the decision about the row, before any mailbox is known
 */
record OpenedSubscriptions(
        Gate gate,
        Caller caller,
        Operation operation,
        Subscriptions subscriptions,
        Database database,
        Audit audit,
        AuditEntry entry,
        InstantSource clock) {
    /**
     * Decides whether the caller may read what a subscription follows, with the permissions in its token.
     *
     * @throws Refusal if not
     */
    Decided decide(Subscription about) {
        Decided decided = decision(about);
        Refusal refusal = decided.decision().refusal(decided.stored().owner().toString());
        if (refusal != null) {
            audit.append(decided.entry());
            throw refusal;
        }
        return decided;
    }

    /** As {@link #decide}, without a refusal and its audit entry. */
    Decided decision(Subscription about) {
        StoredCaller stored = StoredCaller.parse(about.holder());
        User owner = caller.directory().find(stored.owner(), User.class);
        MailboxId mailbox = owner == null ? null : owner.mailbox();
        Operation listed = stored.operation();
        MailboxDecision decision = MailboxDecision.of(
                caller.directory(),
                Requester.of(caller.token()),
                listed.named(operation.name() + ": " + listed.name()),
                about.mailbox().equals(mailbox) ? owner : null);
        AuditEntry own =
                decision.entry(caller.context().requestId(), stored.owner().toString(), clock.instant());
        return new Decided(stored, decision, own, new AuditedDatabase(database, new PendingEntry(audit, own)));
    }

    /** A decision about one subscription, and a database that adds its audit entry to the first change. */
    record Decided(StoredCaller stored, MailboxDecision decision, AuditEntry entry, AuditedDatabase database) {
        /** The stored caller with the permissions that the token has now. */
        String holder(Caller caller) {
            User owner = Objects.requireNonNull(decision.owner(), "a mailbox without an owner is refused");
            return StoredCaller.of(Requester.of(caller.token()), owner, stored.operation())
                    .text();
        }
    }
}
