package dev.postern.workflow.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.postern.compute.ComputePool;
import dev.postern.secrets.Sealer;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.workflow.call.HttpCaller;
import dev.postern.workflow.history.RunHistory;
import dev.postern.workflow.identity.IdentityTokens;
import dev.postern.workflow.identity.WorkflowIdentities;
import dev.postern.workflow.job.JobSchedulers;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.job.Metrics;
import dev.postern.workflow.job.RunSignals;
import dev.postern.workflow.row.CallbackTable;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.row.TriggerHistoryTable;
import dev.postern.workflow.row.TriggerTable;
import dev.postern.workflow.run.RunDriver;
import dev.postern.workflow.service.ActingTokens;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.SecureText;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowTable;
import dev.postern.workflow.trigger.FiredRuns;
import dev.postern.workflow.trigger.OpenWebhooks;
import dev.postern.workflow.trigger.Polls;
import dev.postern.workflow.trigger.RecurrenceTimers;
import dev.postern.workflow.trigger.RunQueue;
import dev.postern.workflow.trigger.RunStart;
import dev.postern.workflow.trigger.Splits;
import dev.postern.workflow.trigger.SubscriptionCalls;
import dev.postern.workflow.trigger.Subscriptions;
import dev.postern.workflow.trigger.TriggerCaller;
import dev.postern.workflow.trigger.TriggerEvaluation;
import dev.postern.workflow.trigger.Triggers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The workflow engine: assembles, starts and stops its parts, and runs the sweep. */
public final class WorkflowEngine implements AutoCloseable {
    private static final Duration MAX_RUN_TIME = Duration.ofDays(90);
    private static final Duration ANSWER_KEPT = Duration.ofMinutes(10);

    private final Database database;
    private final Parts parts;
    private final Jobs jobs = new Jobs();
    private final Metrics metrics = new Metrics();
    private final Workflows workflows;
    private final Runs runs;
    private final Triggers triggers;
    private final RecurrenceTimers clocks;
    private final Splits splits;
    private final RunQueue queue;
    private final Subscriptions subscriptions;
    private final SubscriptionCalls subscriptionCalls;
    private final RunDriver driver;
    private @Nullable Scheduler scheduler;

    /**
     * @param retention how long ended runs are kept
     * @param missedAfter how late a recurrence may fire
     * @param sealer encrypts stored secrets
     */
    public record Parts(
            ComputePool compute,
            WorkflowIdentities identities,
            IdentityTokens tokens,
            HttpCaller caller,
            InstantSource clock,
            Duration retention,
            Duration missedAfter,
            JobSchedulers schedulers,
            Sealer sealer) {}

    public WorkflowEngine(Database database, Parts parts) {
        this.database = database;
        this.parts = parts;
        InstantSource clock = parts.clock();
        SecureRandom random = new SecureRandom();
        SecureText texts = SecureText.of(database, parts.sealer());
        Definitions definitions = new Definitions(database, texts, clock);
        RunSecrets secrets = new RunSecrets(texts);
        RunSignals signals = new RunSignals();
        this.queue = new RunQueue(database, definitions, jobs, clock);
        TriggerEvaluation evaluation = new TriggerEvaluation(parts.compute(), clock, random);
        FiredRuns fired = new FiredRuns(secrets, random);
        this.splits = new Splits(database, definitions, fired, queue, texts, jobs, clock, random);
        RunStart starts = new RunStart(database, fired, splits, queue, evaluation, jobs, clock, random);
        ActingTokens tokens = new ActingTokens(parts.identities(), parts.tokens());
        TriggerCaller caller = new TriggerCaller(parts.caller(), tokens);
        this.clocks = new RecurrenceTimers(
                database,
                definitions,
                starts,
                new Polls(starts, evaluation, caller, database, clock, random),
                metrics,
                clock,
                random,
                parts.missedAfter());
        this.subscriptions = new Subscriptions(database, jobs, clock, random);
        this.subscriptionCalls = new SubscriptionCalls(
                database, definitions, subscriptions, texts, starts, evaluation, caller, callbackKeys(), clock, random);
        this.triggers =
                new Triggers(database, definitions, secrets, evaluation, starts, clocks, subscriptions, jobs, clock);
        this.workflows =
                new Workflows(database, texts, definitions, clocks, subscriptions, jobs, parts.identities(), clock);
        this.runs = new Runs(
                database,
                secrets,
                queue,
                new OpenWebhooks(secrets, random),
                jobs,
                new RunHistory(database, definitions),
                signals,
                metrics,
                clock);
        this.driver = new RunDriver(new RunDriver.Tools(
                database,
                parts.compute(),
                definitions,
                secrets,
                new Calls(
                        parts.caller(),
                        tokens,
                        new NestedRuns(database, definitions, secrets, starts),
                        database,
                        new CallbackTable(texts),
                        callbackKeys()),
                clock,
                random,
                signals,
                jobs,
                metrics,
                maxTime(parts)));
    }

    /** The maximum duration of a run, at most the retention. */
    private static Duration maxTime(Parts parts) {
        return parts.retention().compareTo(MAX_RUN_TIME) < 0 ? parts.retention() : MAX_RUN_TIME;
    }

    public Workflows workflows() {
        return workflows;
    }

    /** The keys that sign and verify callback URLs. */
    public CallbackKeys callbackKeys() {
        return new CallbackKeys(database, parts.sealer());
    }

    public Triggers triggers() {
        return triggers;
    }

    public Runs runs() {
        return runs;
    }

    public Metrics metrics() {
        return metrics;
    }

    /** Continues the runs of the previous process, and starts the timers. */
    public void start() {
        if (database.engine() == Engine.SQLITE) {
            // A file has one process: tasks marked as running were left by a process that has ended.
            database.write(sql -> sql.update("update scheduled_tasks set picked = 0, picked_by = null, "
                    + "last_heartbeat = null where picked = 1 and task_name like 'workflow-%'"));
        }
        Scheduler made = parts.schedulers().make(database, jobs.tasks(new Reminded()), parts.clock());
        scheduler = made;
        jobs.use(made);
        sweep();
        made.start();
    }

    /** Creates missing timers and deletes old data. */
    private void sweep() {
        Instant now = parts.clock().instant();
        database.read(RunTable::open).forEach(run -> jobs.remind(run, now));
        database.read(TriggerTable::pending).forEach(jobs::remind);
        splits.sweep();
        subscriptions.sweep();
        queue.sweep();
        Instant oldest = now.minus(parts.retention());
        database.write(sql -> RunTable.forget(sql, oldest)
                + TriggerHistoryTable.forget(sql, oldest)
                + WorkflowTable.forgetVersions(sql, oldest)
                + RunSecrets.forget(sql, now.minus(ANSWER_KEPT)));
    }

    private final class Reminded implements Jobs.Work {
        @Override
        public Optional<Instant> trigger(WorkflowKey key, String generation, String name) throws InterruptedException {
            return clocks.fire(key, generation, name);
        }

        @Override
        public Optional<Instant> split(WorkflowKey key, String history) {
            return splits.next(key, history);
        }

        @Override
        public Optional<Instant> subscription(WorkflowKey key, UUID id) throws InterruptedException {
            return subscriptionCalls.call(key, id);
        }

        @Override
        public Optional<Instant> run(RunKey key) throws InterruptedException {
            Optional<Instant> next = driver.drive(key);
            if (next.isEmpty()) {
                queue.advance(key.workflow());
            }
            return next;
        }

        @Override
        public void sweep() {
            WorkflowEngine.this.sweep();
        }
    }

    /** Stops within a few seconds. Runs in progress continue after the next start. */
    @Override
    public void close() {
        Scheduler made = scheduler;
        if (made != null) {
            made.stop();
        }
    }
}
