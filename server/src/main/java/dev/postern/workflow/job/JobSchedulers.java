package dev.postern.workflow.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;

/** Creates the scheduler for the package's timers. Tests create one that runs only on demand. */
@FunctionalInterface
public interface JobSchedulers {
    Scheduler make(Database database, List<Task<?>> tasks, InstantSource clock);

    /** The production scheduler. Runs mostly wait for services, so many can be active on virtual threads. */
    JobSchedulers REAL = (database, tasks, clock) -> {
        SchedulerBuilder builder = new SchedulerBuilder(database.jobs(), tasks)
                .clock(clock::instant)
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("workflow-", 0).factory()))
                .threads(64)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(Duration.ofSeconds(5))
                .missedHeartbeatsLimit(4)
                .enableImmediateExecution()
                // Timers of other packages may be in the same table and must not be deleted.
                .deleteUnresolvedAfter(Duration.ofDays(36_500))
                .shutdownMaxWait(Duration.ofSeconds(4));
        if (database.engine() == Engine.POSTGRES) {
            builder.pollUsingLockAndFetch(0.5, 1.0);
        }
        return builder.build();
    };
}
