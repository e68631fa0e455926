package dev.postern.workflow.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.postern.access.TenantId;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.SubscriptionRow;
import dev.postern.workflow.row.TriggerRow;
import dev.postern.workflow.row.TriggerTable;
import dev.postern.workflow.stored.WorkflowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of the package. A timer is only a reminder: the state is in the package's own tables, and the sweep creates
 * missing timers.
 */
public final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final TaskDescriptor<Void> TRIGGER = TaskDescriptor.of("workflow-trigger");
    private static final TaskDescriptor<Void> RUN = TaskDescriptor.of("workflow-run");
    private static final TaskDescriptor<Void> SPLIT = TaskDescriptor.of("workflow-split");
    private static final TaskDescriptor<Void> SUBSCRIPTION = TaskDescriptor.of("workflow-subscription");
    private static final TaskDescriptor<Void> SWEEP = TaskDescriptor.of("workflow-sweep");
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 6;
    private static final int WAKE_ATTEMPTS = 100;
    private static final Duration WAKE_PAUSE = Duration.ofMillis(100);

    private volatile @Nullable Scheduler scheduler;

    /** The work that timers trigger. Each method returns when it must be called again. */
    public interface Work {
        Optional<Instant> trigger(WorkflowKey key, String generation, String name) throws InterruptedException;

        Optional<Instant> split(WorkflowKey key, String history);

        Optional<Instant> subscription(WorkflowKey key, UUID id) throws InterruptedException;

        Optional<Instant> run(RunKey key) throws InterruptedException;

        void sweep();
    }

    public void use(Scheduler started) {
        scheduler = started;
    }

    public List<Task<?>> tasks(Work work) {
        return List.of(
                task(TRIGGER, id -> {
                    String[] parts = id.split("/", 4);
                    return work.trigger(workflow(parts), parts[2], parts[3]);
                }),
                task(RUN, id -> {
                    String[] parts = id.split("/", 3);
                    return work.run(new RunKey(workflow(parts), parts[2]));
                }),
                task(SPLIT, id -> {
                    String[] parts = id.split("/", 3);
                    return work.split(workflow(parts), parts[2]);
                }),
                task(SUBSCRIPTION, id -> {
                    String[] parts = id.split("/", 3);
                    return work.subscription(workflow(parts), UUID.fromString(parts[2]));
                }),
                Tasks.custom(SWEEP)
                        .scheduleOnStartup("all", null, now -> now.plus(SWEEP_PAUSE))
                        .onFailureReschedule(
                                com.github.kagkarlsson.scheduler.task.schedule.Schedules.fixedDelay(SWEEP_PAUSE))
                        .execute((instance, context) -> {
                            work.sweep();
                            return new CompletionHandler.OnCompleteReschedule<>(
                                    com.github.kagkarlsson.scheduler.task.schedule.Schedules.fixedDelay(SWEEP_PAUSE));
                        }));
    }

    @FunctionalInterface
    private interface Reminded {
        Optional<Instant> by(String id) throws InterruptedException;
    }

    private static Task<Void> task(TaskDescriptor<Void> name, Reminded reminded) {
        return Tasks.custom(name)
                .onDeadExecutionRevive()
                .onFailure((complete, operations) -> {
                    int failures = Math.min(complete.getExecution().consecutiveFailures, MAX_DOUBLINGS);
                    operations.reschedule(
                            complete, complete.getTimeDone().plus(FIRST_RETRY.multipliedBy(1L << failures)));
                })
                .execute((instance, context) -> next(reminded, instance.getId()));
    }

    private static CompletionHandler<Void> next(Reminded reminded, String id) {
        try {
            Optional<Instant> next = reminded.by(id);
            return (complete, operations) -> {
                if (next.isPresent()) {
                    operations.reschedule(complete, next.get());
                } else {
                    operations.remove();
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The engine is stopping; the run continues after the next start", e);
        }
    }

    private static WorkflowKey workflow(String[] parts) {
        return new WorkflowKey(TenantId.of(parts[0]), UUID.fromString(parts[1]));
    }

    public void remind(WorkflowKey key, TriggerRow row) {
        Instant next = row.next();
        if (next != null) {
            remind(TRIGGER, id(key) + "/" + row.generation() + "/" + row.name(), next);
        }
    }

    public void remind(TriggerTable.Pending row) {
        remind(TRIGGER, id(row.key()) + "/" + row.generation() + "/" + row.name(), row.next());
    }

    /** Makes a trigger due at once, also if a timer for later is set. */
    public void hasten(WorkflowKey key, TriggerRow row, Instant now) {
        Scheduler known = scheduler;
        if (known != null) {
            try {
                known.schedule(
                        TRIGGER.instance(id(key) + "/" + row.generation() + "/" + row.name())
                                .scheduledTo(now),
                        ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
            } catch (RuntimeException e) {
                LOG.warn("A timer could not be moved ({}); the trigger fires at its usual time", e.toString());
            }
        }
    }

    public void remindSplit(WorkflowKey key, String history, Instant at) {
        remind(SPLIT, id(key) + "/" + history, at);
    }

    public void remind(SubscriptionRow row) {
        Instant due = row.due();
        if (due != null) {
            remind(SUBSCRIPTION, id(row.key()) + "/" + row.id(), due);
        }
    }

    /** Lets a run continue now. If it is being driven, it looks for results itself; it is woken once that has ended. */
    public void wake(RunKey key, Instant now) {
        Scheduler known = scheduler;
        if (known == null || wake(known, key, now)) {
            return;
        }
        Thread.ofVirtual().name("workflow-wake").start(() -> {
            for (int i = 0; i < WAKE_ATTEMPTS && !Thread.currentThread().isInterrupted(); i++) {
                LockSupport.parkNanos(WAKE_PAUSE.toNanos());
                if (wake(known, key, now)) {
                    return;
                }
            }
        });
    }

    private static boolean wake(Scheduler known, RunKey key, Instant now) {
        TaskInstance<Void> instance =
                RUN.instance(id(key.workflow()) + "/" + key.name()).build();
        try {
            known.reschedule(instance, now);
            return true;
        } catch (TaskInstanceCurrentlyExecutingException e) {
            return false;
        } catch (RuntimeException e) {
            // there is no timer for the run, or the database is away; the sweep sets it
            return true;
        }
    }

    public void remind(RunKey key, Instant at) {
        remind(RUN, id(key.workflow()) + "/" + key.name(), at);
    }

    private void remind(TaskDescriptor<Void> name, String id, Instant at) {
        Scheduler known = scheduler;
        if (known != null) {
            try {
                known.scheduleIfNotExists(name.instance(id).scheduledTo(at));
            } catch (RuntimeException e) {
                // the state is on disk, and the sweep creates missing timers
                LOG.warn("A timer could not be set ({}); the sweep will set it", e.toString());
            }
        }
    }

    private static String id(WorkflowKey key) {
        return key.tenant() + "/" + key.id();
    }
}
