package dev.postern.workflow.engine;

import dev.postern.compute.ComputePool;
import dev.postern.compute.ComputeRefused;
import dev.postern.compute.Limit;
import dev.postern.store.Database;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Drives runs. May be used from any thread; the scheduler sees to it that a run has one driver at a time. */
final class RunDriver {
    private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);
    /** How often a run is taken up without getting anywhere before it is given up. */
    private static final int MOST_FAILURES = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    /** Runs of one workflow that are driven at a time; the others leave the threads to other workflows. */
    private static final int MOST_DRIVEN = 16;

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final ActionRow.Ending GIVEN_UP = ActionRow.Ending.failed(
            "RunGivenUp",
            "RunGivenUp",
            "A step of the run ended by an error of the server " + MOST_FAILURES
                    + " times, so the run was given up. The server's log names the error.");

    private final Tools tools;
    private final Map<WorkflowKey, Integer> driven = new HashMap<>();

    /** What a drive works with. */
    record Tools(
            Database database,
            ComputePool compute,
            Definitions definitions,
            Calls calls,
            InstantSource clock,
            RandomGenerator random,
            RunSignals signals,
            Metrics metrics,
            Duration longest) {
        /** As long as a run may wait for its turn; the bounds of expressions end them long before. */
        private static final Duration LONGEST = Duration.ofSeconds(30);

        /** Enough for the largest value that expressions may make; more would only make the collector of the heap work. */
        private static final long MOST_MEMORY = 64L << 20;

        /** The value of a template, computed apart from requests. */
        JsonNode evaluate(Template template, EvaluationScope scope) {
            if (template.constant()) {
                return template.evaluate(scope);
            }
            long memory = Math.min(MOST_MEMORY, compute.sharedMemory());
            try {
                return compute.run(
                        Limit.of(Limit.SMALL + 1, LONGEST, memory), deadline -> template.evaluate(scope, deadline));
            } catch (ComputeRefused e) {
                if (e.reason() == ComputeRefused.Reason.MEMORY) {
                    // it would be the same each time
                    throw new EvaluationFailed("The template language expressions take more than '" + memory
                            + "' bytes of memory to evaluate, which is the limit.");
                }
                throw e;
            }
        }
    }

    RunDriver(Tools tools) {
        this.tools = tools;
    }

    /**
     * Takes a run as far as it gets without waiting for a timer. A run that ends by an error, or with the process, is taken up a few times more and
     * then given up; the count is on disk before the work begins.
     *
     * @return when it goes on; empty when it has ended or is gone
     * @throws InterruptedException when the engine stops; the run is driven on after the next start
     */
    Optional<Instant> drive(RunKey key) throws InterruptedException {
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
        int times = tools.database().write(sql -> RunTable.takeUp(sql, key));
        if (times == 0) {
            return Optional.empty();
        }
        if (times > MOST_FAILURES) {
            return giveUp(key);
        }
        try {
            Optional<Instant> next = take(key);
            if (next.isPresent()) {
                gotOn(key);
            }
            return next;
        } catch (InterruptedException e) {
            gotOn(key);
            throw e;
        } catch (RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // Its message may quote what the run works with.
            LOG.error(
                    "Run {} ended by an error ({} of {}): {} at {}",
                    key.name(),
                    times,
                    MOST_FAILURES,
                    e.getClass().getName(),
                    e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
            return times == MOST_FAILURES
                    ? giveUp(key)
                    : Optional.of(tools.clock().instant().plus(FIRST_PAUSE.multipliedBy(1L << (times - 1))));
        }
    }

    private void gotOn(RunKey key) {
        tools.database().write(sql -> {
            RunTable.gotOn(sql, key);
            return true;
        });
    }

    private Optional<Instant> take(RunKey key) throws InterruptedException {
        RunRow run = tools.database().read(sql -> RunTable.find(sql, key));
        WorkflowRow workflow = tools.database().read(sql -> WorkflowTable.find(sql, key.workflow()));
        if (run == null || workflow == null || run.ended() != null) {
            return Optional.empty();
        }
        Instant latest = run.started().plus(tools.longest());
        if (!tools.clock().instant().isBefore(latest)) {
            ActionRow.Ending late = new ActionRow.Ending(
                    Status.TIMED_OUT,
                    "WorkflowRunTimedOut",
                    Errors.of("WorkflowRunTimedOut", "The run took longer than a run may take."),
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
                            "The version of the definition with which the run began is gone."));
        }
        try (RunExecution drive = new RunExecution(tools, whole(run), workflow, definition)) {
            return drive.go().map(next -> next.isAfter(latest) ? latest : next);
        }
    }

    /** The run with what came with its trigger, as it came. */
    private RunRow whole(RunRow run) {
        return run.with(
                tools.database()
                        .read(sql -> RunSecrets.all(sql, run.key()))
                        .getOrDefault(RunSecrets.TRIGGER, run.trigger()),
                run.response());
    }

    private Optional<Instant> giveUp(RunKey key) {
        LOG.error("Run {} is given up", key.name());
        return end(key, GIVEN_UP);
    }

    private Optional<Instant> end(RunKey key, ActionRow.Ending ending) {
        Instant now = tools.clock().instant();
        boolean ours = tools.database().write(sql -> {
            ActionTable.endOpen(sql, key, ending, now);
            return RunTable.end(sql, key, ending, now);
        });
        if (ours) {
            tools.metrics().runEnded(ending.status());
        }
        tools.signals().changed();
        return Optional.empty();
    }

    private boolean enter(WorkflowKey key) {
        synchronized (driven) {
            @Nullable Integer now = driven.get(key);
            if (now != null && now >= MOST_DRIVEN) {
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
