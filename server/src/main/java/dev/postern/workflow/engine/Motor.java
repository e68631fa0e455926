package dev.postern.workflow.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.postern.compute.ComputePool;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.workflow.call.Caller;
import dev.postern.workflow.identity.IdentityTokens;
import dev.postern.workflow.identity.WorkflowIdentities;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine as a whole: puts its parts together, starts and stops them, and sweeps up behind them. */
public final class Motor implements AutoCloseable {
    private final Database database;
    private final Parts parts;
    private final Jobs jobs = new Jobs();
    private final Metrics metrics = new Metrics();
    private final Workflows workflows;
    private final Runs runs;
    private final Clocks clocks;
    private final RunDriver driver;
    private @Nullable Scheduler scheduler;

    /** @param retention how long ended runs are kept */
    public record Parts(
            ComputePool compute,
            WorkflowIdentities identities,
            IdentityTokens tokens,
            Caller caller,
            InstantSource clock,
            Duration retention,
            JobSchedulers schedulers) {}

    public Motor(Database database, Parts parts) {
        this.database = database;
        this.parts = parts;
        InstantSource clock = parts.clock();
        SecureRandom random = new SecureRandom();
        Definitions definitions = new Definitions(database, clock);
        RunSignals signals = new RunSignals();
        RunStart starts = new RunStart(database, jobs, clock, random);
        this.clocks = new Clocks(database, definitions, starts, metrics, clock, random);
        this.workflows = new Workflows(database, definitions, clocks, jobs, parts.identities(), clock);
        this.runs = new Runs(database, starts, signals, metrics, clock);
        this.driver = new RunDriver(new RunDriver.Tools(
                database,
                parts.compute(),
                definitions,
                new Calls(parts.caller(), parts.tokens()),
                clock,
                random,
                signals,
                metrics));
    }

    public Workflows workflows() {
        return workflows;
    }

    public Runs runs() {
        return runs;
    }

    public Metrics metrics() {
        return metrics;
    }

    /** Takes up what the last process left, and lets the timers run. */
    public void start() {
        if (database.engine() == Engine.SQLITE) {
            // A file has one process: what is marked as being worked on was left by one that is gone.
            database.write(sql -> sql.update("update scheduled_tasks set picked = 0, picked_by = null, "
                    + "last_heartbeat = null where picked = 1 and task_name like 'workflow-%'"));
        }
        Scheduler made = parts.schedulers().make(database, jobs.tasks(new Reminded()), parts.clock());
        scheduler = made;
        jobs.use(made);
        sweep();
        made.start();
    }

    /** Makes a timer for everything that lacks one, and forgets what is too old. */
    private void sweep() {
        Instant now = parts.clock().instant();
        database.read(RunTable::open).forEach(run -> jobs.remind(run, now));
        database.read(TriggerTable::pending).forEach(jobs::remind);
        Instant oldest = now.minus(parts.retention());
        database.write(sql -> RunTable.forget(sql, oldest) + WorkflowTable.forgetVersions(sql, oldest));
    }

    private final class Reminded implements Jobs.Work {
        @Override
        public Optional<Instant> trigger(WorkflowKey key, String generation, String name) {
            return clocks.fire(key, generation, name);
        }

        @Override
        public Optional<Instant> run(RunKey key) throws InterruptedException {
            return driver.drive(key);
        }

        @Override
        public void sweep() {
            Motor.this.sweep();
        }
    }

    /** Stops within a few seconds. Runs that are under way go on after the next start. */
    @Override
    public void close() {
        Scheduler made = scheduler;
        if (made != null) {
            made.stop();
        }
        parts.caller().close();
    }
}
