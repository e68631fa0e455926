package dev.postern.gate;

import dev.postern.store.Uuids;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.SubscriptionFailure;
import dev.postern.subscription.SubscriptionScope;
import dev.postern.subscription.SubscriptionTargets;
import dev.postern.subscription.SubscriptionTerms;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * The subscriptions of the calling application, opened for changing. A subscription is created only with the capability for the mailbox that
 * it follows, so it cannot exist without a decision about that.
 */
public final class SubscriptionWriter extends SubscriptionReader {
    SubscriptionWriter(OpenedSubscriptions opened) {
        super(opened);
    }

    /**
     * Opens the mailbox that a new subscription is to follow. The caller closes it.
     *
     * @param listing the operation that lists what the subscription follows: who may do that may subscribe
     * @throws Refusal as {@link Gate#openMailbox}
     */
    public <C extends MailboxAccess> C openFollowed(Operation listing, String user, MailboxOpening<C> opening) {
        Operation named = listing.named(opened.operation().name() + ": " + listing.name());
        C access = opened.gate().openMailbox(opened.caller(), named, user, opening);
        markDecided();
        return access;
    }

    /**
     * Stores a subscription to the items of an opened mailbox.
     *
     * @throws dev.postern.subscription.SubscriptionFailure.TooMany if the mailbox has as many as it may have
     */
    public Subscription create(
            MailboxAccess followed,
            SubscriptionScope scope,
            Instant expires,
            SubscriptionTerms terms,
            SubscriptionTargets targets) {
        Caller caller = opened.caller();
        Instant now = opened.clock().instant();
        Subscription created = new Subscription(
                Uuids.timeOrdered(now, ThreadLocalRandom.current()),
                caller.token().tenant(),
                followed.id(),
                caller.token().app(),
                caller.token().principal(),
                scope,
                StoredCaller.of(Requester.of(caller.token()), followed.owner(), followed.opened.operation())
                        .text(),
                1,
                now,
                expires,
                terms,
                targets);
        followed.opened.database().write(sql -> {
            opened.subscriptions().create(sql, created);
            return true;
        });
        return created;
    }

    /**
     * Changes a subscription of the caller, which also takes the permissions of its present token.
     *
     * @param change called after the decision
     * @throws dev.postern.subscription.SubscriptionFailure.NotFound if there is none with this id
     * @throws Refusal if the caller may not read what it follows
     */
    public Subscription change(UUID id, UnaryOperator<Subscription> change) {
        Subscription before = require(id);
        OpenedSubscriptions.Decided decision = opened.decide(before);
        boolean stored = false;
        markDecided();
        try {
            Subscription after = change.apply(before).of(decision.holder(opened.caller()));
            decision.database().write(sql -> {
                opened.subscriptions().replace(sql, after);
                return true;
            });
            stored = true;
            return after;
        } finally {
            if (!stored) {
                opened.audit().later(decision.entry());
            }
        }
    }

    /** Removes a subscription of the caller, with the exceptions of {@link #change}. */
    public void remove(UUID id) {
        Subscription before = require(id);
        OpenedSubscriptions.Decided decision = opened.decide(before);
        markDecided();
        boolean removed =
                decision.database().write(sql -> opened.subscriptions().remove(sql, before));
        if (!removed) {
            throw new SubscriptionFailure.NotFound();
        }
    }
}
