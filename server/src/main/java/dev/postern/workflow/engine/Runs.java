package dev.postern.workflow.engine;

import dev.postern.audit.PendingEntry;
import dev.postern.store.Database;
import dev.postern.store.StoreException;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.history.RunHistory;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.job.Metrics;
import dev.postern.workflow.job.RunSignals;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ActionTable;
import dev.postern.workflow.row.CallbackTable;
import dev.postern.workflow.row.ParentAction;
import dev.postern.workflow.row.RunFilter;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.row.SubscriptionRow;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.trigger.OpenWebhooks;
import dev.postern.workflow.trigger.RunQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Reads, awaits and cancels runs. Thread-safe. */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final long LOOK_AGAIN_MILLIS = 250;

    private final Database database;
    private final RunSecrets secrets;
    private final RunQueue queue;
    private final OpenWebhooks webhooks;
    private final Jobs jobs;
    private final RunHistory history;
    private final RunSignals signals;
    private final Metrics metrics;
    private final InstantSource clock;

    Runs(
            Database database,
            RunSecrets secrets,
            RunQueue queue,
            OpenWebhooks webhooks,
            Jobs jobs,
            RunHistory history,
            RunSignals signals,
            Metrics metrics,
            InstantSource clock) {
        this.database = database;
        this.secrets = secrets;
        this.queue = queue;
        this.webhooks = webhooks;
        this.jobs = jobs;
        this.history = history;
        this.signals = signals;
        this.metrics = metrics;
        this.clock = clock;
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
        var unsubscribed = new ArrayList<SubscriptionRow>();
        boolean ours = entry.write(database, sql -> {
            if (!RunTable.isOpen(sql, key)) {
                return false;
            }
            unsubscribed.clear();
            unsubscribed.addAll(webhooks.endAll(sql, key, now));
            ActionTable.endOpen(sql, key, ActionRow.Ending.CANCELLED, now);
            return RunTable.end(sql, key, ActionRow.Ending.CANCELLED, now);
        });
        if (ours) {
            metrics.runEnded(Status.CANCELLED);
            unsubscribed.forEach(jobs::remind);
            queue.advance(key.workflow());
            announce(key, now);
        }
        return ours;
    }

    /** Tells callers and the run that waits for this one that it has ended. */
    private void announce(RunKey key, Instant now) {
        signals.changed();
        String parent = database.read(sql -> RunTable.parent(sql, key));
        if (parent != null) {
            jobs.wake(ParentAction.of(key.workflow().tenant(), parent).run(), now);
        }
    }

    /**
     * Takes what a service has sent to the callback URL of an action, and lets the run continue.
     *
     * @return false if the action does not wait for it
     */
    public boolean callBack(RunKey key, ActionKey action, JsonNode content) {
        Instant now = clock.instant();
        boolean taken = database.write(sql ->
                RunTable.isOpen(sql, key) && new CallbackTable(secrets.texts()).insert(sql, key, action, content, now));
        if (taken) {
            jobs.wake(key, now);
        }
        return taken;
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
