package dev.postern.workflow.engine;

import dev.postern.access.TenantId;
import dev.postern.compute.ComputePool;
import dev.postern.secrets.Sealer;
import dev.postern.store.Database;
import dev.postern.store.Uuids;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.compiled.DefinitionReader;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.job.Metrics;
import dev.postern.workflow.job.RunSignals;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ActionTable;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.run.RunDriver;
import dev.postern.workflow.service.ActionCalls;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.Names;
import dev.postern.workflow.stored.SecureText;
import dev.postern.workflow.stored.VersionRow;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowPath;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
import dev.postern.workflow.trigger.Fire;
import dev.postern.workflow.trigger.FiredRuns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs definitions for tests: with the same driver as the server, but without timers. When a run waits, the clock moves to the time at which it
 * continues. Not thread-safe.
 */
public final class TestEngine {
    private static final int MAX_STEPS = 20_000;
    private static final Duration MAX_RUN_TIME = Duration.ofDays(90);

    private final Database database;
    private final ComputePool compute;
    private final SecureText texts;
    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;
    private final Random random = new Random(1);

    /**
     * A run that has ended.
     *
     * @param actions all of them, with those of loops
     */
    public record Result(RunRow run, List<ActionRow> actions) {}

    /** The run did not end in the time that a run may take, or takes too many steps. */
    public static final class NotEnded extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotEnded(String message) {
            super(message);
        }
    }

    /** The definition does not have the trigger that the test names. */
    public static final class NoTrigger extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoTrigger(String message) {
            super(message);
        }
    }

    public TestEngine(Database database, ComputePool compute, Sealer sealer) {
        this.database = database;
        this.compute = compute;
        this.texts = SecureText.of(database, sealer);
        database.write(sql -> sql.update(
                "insert into tenant (tenant_id, created_at, revision) values (?, ?, 1)", tenant.value(), now));
    }

    /**
     * Runs a definition to its end.
     *
     * @param trigger the name of the trigger that starts the run; null for the first one
     * @param outputs what {@code triggerOutputs()} returns
     * @throws dev.postern.workflow.definition.InvalidTemplate if the definition is invalid
     * @throws NoTrigger if the definition does not have the trigger
     * @throws NotEnded if the run does not end
     */
    public Result run(
            String name,
            JsonNode definition,
            JsonNode parameters,
            @Nullable String trigger,
            JsonNode outputs,
            Instant start,
            ActionCalls calls)
            throws InterruptedException {
        return finish(start(name, definition, parameters, trigger, outputs, start), calls);
    }

    /** Deploys a definition and starts a run, which {@link #finish} drives. */
    RunKey start(
            String name,
            JsonNode definition,
            JsonNode parameters,
            @Nullable String trigger,
            JsonNode outputs,
            Instant start) {
        now = start;
        Definition compiled = DefinitionReader.read(definition, parameters, clock);
        WorkflowRow workflow = deploy(name, definition, parameters);
        String from = trigger == null
                ? compiled.triggers().keySet().stream().findFirst().orElse("manual")
                : trigger;
        return start(workflow, compiled, from, outputs, new RunSecrets(texts));
    }

    /** Drives a run to its end as a new process would: all that is known of it comes from the database. */
    Result finish(RunKey run, ActionCalls calls) throws InterruptedException {
        proceed(run, calls);
        @Nullable RunRow ended = database.read(sql -> RunTable.find(sql, run));
        return new Result(Objects.requireNonNull(ended), database.read(sql -> ActionTable.all(sql, run)));
    }

    /** As {@link #finish}, for runs that are too large to be read at once. */
    void proceed(RunKey run, ActionCalls calls) throws InterruptedException {
        RunDriver driver = new RunDriver(new RunDriver.Tools(
                database,
                compute,
                new Definitions(database, texts, clock),
                new RunSecrets(texts),
                calls,
                clock,
                random,
                new RunSignals(),
                new Jobs(),
                new Metrics(),
                MAX_RUN_TIME));
        drive(driver, run);
    }

    private RunKey start(
            WorkflowRow workflow, Definition definition, String trigger, JsonNode outputs, RunSecrets secrets) {
        Trigger fired = definition.trigger(trigger);
        if (fired == null) {
            throw new NoTrigger("The definition has no trigger '" + trigger + "'.");
        }
        String name = Names.run(now, random);
        ObjectNode record = JsonValues.object();
        record.put("name", fired.name());
        record.set("outputs", outputs);
        record.put("startTime", now.toString());
        record.put("endTime", now.toString());
        record.put("scheduledTime", now.toString());
        record.put("trackingId", Uuids.timeOrdered(now, random).toString());
        record.put("clientTrackingId", name);
        record.put("status", Status.SUCCEEDED.text());
        Fire fire = Fire.timed(workflow, definition, fired, null, outputs, now);
        return database.write(sql -> new FiredRuns(secrets, random)
                .insert(sql, fire, record, name, now, Status.RUNNING)
                .key());
    }

    private WorkflowRow deploy(String name, JsonNode definition, JsonNode parameters) {
        WorkflowRow workflow = new WorkflowRow(
                new WorkflowKey(tenant, Uuids.timeOrdered(now, random)),
                new WorkflowPath("test", "test", name + "-" + random.nextInt(Integer.MAX_VALUE)),
                true,
                Names.version(now),
                now,
                now,
                null,
                null,
                WorkflowRow.Keys.NONE,
                JsonValues.object());
        database.write(sql -> {
            WorkflowTable.insert(sql, workflow);
            WorkflowTable.insertVersion(
                    sql, texts, workflow.key(), new VersionRow(workflow.version(), now, definition, parameters));
            return true;
        });
        return workflow;
    }

    private void drive(RunDriver driver, RunKey run) throws InterruptedException {
        Instant latest = now.plus(MAX_RUN_TIME.plusDays(1));
        for (int step = 0; step < MAX_STEPS; step++) {
            Optional<Instant> next = driver.drive(run);
            if (next.isEmpty()) {
                return;
            }
            if (next.get().isAfter(latest)) {
                break;
            }
            now = next.get().isAfter(now) ? next.get() : now;
        }
        throw new NotEnded("The run did not end within " + MAX_RUN_TIME.toDays() + " days or " + MAX_STEPS + " steps.");
    }
}
