package dev.postern.workflow.trigger;

import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.row.TriggerHistory;
import dev.postern.workflow.row.TriggerHistoryTable;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the runs of triggers and the histories of triggers, without secrets. */
public record FiredRuns(RunSecrets secrets, RandomGenerator random) {
    /** Inserts a run together with the row in the history of its trigger. */
    public RunRow insert(Sql sql, Fire fire, ObjectNode record, String name, Instant at, Status status) {
        JsonNode shown = shown(fire, record);
        RunRow run = new RunRow(
                new RunKey(fire.workflow().key(), name),
                fire.workflow().version(),
                status,
                null,
                null,
                fire.trigger().name(),
                shown,
                Uuids.timeOrdered(at, random),
                record.path("clientTrackingId").asString(name),
                fire.scheduled(),
                at,
                null,
                null,
                null);
        RunTable.insert(sql, run);
        if (fire.parent() != null) {
            RunTable.setParent(sql, run.key(), fire.parent());
        }
        secrets.keep(sql, run.key(), RunSecrets.TRIGGER, record, shown);
        TriggerHistoryTable.insert(
                sql,
                run.key().workflow(),
                row(fire, record, name, at, Status.SUCCEEDED, null, null, name, shown.equals(record)));
        return run;
    }

    /** Inserts a row in the history of a trigger that started no run, or many. */
    void history(Sql sql, RunStart.Attempt attempt, Status status, @Nullable String code, @Nullable JsonNode error) {
        JsonNode shown = shown(attempt.fire(), attempt.record());
        TriggerHistoryTable.insert(
                sql,
                attempt.fire().workflow().key(),
                row(
                                attempt.fire(),
                                attempt.record(),
                                attempt.name(),
                                attempt.at(),
                                status,
                                code,
                                error,
                                null,
                                shown.equals(attempt.record()))
                        .with(shown.get("inputs"), shown.get("outputs")));
    }

    private static TriggerHistory row(
            Fire fire,
            JsonNode record,
            String name,
            Instant at,
            Status status,
            @Nullable String code,
            @Nullable JsonNode error,
            @Nullable String run,
            boolean whole) {
        return new TriggerHistory(
                fire.trigger().name(),
                name,
                status,
                code,
                error,
                status == Status.SUCCEEDED,
                fire.scheduled(),
                at,
                at,
                UUID.fromString(record.path("trackingId").asString("")),
                record.path("clientTrackingId").asString(name),
                run,
                null,
                null,
                whole);
    }

    /** Returns a message without secrets. It may quote the data of the trigger, which then is not shown either. */
    String masked(Fire fire, String message) {
        return fire.trigger().secured().isEmpty()
                ? Masking.of(fire.definition()).text(message)
                : Masking.MASK;
    }

    /** Returns the record of a trigger in the form for the history. */
    private static JsonNode shown(Fire fire, JsonNode record) {
        ObjectNode shown = (ObjectNode) Masking.of(fire.definition()).of(record);
        if (fire.trigger().secured().contains(Secured.OUTPUTS)) {
            shown.remove("outputs");
        }
        if (fire.trigger().secured().contains(Secured.INPUTS)) {
            shown.remove("inputs");
        }
        return shown;
    }
}
