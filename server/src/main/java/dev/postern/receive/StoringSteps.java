package dev.postern.receive;

import dev.postern.delivery.ReceivedDelivery;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MessagePart;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the id of an earlier attempt, and writes the trace.
 *
 * @param recipients what the trace says about them
 */
record StoringSteps(
        Arrived arrived,
        ReceivedDelivery.Arrival arrival,
        ReceivedMessages received,
        ArrivalTrace trace,
        Function<ReceivedDelivery.Outcome, List<TracedArrival.Recipient>> recipients,
        Instant now)
        implements ReceivedDelivery.Steps {
    @Override
    public @Nullable ItemId earlier(Sql sql) {
        byte[] digest = arrived.digest();
        return digest == null ? null : received.find(sql, digest);
    }

    @Override
    public ItemId claim(Sql sql) {
        byte[] digest = arrived.digest();
        return digest == null
                ? copy().item().id()
                : received.claim(sql, digest, copy().item().id(), now);
    }

    private PreparedMessage copy() {
        return arrival.message().prepared();
    }

    @Override
    public void stored(Sql sql, ReceivedDelivery.Outcome outcome) {
        if (outcome.isRepeated()) {
            return;
        }
        MessagePart.Summary summary = copy().item().message().summary();
        trace.add(
                sql,
                new TracedArrival(
                        arrival.tenant(),
                        outcome.id().value(),
                        now,
                        arrived.mail().sender(),
                        Objects.requireNonNullElse(summary.subject(), ""),
                        Objects.requireNonNullElse(summary.internetMessageId(), ""),
                        arrived.content().size(),
                        arrived.peer().address().getHostAddress(),
                        recipients.apply(outcome)));
    }
}
