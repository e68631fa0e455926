package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.ActionSettings;
import dev.postern.workflow.action.HttpWebhook;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.definition.RetryPolicy;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.service.ActionCallResult;
import dev.postern.workflow.service.HttpOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The calls of one run that are in progress. Each is on disk before its first byte is sent, and is made on a thread of its own; the results
 * return through a queue.
 */
public final class CallsInFlight implements AutoCloseable {
    /** Fewer than the outbound client makes for one workflow; further calls wait until one has completed. */
    private static final int MAX_CALLS = 30;

    /** Results from outside wake the run; in case that fails, it looks for them after this time. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final RunContext context;
    private final RunTree tree;
    private final List<RunTree.Leaf> added = new ArrayList<>();
    private final Map<ActionKey, Thread> threads = new HashMap<>();
    private final BlockingQueue<Completed> completed = new LinkedBlockingQueue<>();

    private record Completed(RunTree.Leaf leaf, ActionRow row, Outcome outcome) {}

    private sealed interface Outcome {}

    private record Returned(ActionCallResult result) implements Outcome {}

    private record Refused(CallRefused reason) implements Outcome {}

    private record Broken(Throwable cause) implements Outcome {}

    CallsInFlight(RunTree tree) {
        this.context = tree.context();
        this.tree = tree;
    }

    boolean isFull() {
        return inFlight() >= MAX_CALLS;
    }

    int inFlight() {
        return threads.size() + added.size();
    }

    /** Adds a call; {@link #launch} makes it. */
    void add(RunTree.Leaf leaf) {
        added.add(leaf);
    }

    /** Repeats calls whose result the previous process did not receive: calls are made at least once. */
    void resume() {
        Instant now = context.tools().clock().instant();
        for (RunTree.Leaf leaf : tree.leaves()) {
            ActionRow row = leaf.row();
            if (row.status() == Status.RUNNING) {
                ArrayNode tried = row.retries().deepCopy();
                tried.add(HttpOutcome.entry(
                        row, "Interrupted", "The engine stopped before the response was received.", null, now));
                AttemptLog.interrupted(context.progress(), context.masking(), row, now);
                tree.change(leaf.scope(), leaf.action(), row.interrupt(tried).send(now));
                add(leaf);
            }
        }
    }

    /** Writes the changes so far, and makes the calls that were added. */
    void launch() {
        if (added.isEmpty()) {
            return;
        }
        context.progress().flush();
        for (RunTree.Leaf leaf : added) {
            ActionRow row = leaf.scope().rows().get(leaf.action().name());
            if (row != null && row.status() == Status.RUNNING) {
                threads.put(row.key(), start(leaf, row));
            }
        }
        added.clear();
    }

    private Thread start(RunTree.Leaf leaf, ActionRow row) {
        return Thread.ofVirtual().name("workflow-call").start(() -> {
            Outcome outcome;
            try {
                outcome = new Returned(
                        context.tools().calls().make(context.run(), context.workflow(), leaf.action(), row));
            } catch (CallRefused e) {
                outcome = new Refused(e);
            } catch (RuntimeException | Error e) {
                // Also for an Error, because without a result the run would never end.
                outcome = new Broken(e);
            } catch (InterruptedException e) {
                // The result is no longer needed.
                Thread.currentThread().interrupt();
                return;
            }
            completed.add(new Completed(leaf, row, outcome));
        });
    }

    /** Takes the results of completed calls, and waits for the first one if there is none; returns whether there was one. */
    boolean complete(Duration patience) throws InterruptedException {
        @Nullable Completed next = completed.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        boolean any = next != null;
        while (next != null) {
            if (threads.remove(next.row().key()) != null) {
                complete(next);
            }
            next = completed.poll();
        }
        return any;
    }

    /** Stops waiting for a call. */
    void abandon(ActionKey key) {
        Thread thread = threads.remove(key);
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void complete(Completed call) {
        ActionRow now = call.leaf().scope().rows().get(call.leaf().action().name());
        if (now == null || now.status().done()) {
            return;
        }
        Instant at = context.tools().clock().instant();
        ActionRow row = call.row();
        ActionRow after = switch (call.outcome()) {
            case Broken broken -> throw new IllegalStateException("A call failed with an error", broken.cause());
            case Refused refused ->
                row.end(
                        ActionRow.Ending.failed(
                                "BadRequest",
                                refused.reason().code(),
                                String.valueOf(refused.reason().getMessage())),
                        at);
            case Returned(ActionCallResult.Defined defined) -> row.end(defined.ending(), at);
            case Returned(ActionCallResult.Prepared prepared) -> row.await(at, prepared.found(), row.retries());
            case Returned(ActionCallResult.Pending pending) -> row.pend(at.plus(LOOK_AGAIN), pending.state());
            case Returned(ActionCallResult.Made made) -> after(call.leaf().action(), row, made.result(), at);
        };
        tree.change(call.leaf().scope(), call.leaf().action(), after);
        if (call.outcome() instanceof Returned(ActionCallResult.Made made)
                && (row.attempt() > 1 || !after.status().done())) {
            AttemptLog.completed(context.progress(), context.masking(), row, made.result(), at);
        }
    }

    private ActionRow after(Action action, ActionRow row, CallResult result, Instant now) {
        JsonNode inputs = Objects.requireNonNull(row.inputs());
        JsonNode call = action.type() instanceof HttpWebhook ? inputs.path("subscribe") : inputs;
        RetryPolicy policy = RetryPolicy.read(call.path("retryPolicy"));
        boolean asynchronous = !action.settings().options().contains(ActionSettings.Option.DISABLE_ASYNC_PATTERN);
        UnaryOperator<String> poll =
                location -> context.tools().calls().poll(row, location).text();
        return switch (HttpOutcome.of(
                row, asynchronous, policy, result, now, context.tools().random(), poll)) {
            case HttpOutcome.End end
            when !context.progress().hasRoomFor(end.ending().outputs()) ->
                row.end(ActionRow.Ending.failed("RunContentTooLarge", "RunContentTooLarge", Progress.NO_ROOM), now);
            case HttpOutcome.End end -> row.end(end.ending(), now);
            case HttpOutcome.Wait wait -> row.await(wait.due(), wait.poll(), wait.retries());
        };
    }

    /** Ends actions whose result has arrived from outside. */
    void look() {
        Instant now = context.tools().clock().instant();
        for (RunTree.Leaf leaf : tree.leaves()) {
            ActionRow row = leaf.row();
            if (row.status() == Status.WAITING && row.state() != null) {
                Optional<ActionCallResult.Defined> result =
                        context.tools().calls().look(context.run(), leaf.action(), row);
                Instant due = row.due();
                if (result.isPresent()) {
                    tree.change(
                            leaf.scope(), leaf.action(), ended(row, result.get().ending(), now));
                } else if (due != null && !due.isAfter(now)) {
                    tree.change(leaf.scope(), leaf.action(), row.pend(now.plus(LOOK_AGAIN), row.state()));
                }
            }
        }
    }

    private ActionRow ended(ActionRow row, ActionRow.Ending ending, Instant now) {
        return row.end(
                context.progress().hasRoomFor(ending.outputs())
                        ? ending
                        : ActionRow.Ending.failed("RunContentTooLarge", "RunContentTooLarge", Progress.NO_ROOM),
                now);
    }

    @Override
    public void close() {
        threads.values().forEach(Thread::interrupt);
    }
}
