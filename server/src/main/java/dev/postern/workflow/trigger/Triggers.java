package dev.postern.workflow.trigger;

import dev.postern.audit.PendingEntry;
import dev.postern.store.Database;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.row.TriggerHistory;
import dev.postern.workflow.row.TriggerHistoryTable;
import dev.postern.workflow.row.TriggerRow;
import dev.postern.workflow.row.TriggerTable;
import dev.postern.workflow.schema.JsonSchema;
import dev.postern.workflow.schema.Mistake;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What callers of the management API do with triggers, and their histories. Thread-safe. */
public final class Triggers {
    private final Database database;
    private final Definitions definitions;
    private final RunSecrets secrets;
    private final TriggerEvaluation evaluation;
    private final RunStart starts;
    private final RecurrenceTimers timers;
    private final Subscriptions subscriptions;
    private final Jobs jobs;
    private final InstantSource clock;

    public Triggers(
            Database database,
            Definitions definitions,
            RunSecrets secrets,
            TriggerEvaluation evaluation,
            RunStart starts,
            RecurrenceTimers timers,
            Subscriptions subscriptions,
            Jobs jobs,
            InstantSource clock) {
        this.database = database;
        this.definitions = definitions;
        this.secrets = secrets;
        this.evaluation = evaluation;
        this.starts = starts;
        this.timers = timers;
        this.subscriptions = subscriptions;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * Fires a trigger for a caller. When this returns, its runs are on disk.
     *
     * @param outputs the result of {@code triggerOutputs()}; null for none
     * @param entry the audit entry to commit with it; null for a caller with a signed URL, who has no identity
     * @throws TooManyRuns if there is no room for another run
     */
    public Fired fire(
            WorkflowRow workflow,
            Trigger trigger,
            @Nullable JsonNode outputs,
            Correlation correlation,
            @Nullable PendingEntry entry) {
        Definition definition = Objects.requireNonNull(definitions.find(workflow.key(), workflow.version()));
        JsonNode own =
                trigger instanceof Trigger.SlidingWindow window ? Windows.outputs(window, clock.instant()) : outputs;
        return starts.called(
                new Fire(workflow, definition, trigger, null, own, null, correlation, true, null, null), entry);
    }

    /**
     * Returns where the body of a request does not match the schema of its trigger; empty if it matches or is not validated.
     *
     * @throws dev.postern.workflow.schema.ValidationTooCostly if that takes too many steps
     */
    public List<Mistake> mistakes(Trigger.Requested trigger, @Nullable JsonNode body) {
        JsonSchema schema = trigger.validator();
        return schema == null ? List.of() : evaluation.mistakes(schema, JsonValues.orNull(body));
    }

    /** Makes a polling trigger due now. */
    public void hasten(WorkflowRow workflow, Trigger.Asking trigger, PendingEntry entry) {
        TriggerRow row = entry.write(database, sql -> {
            TriggerRow known = TriggerTable.find(sql, workflow.key(), trigger.name());
            if (known == null) {
                return null;
            }
            TriggerRow hastened = new TriggerRow(
                    known.name(),
                    known.generation(),
                    known.anchor(),
                    java.time.Instant.ofEpochMilli(clock.instant().toEpochMilli()),
                    known.last(),
                    known.recurrence(),
                    known.position());
            TriggerTable.save(sql, workflow.key(), hastened);
            return hastened;
        });
        if (row != null) {
            jobs.hasten(workflow.key(), row, clock.instant());
        }
    }

    /** Lists the newest first, after a name, without data; an empty name starts with the newest. */
    public List<TriggerHistory> histories(
            WorkflowKey key, String trigger, String behind, @Nullable Status status, int max) {
        return database.read(sql -> TriggerHistoryTable.list(sql, key, trigger, behind, status, max));
    }

    /** Returns a fire with its data, which may be that of its run; null if there is none. */
    public @Nullable TriggerHistory history(WorkflowKey key, String trigger, String name) {
        return database.read(sql -> {
            TriggerHistory row = TriggerHistoryTable.find(sql, key, trigger, name);
            String run = row == null ? null : row.run();
            RunRow data = run == null ? null : RunTable.find(sql, new RunKey(key, run));
            return row == null || data == null
                    ? row
                    : row.with(data.trigger().get("inputs"), data.trigger().get("outputs"));
        });
    }

    /** Fires a trigger with the data of an earlier fire, and the current version of its workflow. */
    public Fired resubmit(WorkflowRow workflow, Trigger trigger, TriggerHistory history, PendingEntry entry) {
        Definition definition = Objects.requireNonNull(definitions.find(workflow.key(), workflow.version()));
        String run = history.run();
        RunKey key = run == null ? null : new RunKey(workflow.key(), run);
        RunRow data = key == null ? null : database.read(sql -> RunTable.find(sql, key));
        JsonNode sealed = key == null ? null : database.read(sql -> secrets.find(sql, key, RunSecrets.TRIGGER));
        // An item was split from its array already.
        boolean item = data != null
                && !data.trigger().path("originHistoryName").asString("").equals(history.name());
        boolean own = history.clientTracking().equals(history.name());
        Fire fire = new Fire(
                workflow,
                definition,
                trigger,
                sealed == null ? history.inputs() : sealed.get("inputs"),
                sealed == null ? history.outputs() : sealed.get("outputs"),
                history.scheduled(),
                own ? Correlation.NONE : new Correlation(history.clientTracking(), List.of()),
                !item,
                null,
                history.name());
        return starts.called(fire, entry);
    }

    /** Returns whether the data of a fire are still available: as the history shows them, or sealed. */
    public boolean isWhole(WorkflowKey workflow, TriggerHistory history) {
        String run = history.run();
        return history.whole()
                || (run != null
                        && database.read(sql -> secrets.isKept(sql, new RunKey(workflow, run), RunSecrets.TRIGGER)));
    }

    /** Starts a trigger again, as if its workflow had just been enabled. */
    public void reset(WorkflowRow workflow, Trigger trigger, PendingEntry entry) {
        TriggerRow set = entry.write(database, sql -> switch (trigger) {
            case Trigger.Scheduled scheduled -> timers.reset(sql, workflow, scheduled);
            case Trigger.Webhook webhook -> {
                subscriptions.reset(sql, workflow, webhook);
                yield null;
            }
            case Trigger.Requested requested -> null;
        });
        remind(workflow.key(), set);
    }

    /** Lets a trigger continue where another one of the same type is; false if that one has no timer. */
    public boolean take(
            WorkflowRow workflow, Trigger.Scheduled trigger, WorkflowKey from, String source, PendingEntry entry) {
        TriggerRow known = database.read(sql -> TriggerTable.find(sql, from, source));
        if (known == null) {
            return false;
        }
        remind(workflow.key(), entry.write(database, sql -> timers.take(sql, workflow, trigger, known)));
        return true;
    }

    private void remind(WorkflowKey key, @Nullable TriggerRow row) {
        if (row != null) {
            jobs.remind(key, row);
        }
        subscriptions.remind(key);
    }
}
