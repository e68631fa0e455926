package dev.postern.workflow.run;

import dev.postern.compute.ComputePool;
import dev.postern.compute.ComputeRefused;
import dev.postern.compute.Deadline;
import dev.postern.compute.Limit;
import dev.postern.store.Database;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.Condition;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.job.Metrics;
import dev.postern.workflow.job.RunSignals;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ActionTable;
import dev.postern.workflow.row.ParentAction;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.row.SubscriptionRow;
import dev.postern.workflow.service.ActionCalls;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.Errors;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
import dev.postern.workflow.trigger.OpenWebhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Drives runs. Thread-safe; the scheduler ensures that a run has one driver at a time. */
public final class RunDriver {
    private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);
    /** The number of attempts without progress after which a run is given up. */
    private static final int MAX_FAILURES = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    /** The maximum number of runs of one workflow that are driven at a time, so that other workflows get threads too. */
    private static final int MAX_DRIVEN_RUNS = 16;

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final ActionRow.Ending GIVEN_UP = ActionRow.Ending.failed(
            "RunGivenUp",
            "RunGivenUp",
            "A step of the run failed with a server error " + MAX_FAILURES
                    + " times, so the run was ended. The server's log contains the error.");

    private final Tools tools;
    private final Map<WorkflowKey, Integer> driven = new HashMap<>();

    /** The services that a driver uses. */
    public record Tools(
            Database database,
            ComputePool compute,
            Definitions definitions,
            RunSecrets secrets,
            ActionCalls calls,
            InstantSource clock,
            RandomGenerator random,
            RunSignals signals,
            Jobs jobs,
            Metrics metrics,
            Duration maxTime) {
        /** How long an evaluation may wait for its turn; the limits of expressions end it long before. */
        private static final Duration MAX_TIME = Duration.ofSeconds(30);

        /** Enough for the largest value that expressions may produce; more would only cause garbage collection. */
        private static final long MAX_MEMORY_BYTES = 64L << 20;

        OpenWebhooks webhooks() {
            return new OpenWebhooks(secrets, random);
        }

        /** Tells callers and the run that waits for this one that it has responded or ended. */
        void announce(RunKey run) {
            signals.changed();
            String parent = database.read(sql -> RunTable.parent(sql, run));
            if (parent != null) {
                jobs.wake(ParentAction.of(run.workflow().tenant(), parent).run(), clock.instant());
            }
        }

        /** Evaluates a template on the compute pool. */
        JsonNode evaluate(Template template, EvaluationScope scope) {
            return template.constant()
                    ? template.evaluate(scope)
                    : compute(deadline -> template.evaluate(scope, deadline));
        }

        /** Evaluates a condition on the compute pool. */
        boolean test(Condition condition, EvaluationScope scope) {
            return compute(deadline -> JsonValues.flag(condition.test(scope, deadline)))
                    .booleanValue();
        }

        /** Does work whose cost depends on content on the compute pool. */
        JsonNode compute(Function<Deadline, JsonNode> work) {
            long memory = Math.min(MAX_MEMORY_BYTES, compute.sharedMemory());
            try {
                return compute.run(Limit.of(Limit.SMALL + 1, MAX_TIME, memory), work);
            } catch (ComputeRefused e) {
                if (e.reason() == ComputeRefused.Reason.MEMORY) {
                    // a retry would have the same result
                    throw new EvaluationFailed("The template language expressions take more than '" + memory
                            + "' bytes of memory to evaluate, which is the limit.");
                }
                throw e;
            }
        }
    }

    public RunDriver(Tools tools) {
        this.tools = tools;
    }

    /**
     * Drives a run until it ends or has to wait for a timer. If an error or the end of the process interrupts it, it is retried a few times and
     * then given up; the count is on disk before the work starts.
     *
     * @return when it continues; empty if it has ended or does not exist
     * @throws InterruptedException if the engine stops; the run continues after the next start
     */
    public Optional<Instant> drive(RunKey key) throws InterruptedException {
        if (!enter(key.workflow())) {
            return Optional.of(tools.clock().instant().plus(TURN));
        }
        try {
            return counted(key);
        } finally {
            leave(key.workflow());
        }
    }

    private Optional<Instant> counted(RunKey key) throws InterruptedException {
        RunTable.Drive drive = tools.database().write(sql -> RunTable.take(sql, key));
        if (drive == null) {
            return Optional.empty();
        }
        int times = drive.failures();
        if (times > MAX_FAILURES) {
            return giveUp(key);
        }
        try {
            Optional<Instant> next = take(key, drive);
            if (next.isPresent()) {
                madeProgress(key);
            }
            return next;
        } catch (InterruptedException e) {
            madeProgress(key);
            throw e;
        } catch (RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            tools.database().write(sql -> {
                RunTable.setFailures(sql, key, times);
                return true;
            });
            // The exception's message may quote data of the run.
            LOG.error(
                    "Run {} failed with an error ({} of {}): {} at {}",
                    key.name(),
                    times,
                    MAX_FAILURES,
                    e.getClass().getName(),
                    e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
            return times == MAX_FAILURES
                    ? giveUp(key)
                    : Optional.of(tools.clock().instant().plus(FIRST_PAUSE.multipliedBy(1L << (times - 1))));
        }
    }

    private void madeProgress(RunKey key) {
        tools.database().write(sql -> {
            RunTable.madeProgress(sql, key);
            return true;
        });
    }

    private Optional<Instant> take(RunKey key, RunTable.Drive drive) throws InterruptedException {
        RunRow run = tools.database().read(sql -> RunTable.find(sql, key));
        WorkflowRow workflow = tools.database().read(sql -> WorkflowTable.find(sql, key.workflow()));
        if (run == null || workflow == null || run.ended() != null) {
            return Optional.empty();
        }
        Instant latest = run.started().plus(tools.maxTime());
        if (!tools.clock().instant().isBefore(latest)) {
            ActionRow.Ending late = new ActionRow.Ending(
                    Status.TIMED_OUT,
                    "WorkflowRunTimedOut",
                    Errors.of("WorkflowRunTimedOut", "The run exceeded its maximum duration."),
                    null);
            return end(key, late);
        }
        Definition definition = tools.definitions().find(key.workflow(), run.version());
        if (definition == null) {
            return end(
                    key,
                    ActionRow.Ending.failed(
                            "WorkflowVersionNotFound",
                            "WorkflowVersionNotFound",
                            "The version of the definition with which the run started no longer exists."));
        }
        try (RunExecution execution = new RunExecution(tools, whole(run), drive, workflow, definition)) {
            return execution.go().map(next -> next.isAfter(latest) ? latest : next);
        }
    }

    /** Returns the run with the unmasked data of its trigger. */
    private RunRow whole(RunRow run) {
        JsonNode trigger = tools.database().read(sql -> tools.secrets().find(sql, run.key(), RunSecrets.TRIGGER));
        return trigger == null ? run : run.with(trigger, run.response());
    }

    private Optional<Instant> giveUp(RunKey key) {
        LOG.error("Run {} was given up", key.name());
        return end(key, GIVEN_UP);
    }

    private Optional<Instant> end(RunKey key, ActionRow.Ending ending) {
        Instant now = tools.clock().instant();
        var unsubscribed = new ArrayList<SubscriptionRow>();
        boolean ours = tools.database().write(sql -> {
            unsubscribed.clear();
            unsubscribed.addAll(tools.webhooks().endAll(sql, key, now));
            ActionTable.endOpen(sql, key, ending, now);
            return RunTable.end(sql, key, ending, now);
        });
        if (ours) {
            tools.metrics().runEnded(ending.status());
        }
        unsubscribed.forEach(tools.jobs()::remind);
        tools.announce(key);
        return Optional.empty();
    }

    private boolean enter(WorkflowKey key) {
        synchronized (driven) {
            @Nullable Integer now = driven.get(key);
            if (now != null && now >= MAX_DRIVEN_RUNS) {
                return false;
            }
            driven.merge(key, 1, Integer::sum);
            return true;
        }
    }

    private void leave(WorkflowKey key) {
        synchronized (driven) {
            driven.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
