package dev.postern.gate;

import dev.postern.subscription.Subscription;
import dev.postern.subscription.SubscriptionFailure;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of the calling application in its tenant, opened for reading. Each is decided by the mailbox that it follows: without
 * the right to read that, the subscription is not shown. Only the gate creates one. For one request.
 */
public sealed class SubscriptionReader implements AutoCloseable permits SubscriptionWriter {
    final OpenedSubscriptions opened;
    /** Whether a decision about a mailbox is in the audit instead of the one about the row. */
    private boolean decided;

    SubscriptionReader(OpenedSubscriptions opened) {
        this.opened = opened;
    }

    /** The service principal of the caller. */
    public final Caller caller() {
        return opened.caller();
    }

    /**
     * Returns a live subscription of the caller.
     *
     * @throws SubscriptionFailure.NotFound if there is none with this id
     * @throws Refusal if the caller may not read what it follows
     */
    public final Subscription get(UUID id) {
        Subscription found = require(id);
        OpenedSubscriptions.Decided decision = opened.decide(found);
        opened.audit().later(decision.entry());
        markDecided();
        return found;
    }

    final Subscription require(UUID id) {
        Subscription found = opened.subscriptions()
                .find(opened.caller().token().tenant(), opened.caller().token().app(), id);
        if (found == null) {
            throw new SubscriptionFailure.NotFound();
        }
        return found;
    }

    final void markDecided() {
        decided = true;
    }

    /**
     * A page of subscriptions.
     *
     * @param last the id to continue after; null if there are no more
     */
    public record Listed(
            List<Subscription> values, @Nullable UUID last) {
        public Listed {
            values = List.copyOf(values);
        }
    }

    /** Returns live subscriptions of the caller after an id, without those that follow what it may not read. */
    public final Listed list(@Nullable UUID after, int max) {
        List<Subscription> page = opened.subscriptions()
                .list(opened.caller().token().tenant(), opened.caller().token().app(), after, max);
        List<Subscription> shown = page.stream()
                .filter(one -> {
                    OpenedSubscriptions.Decided decision = opened.decision(one);
                    return decision.decision().refusal("") == null;
                })
                .toList();
        return new Listed(shown, page.size() < max ? null : page.getLast().id());
    }

    /** Ends the operation. Its audit entry is written unless another decision is in the audit. */
    @Override
    public final void close() {
        if (!decided) {
            opened.audit().later(opened.entry());
        }
    }
}
