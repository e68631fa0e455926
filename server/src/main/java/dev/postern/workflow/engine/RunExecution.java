package dev.postern.workflow.engine;

import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.definition.Action;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.RetryPolicy;
import dev.postern.workflow.definition.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ArrayNode;

/**
 * One execution of a run on one thread, until it ends or has to wait. Calls are made on separate threads and their results return through a
 * queue, so that all state is accessed on this thread only.
 */
final class RunExecution implements AutoCloseable {
    /** Maximum number of concurrent calls of one run; further calls wait until one has completed. */
    private static final int MAX_CALLS_IN_FLIGHT = 20;

    private final RunDriver.Tools tools;
    private final RunRow run;
    private final WorkflowRow workflow;
    private final Definition definition;
    private final Masking masking;
    private final Progress progress;
    private final ActionStart starts;
    private final BlockingQueue<CallCompleted> completed = new LinkedBlockingQueue<>();
    private final List<Thread> callThreads = new ArrayList<>();
    private int inFlight;
    private boolean madeProgress;

    /** A completed call. */
    private record CallCompleted(Action action, ActionRow row, Outcome outcome) {}

    private sealed interface Outcome {}

    private record Completed(CallResult result) implements Outcome {}

    private record Refused(CallRefused reason) implements Outcome {}

    private record Broken(Throwable cause) implements Outcome {}

    RunExecution(RunDriver.Tools tools, RunRow run, WorkflowRow workflow, Definition definition) {
        this.tools = tools;
        this.run = run;
        this.workflow = workflow;
        this.definition = definition;
        this.masking = Masking.of(definition);
        this.progress = new Progress(tools.database(), tools.secrets(), run.key(), masking);
        this.starts = new ActionStart(tools, run, workflow, definition, progress, masking);
    }

    /** Drives the run until it has ended or only timers are left. */
    Optional<Instant> go() throws InterruptedException {
        try {
            resume();
            while (!starts.ended()) {
                startReady();
                if (starts.ended()) {
                    break;
                }
                startDue();
                if (inFlight == 0) {
                    Optional<Instant> due = earliest();
                    if (due.isEmpty()) {
                        new RunEnd(tools, run, definition, progress, starts, masking).end();
                    }
                    return due;
                }
                // Timers of other branches may fire while a call is in progress.
                CallCompleted next = completed.poll(500, TimeUnit.MILLISECONDS);
                if (next != null) {
                    inFlight--;
                    complete(next);
                }
            }
            return Optional.empty();
        } catch (Progress.Overtaken e) {
            return Optional.empty();
        }
    }

    /** Repeats calls whose result the previous process did not receive: calls are made at least once. */
    private void resume() {
        for (ActionRow row : progress.all()) {
            if (row.status() == Status.RUNNING) {
                ArrayNode tried = row.retries().deepCopy();
                tried.add(HttpOutcome.entry(
                        row,
                        "Interrupted",
                        "The engine stopped before the response was received.",
                        null,
                        tools.clock().instant()));
                ActionRow interrupted = row.interrupt(tried);
                progress.change(row, interrupted);
                send(action(row), interrupted);
            }
        }
    }

    private void startReady() {
        boolean changed = true;
        while (changed && !starts.ended()) {
            Propagation.Step step = Propagation.next(definition.actions().values(), progress.states());
            starts.skip(step.skipped());
            for (Action action : step.ready()) {
                if (inFlight >= MAX_CALLS_IN_FLIGHT) {
                    return;
                }
                if (!starts.ended()) {
                    starts.start(action).ifPresent(row -> startCall(action, row));
                }
            }
            changed = !step.ready().isEmpty() || !step.skipped().isEmpty();
        }
    }

    private void startDue() {
        Instant now = tools.clock().instant();
        for (ActionRow row : progress.all()) {
            Instant due = row.due();
            if (row.status() == Status.WAITING && due != null && !due.isAfter(now) && inFlight < MAX_CALLS_IN_FLIGHT) {
                send(action(row), row);
            }
        }
    }

    private Optional<Instant> earliest() {
        return progress.all().stream()
                .filter(row -> row.status() == Status.WAITING)
                .map(row -> Objects.requireNonNull(row.due()))
                .min(Instant::compareTo);
    }

    private Action action(ActionRow row) {
        return Objects.requireNonNull(definition.action(row.name()));
    }

    /** Stores the attempt on disk before the first byte is sent. */
    private void send(Action action, ActionRow row) {
        ActionRow sent = row.send(tools.clock().instant());
        progress.change(row, sent);
        startCall(action, sent);
    }

    private void startCall(Action action, ActionRow row) {
        inFlight++;
        callThreads.add(Thread.ofVirtual().name("workflow-call").start(() -> {
            try {
                completed.add(new CallCompleted(
                        action, row, new Completed(tools.calls().make(run, workflow, action, row))));
            } catch (CallRefused e) {
                completed.add(new CallCompleted(action, row, new Refused(e)));
            } catch (RuntimeException | Error e) {
                // Also for an Error, because without a result the run would never end.
                completed.add(new CallCompleted(action, row, new Broken(e)));
            } catch (InterruptedException e) {
                // The execution has ended; the result is no longer needed.
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void complete(CallCompleted call) {
        Instant now = tools.clock().instant();
        ActionRow row = call.row();
        ActionRow after = switch (call.outcome()) {
            case Broken broken -> throw new IllegalStateException("A call failed with an error", broken.cause());
            case Refused refused ->
                row.end(
                        ActionRow.Ending.failed(
                                "BadRequest",
                                refused.reason().code(),
                                String.valueOf(refused.reason().getMessage())),
                        now);
            case Completed completed -> after(call.action(), row, completed.result(), now);
        };
        progress.change(row, after);
        if (!madeProgress && after.status().done()) {
            madeProgress = true;
            tools.database().write(sql -> {
                RunTable.madeProgress(sql, run.key());
                return true;
            });
        }
    }

    private ActionRow after(Action action, ActionRow row, CallResult result, Instant now) {
        RetryPolicy policy =
                RetryPolicy.read(Objects.requireNonNull(row.inputs()).path("retryPolicy"));
        boolean asynchronous = !action.options().contains(Action.Option.DISABLE_ASYNC_PATTERN);
        UnaryOperator<String> poll =
                location -> tools.calls().poll(row, location).text();
        return switch (HttpOutcome.of(row, asynchronous, policy, result, now, tools.random(), poll)) {
            case HttpOutcome.End end
            when !progress.hasRoomFor(end.ending().outputs()) ->
                row.end(ActionRow.Ending.failed("RunContentTooLarge", "RunContentTooLarge", Progress.NO_ROOM), now);
            case HttpOutcome.End end -> row.end(end.ending(), now);
            case HttpOutcome.Wait wait -> row.await(wait.due(), wait.poll(), wait.retries());
        };
    }

    @Override
    public void close() {
        callThreads.forEach(Thread::interrupt);
    }
}
