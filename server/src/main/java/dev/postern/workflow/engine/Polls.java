package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.RetryPolicy;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Polls the services of triggers that make calls. A poll that a crash interrupted is repeated with the same request id. */
record Polls(
        RunStart starts,
        TriggerEvaluation evaluation,
        TriggerCaller caller,
        Database database,
        InstantSource clock,
        RandomGenerator random) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A trigger that is due. */
    record Due(WorkflowRow workflow, Definition definition, Trigger.Polling trigger, TriggerRow row, Instant at) {
        Fire fire(@Nullable JsonNode inputs, @Nullable JsonNode outputs) {
            return Fire.timed(workflow, definition, trigger, inputs, outputs, at);
        }
    }

    /** Returns when the trigger is due next. */
    Optional<Instant> poll(Due due) throws InterruptedException {
        PollPosition position = PollPosition.of(due.row().position());
        JsonNode inputs = null;
        PollOutcome outcome;
        try {
            JsonNode record = JsonValues.object().put("name", due.trigger().name());
            inputs = evaluation.evaluate(
                    due.trigger().inputs(), evaluation.scope(due.workflow(), due.definition(), record));
            RetryPolicy policy = RetryPolicy.read(inputs.path("retryPolicy"));
            CallResult result = caller.make(
                    TriggerCaller.From.of(due.workflow(), due.trigger().name()),
                    inputs,
                    requestId(due),
                    position.poll());
            outcome = PollOutcome.of(result, due.trigger().options().ownStatus(), policy, position.failures(), random);
        } catch (CallRefused e) {
            outcome = new PollOutcome.Failed(e.code(), String.valueOf(e.getMessage()), null);
        } catch (EvaluationFailed | IllegalArgumentException e) {
            outcome = new PollOutcome.Failed("InvalidTemplate", String.valueOf(e.getMessage()), null);
        }
        return apply(due, position, inputs, outcome);
    }

    private Optional<Instant> apply(Due due, PollPosition position, @Nullable JsonNode inputs, PollOutcome outcome) {
        Instant now = clock.instant();
        return switch (outcome) {
            case PollOutcome.Again again -> {
                PollPosition failed = new PollPosition(position.poll(), position.failures() + 1);
                TriggerRow.Advance after = new TriggerRow.Advance(now.plus(again.pause()), failed.stored(), null);
                database.write(sql -> advance(sql, due, after));
                yield Optional.of(now.plus(again.pause()));
            }
            case PollOutcome.Data data -> {
                TriggerRow.Advance after = new TriggerRow.Advance(next(due, now, data.pause()), null, now);
                starts.timed(due.fire(inputs, data.outputs()), sql -> advance(sql, due, after));
                yield Optional.ofNullable(after.next());
            }
            case PollOutcome.Nothing nothing -> {
                // The recurrence decides, except that a service with a short one may slow it down.
                boolean brief = due.trigger()
                        .recurrence()
                        .period()
                        .filter(period -> period.compareTo(MINUTE) < 0)
                        .isPresent();
                TriggerRow.Advance after = new TriggerRow.Advance(
                        next(due, now, brief ? nothing.pause() : Optional.empty()),
                        location(position, inputs, nothing).stored(),
                        now);
                starts.none(
                        due.fire(inputs, nothing.outputs()),
                        new FireDecision.None(Status.SKIPPED, "NoData", "The service has no data."),
                        sql -> advance(sql, due, after));
                yield Optional.ofNullable(after.next());
            }
            case PollOutcome.Failed failed -> {
                TriggerRow.Advance after = new TriggerRow.Advance(
                        next(due, now, Optional.empty()), new PollPosition(position.poll(), 0).stored(), now);
                starts.failed(
                        due.fire(inputs, failed.outputs()),
                        failed.code(),
                        failed.message(),
                        sql -> advance(sql, due, after));
                yield Optional.ofNullable(after.next());
            }
        };
    }

    private static boolean advance(Sql sql, Due due, TriggerRow.Advance after) {
        return TriggerTable.advance(sql, due.workflow().key(), due.row(), after);
    }

    private PollPosition location(PollPosition before, @Nullable JsonNode inputs, PollOutcome.Nothing nothing) {
        if (inputs == null || nothing.location().isEmpty()) {
            return new PollPosition(null, 0);
        }
        try {
            return new PollPosition(
                    caller.poll(inputs, before.poll(), nothing.location().get()), 0);
        } catch (CallRefused e) {
            // Without an absolute URL the call itself is repeated.
            return new PollPosition(null, 0);
        }
    }

    private static @Nullable Instant next(Due due, Instant now, Optional<Duration> pause) {
        return pause.map(now::plus)
                .or(() -> due.trigger().recurrence().next(due.row().anchor(), now))
                .orElse(null);
    }

    private static UUID requestId(Due due) {
        String id = due.workflow().key().id() + " " + due.row().generation() + " "
                + due.row().last();
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }
}
