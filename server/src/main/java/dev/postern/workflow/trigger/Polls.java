package dev.postern.workflow.trigger;

import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.RetryPolicy;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.TriggerRow;
import dev.postern.workflow.row.TriggerTable;
import dev.postern.workflow.service.Poll;
import dev.postern.workflow.stored.WorkflowRow;
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
public record Polls(
        RunStart starts,
        TriggerEvaluation evaluation,
        TriggerCaller caller,
        Database database,
        InstantSource clock,
        RandomGenerator random) {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** How long a trigger that must not lose data waits for room. */
    private static final Duration TURN = Duration.ofSeconds(5);

    /** A trigger that is due. */
    record Due(WorkflowRow workflow, Definition definition, Trigger.Asking trigger, TriggerRow row, Instant at) {
        Fire fire(@Nullable JsonNode inputs, @Nullable JsonNode outputs) {
            return Fire.timed(workflow, definition, trigger, inputs, outputs, at);
        }
    }

    /**
     * A response, and what to store with it.
     *
     * @param mail which messages a mail trigger knows
     * @param more whether to poll again at once
     */
    private record Reply(PollOutcome outcome, @Nullable JsonNode mail, boolean more) {
        Reply(String code, String message, PollPosition before) {
            this(new PollOutcome.Failed(code, message, null), before.mail(), false);
        }
    }

    /** Returns when the trigger is due next. */
    Optional<Instant> poll(Due due) throws InterruptedException {
        if (due.trigger() instanceof Trigger.NewMail mail
                && database.read(sql -> RunQueue.isFull(sql, due.workflow().key(), mail))) {
            return Optional.of(clock.instant().plus(TURN));
        }
        PollPosition position = PollPosition.of(due.row().position());
        JsonNode inputs = null;
        Reply reply;
        try {
            JsonNode record = JsonValues.object().put("name", due.trigger().name());
            inputs = evaluation.evaluate(
                    due.trigger().inputs(), evaluation.scope(due.workflow(), due.definition(), record));
            reply = ask(due, position, inputs);
        } catch (CallRefused e) {
            reply = new Reply(e.code(), String.valueOf(e.getMessage()), position);
        } catch (EvaluationFailed | IllegalArgumentException e) {
            reply = new Reply("InvalidTemplate", String.valueOf(e.getMessage()), position);
        }
        try {
            return apply(due, position, inputs, reply);
        } catch (TooManyRuns e) {
            // Another trigger has taken the room. The same messages are found again.
            return Optional.of(clock.instant().plus(TURN));
        }
    }

    private Reply ask(Due due, PollPosition position, JsonNode inputs) throws InterruptedException {
        RetryPolicy policy = RetryPolicy.read(inputs.path("retryPolicy"));
        boolean ownStatus = due.trigger().options().ownStatus();
        TriggerCaller.From from =
                TriggerCaller.From.of(due.workflow(), due.trigger().name());
        UUID id = requestId(due);
        return switch (due.trigger()) {
            case Trigger.Polling polling ->
                new Reply(
                        PollOutcome.of(
                                caller.make(from, inputs, id, position.poll()),
                                ownStatus,
                                policy,
                                position.failures(),
                                random),
                        null,
                        false);
            case Trigger.NewMail mail -> {
                MailPoll made =
                        MailPoll.make(mail, inputs, position.mail(), due.row(), call -> caller.send(from, call, id));
                yield new Reply(
                        PollOutcome.of(made.result(), ownStatus, policy, position.failures(), random),
                        made.state(),
                        made.more());
            }
        };
    }

    private Optional<Instant> apply(Due due, PollPosition position, @Nullable JsonNode inputs, Reply reply) {
        Instant now = clock.instant();
        return switch (reply.outcome()) {
            case PollOutcome.Again again -> {
                PollPosition failed = new PollPosition(position.poll(), position.failures() + 1, reply.mail());
                TriggerRow.Advance after = new TriggerRow.Advance(now.plus(again.pause()), failed.stored(), null);
                database.write(sql -> advance(sql, due, after));
                yield Optional.of(now.plus(again.pause()));
            }
            case PollOutcome.Data data -> {
                TriggerRow.Advance after = new TriggerRow.Advance(
                        reply.more() ? soon(due, now) : next(due, now, data.pause()),
                        new PollPosition(null, 0, reply.mail()).stored(),
                        now);
                Fire fire = due.fire(inputs, data.outputs());
                if (due.trigger() instanceof Trigger.NewMail) {
                    starts.kept(fire, sql -> advance(sql, due, after));
                } else {
                    starts.timed(fire, sql -> advance(sql, due, after));
                }
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
                        reply.more() ? soon(due, now) : next(due, now, brief ? nothing.pause() : Optional.empty()),
                        new PollPosition(location(position, inputs, nothing), 0, reply.mail()).stored(),
                        now);
                starts.none(
                        due.fire(inputs, nothing.outputs()),
                        new FireDecision.None(Status.SKIPPED, "NoData", "The service has no data."),
                        sql -> advance(sql, due, after));
                yield Optional.ofNullable(after.next());
            }
            case PollOutcome.Failed failed -> {
                TriggerRow.Advance after = new TriggerRow.Advance(
                        next(due, now, Optional.empty()),
                        new PollPosition(position.poll(), 0, reply.mail()).stored(),
                        now);
                starts.failed(
                        due.fire(inputs, failed.outputs()),
                        failed.code(),
                        failed.message(),
                        sql -> advance(sql, due, after));
                yield Optional.ofNullable(after.next());
            }
        };
    }

    /** Another time than before, by which a node sees that another one has polled. */
    private static Instant soon(Due due, Instant now) {
        Instant later = due.at().plusMillis(1);
        return now.isAfter(later) ? now : later;
    }

    private static boolean advance(Sql sql, Due due, TriggerRow.Advance after) {
        return TriggerTable.advance(sql, due.workflow().key(), due.row(), after);
    }

    private @Nullable Poll location(PollPosition before, @Nullable JsonNode inputs, PollOutcome.Nothing nothing) {
        if (inputs == null || nothing.location().isEmpty()) {
            return null;
        }
        try {
            return caller.poll(inputs, before.poll(), nothing.location().get());
        } catch (CallRefused e) {
            // Without an absolute URL the call itself is repeated.
            return null;
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
