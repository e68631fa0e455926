package dev.postern.workflow.engine;

import dev.postern.audit.PendingEntry;
import dev.postern.store.Database;
import dev.postern.store.StoreException;
import dev.postern.workflow.definition.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Starts, reads, awaits and cancels runs. Thread-safe. */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final long LOOK_AGAIN_MILLIS = 250;

    static final ActionRow.Ending CANCELLED = new ActionRow.Ending(Status.CANCELLED, "Cancelled", null, null);

    private final Database database;
    private final RunSecrets secrets;
    private final RunStart starts;
    private final RunHistory history;
    private final RunSignals signals;
    private final Metrics metrics;
    private final InstantSource clock;

    Runs(
            Database database,
            RunSecrets secrets,
            RunStart starts,
            RunHistory history,
            RunSignals signals,
            Metrics metrics,
            InstantSource clock) {
        this.database = database;
        this.secrets = secrets;
        this.starts = starts;
        this.history = history;
        this.signals = signals;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Starts a run. When this returns it is on disk.
     *
     * @param entry the audit entry to commit with it; null for a caller with a signed URL, who has no identity
     */
    public RunKey start(
            WorkflowRow workflow,
            String trigger,
            @Nullable JsonNode outputs,
            @Nullable String clientTrackingId,
            @Nullable PendingEntry entry) {
        return starts.called(workflow, trigger, outputs, clientTrackingId, entry);
    }

    /**
     * Starts a run of the current version of a workflow with the trigger data of a former run.
     *
     * @throws TriggerDataGone if they contained secrets that were not kept
     */
    public RunKey resubmit(WorkflowRow workflow, RunRow former, PendingEntry entry) {
        return starts.again(workflow, former, entry);
    }

    /** What the actions of runs did. */
    public RunHistory history() {
        return history;
    }

    public @Nullable RunRow find(RunKey key) {
        return database.read(sql -> RunTable.find(sql, key));
    }

    /** Lists the names of runs, the newest first, after a name; an empty name starts with the newest. */
    public List<String> names(WorkflowKey key, String behind, RunFilter filter, int max) {
        return database.read(sql -> RunTable.names(sql, key, behind, filter, max));
    }

    /** Cancels a run; returns false if it has ended. A call that was sent cannot be undone. */
    public boolean cancel(RunKey key, PendingEntry entry) {
        Instant now = clock.instant();
        boolean ours = entry.write(database, sql -> {
            if (!RunTable.isOpen(sql, key)) {
                return false;
            }
            ActionTable.endOpen(sql, key, CANCELLED, now);
            return RunTable.end(sql, key, CANCELLED, now);
        });
        if (ours) {
            metrics.runEnded(Status.CANCELLED);
            signals.changed();
        }
        return ours;
    }

    /** Returns the run with its unmasked response, which is deleted at the same time. */
    private RunRow withResponse(RunRow run) {
        JsonNode whole = database.read(sql -> secrets.find(sql, run.key(), RunSecrets.RESPONSE));
        if (whole == null) {
            return run;
        }
        try {
            database.write(sql -> {
                RunSecrets.drop(sql, run.key(), RunSecrets.RESPONSE);
                return true;
            });
        } catch (StoreException e) {
            LOG.warn(
                    "The response of run {} was fetched but not deleted yet: {}",
                    run.key().name(),
                    e.getMessage());
        }
        return run.with(run.trigger(), whole);
    }

    /** Waits until a run has responded or ended; returns null after the timeout or if the run does not exist. */
    public @Nullable RunRow await(RunKey key, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            long seen = signals.seen();
            RunRow run = find(key);
            if (run == null || run.response() != null || run.ended() != null) {
                return run == null ? null : withResponse(run);
            }
            if (System.nanoTime() >= until) {
                return null;
            }
            signals.await(seen, LOOK_AGAIN_MILLIS);
        }
    }
}
