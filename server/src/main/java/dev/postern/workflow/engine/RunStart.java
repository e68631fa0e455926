package dev.postern.workflow.engine;

import dev.postern.audit.PendingEntry;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.store.Work;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts runs. A started run is on disk, and is driven to its end even if the process ends. */
final class RunStart {
    private static final Logger LOG = LoggerFactory.getLogger(RunStart.class);
    /** The maximum number of runs of one workflow that have not ended. */
    private static final int MAX_WAITING_RUNS = 1_000;

    private final Database database;
    private final Definitions definitions;
    private final RunSecrets secrets;
    private final Jobs jobs;
    private final InstantSource clock;
    private final RandomGenerator random;

    RunStart(
            Database database,
            Definitions definitions,
            RunSecrets secrets,
            Jobs jobs,
            InstantSource clock,
            RandomGenerator random) {
        this.secrets = secrets;
        this.database = database;
        this.definitions = definitions;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    /** Starts a scheduled run; empty if another node has fired the trigger. */
    Optional<RunKey> scheduled(WorkflowRow workflow, TriggerRow trigger, Instant due, @Nullable Instant next) {
        boolean full = database.read(sql -> isFull(sql, workflow.key()));
        RunRow run = row(workflow, trigger.name(), null, null, due);
        boolean ours = database.write(sql -> {
            if (!TriggerTable.advance(sql, workflow.key(), trigger, next, run.started())) {
                return false;
            }
            if (!full) {
                RunTable.insert(sql, run);
            }
            return true;
        });
        if (ours && full) {
            LOG.warn(
                    "Recurrence {} of workflow {} did not start a run: {} runs have not ended",
                    trigger.name(),
                    workflow.path().name(),
                    MAX_WAITING_RUNS);
        }
        return ours && !full ? Optional.of(begin(run)) : Optional.empty();
    }

    /** Starts a run for a caller. {@code outputs} is the result of {@code triggerOutputs()}, null for none. */
    RunKey called(
            WorkflowRow workflow,
            String trigger,
            @Nullable JsonNode outputs,
            @Nullable String clientTrackingId,
            @Nullable PendingEntry entry) {
        return called(workflow, row(workflow, trigger, outputs, clientTrackingId, null), entry);
    }

    /**
     * Starts a run of the current version with the trigger data of a former run.
     *
     * @throws TriggerDataGone if they contained secrets that were not kept
     */
    RunKey again(WorkflowRow workflow, RunRow former, PendingEntry entry) {
        ObjectNode data = (ObjectNode) triggerData(former);
        boolean own = former.trackingId().equals(former.key().name());
        RunRow run = row(workflow, former.triggerName(), null, own ? null : former.trackingId(), former.scheduled());
        ObjectNode record = data.deepCopy();
        ObjectNode fresh = (ObjectNode) run.trigger();
        List.of("startTime", "endTime", "trackingId", "clientTrackingId")
                .forEach(name -> record.set(name, fresh.get(name)));
        return called(workflow, run.with(record, null), entry);
    }

    private JsonNode triggerData(RunRow run) {
        JsonNode kept = database.read(sql -> secrets.find(sql, run.key(), RunSecrets.TRIGGER));
        if (kept != null) {
            return kept;
        }
        Definition definition = definitions.find(run.key().workflow(), run.version());
        boolean removed = definition != null
                && definition.trigger(run.triggerName()) instanceof Trigger.Requested trigger
                && trigger.secured().contains(Secured.OUTPUTS)
                && !run.trigger().has("outputs");
        if (removed || run.trigger().toString().contains(Masking.MASK)) {
            throw new TriggerDataGone(run.key().name());
        }
        return run.trigger();
    }

    private RunKey called(WorkflowRow workflow, RunRow run, @Nullable PendingEntry entry) {
        Definition definition = Objects.requireNonNull(definitions.find(workflow.key(), workflow.version()));
        JsonNode shown = shown(definition, run);
        Work<Boolean> insert = sql -> {
            if (isFull(sql, workflow.key())) {
                return false;
            }
            RunTable.insert(sql, run.with(shown, null));
            secrets.keep(sql, run.key(), RunSecrets.TRIGGER, run.trigger(), shown);
            return true;
        };
        boolean started = entry == null ? database.write(insert) : entry.write(database, insert);
        if (!started) {
            throw new TooManyRuns(MAX_WAITING_RUNS);
        }
        return begin(run);
    }

    /** Returns the data of the call in the form for the history. */
    private static JsonNode shown(Definition definition, RunRow run) {
        Trigger trigger = definition.trigger(run.triggerName());
        ObjectNode shown = (ObjectNode) Masking.of(definition).of(run.trigger());
        if (trigger != null && trigger.secured().contains(Secured.OUTPUTS)) {
            shown.remove("outputs");
        }
        return shown;
    }

    private static boolean isFull(Sql sql, WorkflowKey key) {
        return RunTable.waiting(sql, key, MAX_WAITING_RUNS) >= MAX_WAITING_RUNS;
    }

    private RunKey begin(RunRow run) {
        jobs.remind(run.key(), run.started());
        return run.key();
    }

    private RunRow row(
            WorkflowRow workflow,
            String trigger,
            @Nullable JsonNode outputs,
            @Nullable String clientTrackingId,
            @Nullable Instant scheduled) {
        Instant now = clock.instant();
        String name = Names.run(now, random);
        String tracking = clientTrackingId == null ? name : clientTrackingId;
        ObjectNode record = JsonValues.object();
        record.put("name", trigger);
        if (outputs != null) {
            record.set("outputs", outputs);
        }
        record.put("startTime", now.toString());
        record.put("endTime", now.toString());
        if (scheduled != null) {
            record.put("scheduledTime", scheduled.toString());
        }
        record.put("trackingId", Uuids.timeOrdered(now, random).toString());
        record.put("clientTrackingId", tracking);
        record.put("originHistoryName", name);
        record.put("status", Status.SUCCEEDED.text());
        return new RunRow(
                new RunKey(workflow.key(), name),
                workflow.version(),
                Status.RUNNING,
                null,
                null,
                trigger,
                record,
                Uuids.timeOrdered(now, random),
                tracking,
                scheduled,
                now,
                null,
                null,
                null);
    }
}
