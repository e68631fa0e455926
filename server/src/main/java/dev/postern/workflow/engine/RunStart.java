package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.store.Uuids;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins runs. A run that was begun is on disk, and will be driven to its end whatever happens to the process. */
final class RunStart {
    private final Database database;
    private final Jobs jobs;
    private final InstantSource clock;
    private final RandomGenerator random;

    RunStart(Database database, Jobs jobs, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    /** By the clock; empty when somebody else has fired it. */
    Optional<RunKey> scheduled(WorkflowRow workflow, TriggerRow trigger, Instant due, @Nullable Instant next) {
        RunRow run = row(workflow, trigger.name(), null, null, due);
        boolean ours = database.write(sql -> {
            if (!TriggerTable.advance(sql, workflow.key(), trigger, next, run.started())) {
                return false;
            }
            RunTable.insert(sql, run);
            return true;
        });
        return ours ? Optional.of(begin(run)) : Optional.empty();
    }

    /** By a caller. {@code outputs} is what {@code triggerOutputs()} answers, null for none. */
    RunKey called(WorkflowRow workflow, String trigger, @Nullable JsonNode outputs, @Nullable String clientTrackingId) {
        RunRow run = row(workflow, trigger, outputs, clientTrackingId, null);
        database.write(sql -> {
            RunTable.insert(sql, run);
            return true;
        });
        return begin(run);
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
        ObjectNode record = Json.object();
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
