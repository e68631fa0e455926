package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.ActionIndex;
import dev.postern.workflow.action.Connector;
import dev.postern.workflow.action.Http;
import dev.postern.workflow.action.HttpWebhook;
import dev.postern.workflow.action.NestedWorkflow;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One execution of a run on one thread, until it ends or has to wait. Calls are made on separate threads, so that all state is accessed on
 * this thread only.
 */
public final class RunExecution implements AutoCloseable {
    /** After this time other runs get a turn. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private final RunContext context;
    private final Progress progress;
    private final RunTree tree;
    private final ContainerSteps containers;
    private final ActionStart starts;
    private final Skipping skipping;
    private final CallsInFlight calls;
    private final int failures;
    private boolean counted = true;
    /** Scopes with an action that waits until a call has completed. */
    private final List<OpenScope> blocked = new ArrayList<>();

    RunExecution(RunDriver.Tools tools, RunRow run, RunTable.Drive drive, WorkflowRow workflow, Definition definition) {
        Masking masking = Masking.of(definition);
        this.progress = new Progress(tools.database(), tools.secrets(), run.key(), drive, masking);
        this.context = new RunContext(
                tools, run, workflow, definition, new ActionIndex(definition.actions()), progress, masking);
        this.tree = new RunTree(context);
        this.containers = new ContainerSteps(tree);
        this.starts = new ActionStart(tree, containers);
        this.skipping = new Skipping(tree);
        this.calls = new CallsInFlight(tree);
        this.failures = drive.failures();
    }

    /** Drives the run until it has ended or only timers are left; returns when it continues. */
    Optional<Instant> go() throws InterruptedException {
        try {
            new RunRestore(tree).restore();
            calls.resume();
            calls.look();
            while (true) {
                boolean more = step(System.nanoTime() + TURN.toNanos());
                if (!progress.hasEnded() && progress.hasTooManyActions()) {
                    context.end(Progress.TOO_MANY);
                }
                if (progress.hasEnded()) {
                    return Optional.empty();
                }
                startDue();
                endLate();
                calls.launch();
                if (tree.hasNext()) {
                    if (more && calls.inFlight() == 0) {
                        progress.flush();
                        return Optional.of(now());
                    }
                } else if (tree.root().allDone()) {
                    new RunEnd(context, tree.root()).end();
                    return Optional.empty();
                } else if (calls.inFlight() == 0) {
                    progress.flush();
                    return earliest();
                }
                // Timers of other branches may be due while a call is in progress, and results from outside arrive.
                if (!calls.complete(tree.hasNext() ? Duration.ZERO : Duration.ofMillis(500))) {
                    uncount();
                    calls.look();
                }
                blocked.forEach(tree::enqueue);
                blocked.clear();
            }
        } catch (Progress.Overtaken e) {
            return Optional.empty();
        }
    }

    /** Starts what can start; returns true if the turn was over before. */
    private boolean step(long until) {
        OpenScope scope = tree.dequeue();
        while (scope != null) {
            step(scope);
            progress.flushIfMany();
            if (progress.hasEnded() || System.nanoTime() >= until) {
                return tree.hasNext();
            }
            scope = tree.dequeue();
        }
        return false;
    }

    private void step(OpenScope scope) {
        boolean changed = true;
        while (changed) {
            Propagation.Step step = Propagation.next(scope.actions().all(), scope.states());
            step.skipped().forEach(skip -> skipping.after(scope, skip));
            for (Action action : step.ready()) {
                if (calls.isFull() && isCall(action)) {
                    blocked.add(scope);
                    return;
                }
                starts.start(scope, action).ifPresent(calls::add);
                if (progress.hasEnded()) {
                    return;
                }
            }
            changed = !step.ready().isEmpty() || !step.skipped().isEmpty();
        }
        if (scope.owner() != null && scope.allDone()) {
            containers.finish(scope);
        }
    }

    /** While the run only waits for calls, the end of the process is not its fault. */
    private void uncount() {
        if (counted) {
            counted = false;
            context.tools().database().write(sql -> {
                RunTable.setFailures(sql, context.run().key(), failures - 1);
                return true;
            });
        }
    }

    private static boolean isCall(Action action) {
        return switch (action.type()) {
            case Connector type -> true;
            case Http type -> true;
            case HttpWebhook type -> true;
            case NestedWorkflow type -> true;
            default -> false;
        };
    }

    private void startDue() {
        Instant now = now();
        for (RunTree.Leaf leaf : tree.leaves()) {
            ActionRow row = leaf.row();
            Instant due = row.due();
            boolean pending = row.state() != null;
            if (row.status() == Status.WAITING && !pending && due != null && !due.isAfter(now)) {
                if (!isCall(leaf.action())) {
                    tree.change(leaf.scope(), leaf.action(), row.end(ActionRow.Ending.succeeded(null), now));
                } else if (!calls.isFull()) {
                    tree.change(leaf.scope(), leaf.action(), row.send(now));
                    calls.add(leaf);
                }
            }
        }
    }

    /** Ends actions that have exceeded their time limit. */
    private void endLate() {
        Instant now = now();
        for (RunTree.Leaf leaf : tree.leaves()) {
            if (isLate(deadline(leaf.action(), leaf.row()), now)) {
                calls.abandon(leaf.row().key());
                unsubscribe(leaf.row(), now);
                tree.change(
                        leaf.scope(),
                        leaf.action(),
                        leaf.row().end(ContainerSteps.timedOut(leaf.action().name()), now));
            }
        }
        for (OpenContainer container : tree.containers()) {
            if (tree.container(container.key()) == container
                    && isLate(deadline(container.action(), container.row()), now)) {
                containers.abandon(
                        container, ContainerSteps.timedOut(container.action().name()));
            }
        }
    }

    private void unsubscribe(ActionRow row, Instant now) {
        if (row.inputs() != null && row.inputs().has("subscribe")) {
            progress.unsubscribe(
                    context.tools(),
                    sql -> context.tools().webhooks().end(sql, context.run().key(), row, now).stream()
                            .toList());
        }
    }

    private static boolean isLate(Optional<Instant> deadline, Instant now) {
        return deadline.isPresent() && !deadline.get().isAfter(now);
    }

    private static Optional<Instant> deadline(Action action, ActionRow row) {
        return Optional.ofNullable(action.settings().timeout()).map(row.started()::plus);
    }

    private Optional<Instant> earliest() {
        Stream<Instant> due = tree.leaves().stream()
                .map(leaf -> leaf.row().due())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
        Stream<Instant> deadlines = Stream.concat(
                tree.leaves().stream().flatMap(leaf -> deadline(leaf.action(), leaf.row()).stream()),
                tree.containers().stream().flatMap(each -> deadline(each.action(), each.row()).stream()));
        return Stream.concat(due, deadlines).min(Instant::compareTo);
    }

    private Instant now() {
        return context.tools().clock().instant();
    }

    @Override
    public void close() {
        calls.close();
    }
}
