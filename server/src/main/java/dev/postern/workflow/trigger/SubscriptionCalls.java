package dev.postern.workflow.trigger;

import dev.postern.store.Database;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.RetryPolicy;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.SubscriptionRow;
import dev.postern.workflow.row.SubscriptionRow.State;
import dev.postern.workflow.row.SubscriptionTable;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.CallbackUrl;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.SecureText;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Subscribes and unsubscribes webhooks at their services. An attempt is counted before its call is made. */
public record SubscriptionCalls(
        Database database,
        Definitions definitions,
        Subscriptions subscriptions,
        SecureText texts,
        RunStart starts,
        TriggerEvaluation evaluation,
        TriggerCaller caller,
        CallbackKeys keys,
        InstantSource clock,
        RandomGenerator random) {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionCalls.class);
    /** When a failed call is made again after the retries of its policy. */
    private static final Duration LATER = Duration.ofHours(1);
    /** How long a service is told that a subscription has ended. */
    private static final Duration GIVE_UP = Duration.ofDays(1);
    /** A call that a crash interrupted is made again after this time. */
    private static final Duration INTERRUPTED = Duration.ofMinutes(3);

    /** Makes the call that a subscription needs; returns when it needs another one. */
    public Optional<Instant> call(WorkflowKey key, UUID id) throws InterruptedException {
        SubscriptionRow row = database.read(sql -> SubscriptionTable.find(sql, key, id));
        Instant due = row == null ? null : row.due();
        if (row == null || due == null) {
            return Optional.empty();
        }
        if (due.isAfter(clock.instant())) {
            return Optional.of(due);
        }
        if (row.state() == State.UNSUBSCRIBING) {
            unsubscribe(row);
        } else {
            subscribe(row);
        }
        return Optional.ofNullable(subscriptions.due(key, id));
    }

    private void subscribe(SubscriptionRow row) throws InterruptedException {
        WorkflowRow now = database.read(sql -> WorkflowTable.find(sql, row.key()));
        Definition definition = now == null ? null : definitions.find(row.key(), row.version());
        if (now == null
                || definition == null
                || !(definition.triggers().get(row.trigger()) instanceof Trigger.Webhook trigger)) {
            database.write(sql -> SubscriptionTable.delete(sql, row));
            return;
        }
        WorkflowRow workflow = now.at(row.version());
        JsonNode inputs = null;
        try {
            inputs = evaluation.evaluate(
                    trigger.subscribe(),
                    evaluation.scope(workflow, definition, record(trigger, null), () -> url(workflow, trigger)));
            if (!attempt(row, end(row, workflow, definition, trigger, null))) {
                return;
            }
            RetryPolicy policy = RetryPolicy.read(inputs.path("retryPolicy"));
            CallResult result =
                    caller.make(TriggerCaller.From.of(workflow, trigger.name()), inputs, requestId(row), null);
            if (result instanceof CallResult.Reply reply && reply.status() / 100 == 2) {
                JsonNode outputs = PollOutcome.outputs(reply);
                String end = end(row, workflow, definition, trigger, outputs);
                database.write(sql -> {
                    SubscriptionTable.accepted(sql, row, end, clock.instant());
                    return true;
                });
                return;
            }
            retry(row, policy, result, new Failure(workflow, definition, trigger, inputs));
        } catch (CallRefused e) {
            failed(row, new Failure(workflow, definition, trigger, inputs), e.code(), String.valueOf(e.getMessage()));
        } catch (EvaluationFailed | IllegalArgumentException e) {
            failed(
                    row,
                    new Failure(workflow, definition, trigger, inputs),
                    "InvalidTemplate",
                    String.valueOf(e.getMessage()));
        }
    }

    private boolean attempt(SubscriptionRow row, @Nullable String end) {
        return database.write(
                sql -> SubscriptionTable.attempt(sql, row, clock.instant().plus(INTERRUPTED), end));
    }

    private record Failure(
            WorkflowRow workflow,
            Definition definition,
            Trigger.Webhook trigger,
            @Nullable JsonNode inputs) {}

    private void retry(SubscriptionRow row, RetryPolicy policy, CallResult result, Failure failure) {
        boolean mayPass = !(result instanceof CallResult.Reply reply) || PollOutcome.mayPass(reply.status());
        if (mayPass && row.attempts() < policy.count()) {
            postpone(row, policy.delay(row.attempts() + 1, random));
            return;
        }
        switch (result) {
            case CallResult.Unreachable none -> failed(row, failure, none.code(), none.message());
            case CallResult.Reply reply ->
                failed(
                        row,
                        failure,
                        CallResult.reason(reply.status()),
                        "The service answered the subscription with the status " + reply.status() + ".");
        }
    }

    /** The history shows the failure. The call is made again later, so that an outage of the service needs no new deployment. */
    private void failed(SubscriptionRow row, Failure failure, String code, String message) {
        starts.failed(
                Fire.timed(
                        failure.workflow(),
                        failure.definition(),
                        failure.trigger(),
                        failure.inputs(),
                        null,
                        clock.instant()),
                code,
                message,
                sql -> SubscriptionTable.postpone(sql, row, clock.instant().plus(LATER)) == 1);
    }

    private void postpone(SubscriptionRow row, Duration pause) {
        database.write(
                sql -> SubscriptionTable.postpone(sql, row, clock.instant().plus(pause)));
    }

    /** Returns the sealed call that ends the subscription; null if there is none, or not without the outputs. */
    private @Nullable String end(
            SubscriptionRow row,
            WorkflowRow workflow,
            Definition definition,
            Trigger.Webhook trigger,
            @Nullable JsonNode outputs) {
        if (trigger.unsubscribe() == null) {
            return null;
        }
        try {
            ObjectNode stored = JsonValues.object();
            stored.put("workflow", workflow.path().name());
            stored.set(
                    "inputs",
                    evaluation.evaluate(
                            trigger.unsubscribe(),
                            evaluation.scope(
                                    workflow, definition, record(trigger, outputs), () -> url(workflow, trigger))));
            return texts.seal(Subscriptions.place(row.key().id(), row.id()), stored);
        } catch (EvaluationFailed e) {
            if (outputs != null) {
                LOG.warn(
                        "Trigger {} of workflow {} cannot unsubscribe: 'unsubscribe' cannot be evaluated",
                        trigger.name(),
                        workflow.path().name());
            }
            return null;
        }
    }

    private static JsonNode record(Trigger trigger, @Nullable JsonNode outputs) {
        ObjectNode record = JsonValues.object().put("name", trigger.name());
        if (outputs != null) {
            record.set("outputs", outputs);
        }
        return record;
    }

    private String url(WorkflowRow workflow, Trigger trigger) {
        return CallbackUrl.of(caller.address(), workflow, trigger.name(), keys);
    }

    private void unsubscribe(SubscriptionRow row) throws InterruptedException {
        String end = row.unsubscribe();
        if (end == null || row.changed().plus(GIVE_UP).isBefore(clock.instant())) {
            LOG.warn("The service of trigger {} was not told that its subscription has ended", row.trigger());
            database.write(sql -> SubscriptionTable.delete(sql, row));
            return;
        }
        if (!attempt(row, end)) {
            return;
        }
        JsonNode stored = texts.open(Subscriptions.place(row.key().id(), row.id()), end);
        WorkflowRow workflow = database.read(sql -> WorkflowTable.find(sql, row.key()));
        var from = new TriggerCaller.From(
                row.key(),
                row.version(),
                stored.path("workflow").asString(""),
                row.trigger(),
                workflow == null ? null : workflow.identity(),
                workflow == null ? null : workflow.userIdentity());
        try {
            JsonNode inputs = stored.path("inputs");
            RetryPolicy policy = RetryPolicy.read(inputs.path("retryPolicy"));
            CallResult result = caller.make(from, inputs, requestId(row), null);
            if (result instanceof CallResult.Reply reply && isEnded(reply.status())) {
                database.write(sql -> SubscriptionTable.delete(sql, row));
            } else {
                postpone(row, row.attempts() < policy.count() ? policy.delay(row.attempts() + 1, random) : LATER);
            }
        } catch (CallRefused | IllegalArgumentException e) {
            LOG.warn("Trigger {} cannot unsubscribe: {}", row.trigger(), e.getMessage());
            postpone(row, LATER);
        }
    }

    private static boolean isEnded(int status) {
        return status / 100 == 2 || status == 404 || status == 410;
    }

    private static UUID requestId(SubscriptionRow row) {
        return UUID.nameUUIDFromBytes((row.id() + " " + row.state()).getBytes(StandardCharsets.UTF_8));
    }
}
