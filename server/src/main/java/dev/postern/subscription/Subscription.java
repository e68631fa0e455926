package dev.postern.subscription;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * A subscription to the changes of one mailbox.
 *
 * @param principal the service principal that created it
 * @param scope what it follows
 * @param holder the stored caller that the gate decides again
 * @param version grows with each change of the subscription
 * @param terms what its creator sent besides the targets
 */
public record Subscription(
        UUID id,
        TenantId tenant,
        MailboxId mailbox,
        AppId app,
        ObjectId principal,
        SubscriptionScope scope,
        String holder,
        long version,
        Instant created,
        Instant expires,
        SubscriptionTerms terms,
        SubscriptionTargets targets) {

    /** The next version, with other terms, targets and end. */
    public Subscription changed(Instant end, SubscriptionTerms other, SubscriptionTargets others) {
        return new Subscription(
                id, tenant, mailbox, app, principal, scope, holder, version + 1, created, end, other, others);
    }

    /** The same for another stored caller. */
    public Subscription of(String otherHolder) {
        return new Subscription(
                id, tenant, mailbox, app, principal, scope, otherHolder, version, created, expires, terms, targets);
    }

    boolean isLive(Instant now) {
        return expires.isAfter(now);
    }
}
