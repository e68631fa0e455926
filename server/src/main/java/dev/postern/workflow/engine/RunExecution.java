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
 * One stretch of a run on one thread. Calls are made on threads of their own and come back through a queue, so that all
 * state is read and written here.
 */
final class RunExecution implements AutoCloseable {
    /** Calls of one run at a time; what is ready beyond them waits for one to come back. */
    private static final int MOST_IN_FLIGHT = 20;

    private final RunDriver.Tools tools;
    private final RunRow run;
    private final WorkflowRow workflow;
    private final Definition definition;
    private final Masking masking;
    private final Progress progress;
    private final ActionStart starts;
    private final BlockingQueue<CallCompleted> landed = new LinkedBlockingQueue<>();
    private final List<Thread> flying = new ArrayList<>();
    private int inFlight;
    private boolean gotOn;

    /** A call that came back. */
    private record CallCompleted(Action action, ActionRow row, Outcome outcome) {}

    private sealed interface Outcome {}

    private record Answered(CallResult result) implements Outcome {}

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

    /** Drives until the run has ended or only timers are left. */
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
                // Timers of other branches go off while a call is under way.
                CallCompleted next = landed.poll(500, TimeUnit.MILLISECONDS);
                if (next != null) {
                    inFlight--;
                    land(next);
                }
            }
            return Optional.empty();
        } catch (Progress.Overtaken e) {
            return Optional.empty();
        }
    }

    /** Calls that the last process did not see come back are made again: at least once is what is promised. */
    private void resume() {
        for (ActionRow row : progress.all()) {
            if (row.status() == Status.RUNNING) {
                ArrayNode tried = row.retries().deepCopy();
                tried.add(HttpOutcome.entry(
                        row,
                        "Interrupted",
                        "The engine stopped before the answer came.",
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
                if (inFlight >= MOST_IN_FLIGHT) {
                    return;
                }
                if (!starts.ended()) {
                    starts.start(action).ifPresent(row -> launch(action, row));
                }
            }
            changed = !step.ready().isEmpty() || !step.skipped().isEmpty();
        }
    }

    private void startDue() {
        Instant now = tools.clock().instant();
        for (ActionRow row : progress.all()) {
            Instant due = row.due();
            if (row.status() == Status.WAITING && due != null && !due.isAfter(now) && inFlight < MOST_IN_FLIGHT) {
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

    /** The attempt is on disk before its first byte is on the wire. */
    private void send(Action action, ActionRow row) {
        ActionRow sent = row.send(tools.clock().instant());
        progress.change(row, sent);
        launch(action, sent);
    }

    private void launch(Action action, ActionRow row) {
        inFlight++;
        flying.add(Thread.ofVirtual().name("workflow-call").start(() -> {
            try {
                landed.add(new CallCompleted(
                        action, row, new Answered(tools.calls().make(run, workflow, action, row))));
            } catch (CallRefused e) {
                landed.add(new CallCompleted(action, row, new Refused(e)));
            } catch (RuntimeException | Error e) {
                // Also an error: a call of which nobody hears would keep its run waiting for ever.
                landed.add(new CallCompleted(action, row, new Broken(e)));
            } catch (InterruptedException e) {
                // The drive has ended: nobody listens any more.
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void land(CallCompleted call) {
        Instant now = tools.clock().instant();
        ActionRow row = call.row();
        ActionRow after = switch (call.outcome()) {
            case Broken broken -> throw new IllegalStateException("A call broke off by an error", broken.cause());
            case Refused refused ->
                row.end(
                        ActionRow.Ending.failed(
                                "BadRequest",
                                refused.reason().code(),
                                String.valueOf(refused.reason().getMessage())),
                        now);
            case Answered answered -> after(call.action(), row, answered.result(), now);
        };
        progress.change(row, after);
        if (!gotOn && after.status().done()) {
            gotOn = true;
            tools.database().write(sql -> {
                RunTable.gotOn(sql, run.key());
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
        flying.forEach(Thread::interrupt);
    }
}
