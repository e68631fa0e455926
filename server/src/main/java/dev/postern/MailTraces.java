package dev.postern;

import dev.postern.access.TenantId;
import dev.postern.receive.ArrivalTrace;
import dev.postern.receive.TracedArrival;
import dev.postern.relay.RelayObserver;
import dev.postern.store.Sql;
import dev.postern.trace.MessageTraces;
import dev.postern.trace.TraceAttempt;
import dev.postern.trace.TraceState;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import dev.postern.trace.TracedStep;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes what relay and receiving report into the traces of messages. */
final class MailTraces implements RelayObserver, ArrivalTrace {
    private final MessageTraces traces = new MessageTraces();

    @Override
    public void record(Sql sql, TenantId tenant, UUID submission, Instant at, List<Step> steps) {
        traces.record(
                sql,
                tenant,
                submission,
                at,
                steps.stream()
                        .map(step -> new TracedStep(step.address(), state(step.state()), step.host(), step.reply()))
                        .toList());
    }

    private static TraceState state(State state) {
        return switch (state) {
            case SENT -> TraceState.SENT;
            case WAITING -> TraceState.WAITING;
            case HELD -> TraceState.HELD;
            case FAILED -> TraceState.FAILED;
        };
    }

    /** Hosts repeat a message that was not accepted for all recipients, and some send it to each recipient on its own. */
    @Override
    public void add(Sql sql, TracedArrival arrival) {
        TracedMessage message = new TracedMessage(
                arrival.tenant(),
                arrival.id(),
                arrival.received(),
                null,
                arrival.messageId(),
                arrival.sender(),
                arrival.subject(),
                arrival.size(),
                arrival.host(),
                arrival.recipients().stream()
                        .map(one -> recipient(one, arrival.received()))
                        .toList());
        if (!traces.addIfNew(sql, message)) {
            traces.record(
                    sql,
                    arrival.tenant(),
                    arrival.id(),
                    arrival.received(),
                    arrival.recipients().stream().map(MailTraces::step).toList());
        }
    }

    private static TracedStep step(TracedArrival.Recipient one) {
        return one.delivered()
                ? new TracedStep(one.address(), TraceState.DELIVERED, null, null)
                : new TracedStep(one.address(), TraceState.FAILED, null, one.reply());
    }

    private static TracedRecipient recipient(TracedArrival.Recipient one, Instant at) {
        return one.delivered()
                ? TracedRecipient.delivered(one.address(), at)
                : new TracedRecipient(
                        one.address(), TraceState.FAILED, List.of(new TraceAttempt(at, null, one.reply())));
    }
}
