package dev.postern.workflow.trigger;

import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.definition.TriggerOptions.Concurrency;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.row.QueueTable;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Limits the runs of a workflow, and starts waiting runs when others have ended. Thread-safe. */
public final class RunQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);
    /** The maximum number of runs of one workflow that have not ended. */
    static final int MAX_OPEN = 1_000;

    private final Database database;
    private final Definitions definitions;
    private final Jobs jobs;
    private final InstantSource clock;

    public RunQueue(Database database, Definitions definitions, Jobs jobs, InstantSource clock) {
        this.database = database;
        this.definitions = definitions;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Where a new run goes. */
    sealed interface Place {
        record Running() implements Place {}

        record Waiting() implements Place {}

        /** @param reason which limit is reached */
        record Full(String reason) implements Place {}
    }

    /** Returns the place of a new run, which the same transaction must insert. */
    static Place place(Sql sql, WorkflowKey key, Trigger trigger) {
        if (RunTable.waiting(sql, key, MAX_OPEN) >= MAX_OPEN) {
            return new Place.Full("The workflow has " + MAX_OPEN + " runs that have not ended, which is the limit.");
        }
        Concurrency limit = trigger.options().concurrency();
        if (limit == null) {
            return new Place.Running();
        }
        QueueTable.lock(sql, key);
        long waiting = QueueTable.waiting(sql, key, trigger.name());
        if (waiting == 0 && QueueTable.running(sql, key, trigger.name()) < limit.runs()) {
            return new Place.Running();
        }
        return waiting < limit.waiting()
                ? new Place.Waiting()
                : new Place.Full("The trigger '" + trigger.name() + "' has " + limit.runs()
                        + " runs that have not ended and " + limit.waiting()
                        + " that wait, which are the limits of its concurrency.");
    }

    /** Returns whether there is no place for a new run, as far as a transaction that inserts none can say. */
    static boolean isFull(Sql sql, WorkflowKey key, Trigger trigger) {
        Concurrency limit = trigger.options().concurrency();
        return RunTable.waiting(sql, key, MAX_OPEN) >= MAX_OPEN
                || (limit != null && QueueTable.waiting(sql, key, trigger.name()) >= limit.waiting());
    }

    /** Starts as many waiting runs of a workflow as there is room for. */
    public void advance(WorkflowKey key) {
        List<String> triggers = database.read(sql -> QueueTable.triggers(sql, key));
        if (triggers.isEmpty()) {
            return;
        }
        try {
            Definition definition = definition(key);
            triggers.forEach(trigger -> advance(key, trigger, max(definition, trigger)));
        } catch (SecretUnreadable e) {
            LOG.warn("Waiting runs of a workflow were not started: {}", e.getMessage());
        }
    }

    private @Nullable Definition definition(WorkflowKey key) {
        WorkflowRow row = database.read(sql -> WorkflowTable.find(sql, key));
        return row == null ? null : definitions.find(key, row.version());
    }

    /** Runs of a trigger that has no limit any more need not wait. */
    private static long max(@Nullable Definition definition, String name) {
        Trigger trigger = definition == null ? null : definition.trigger(name);
        Concurrency limit = trigger == null ? null : trigger.options().concurrency();
        return limit == null ? MAX_OPEN : limit.runs();
    }

    private void advance(WorkflowKey key, String trigger, long max) {
        List<String> started = database.write(sql -> {
            QueueTable.lock(sql, key);
            long room = max - QueueTable.running(sql, key, trigger);
            return room <= 0 ? List.of() : QueueTable.start(sql, key, trigger, room);
        });
        started.forEach(name -> jobs.remind(new RunKey(key, name), clock.instant()));
    }

    /** Starts waiting runs of all workflows, for those whose end went unnoticed. */
    public void sweep() {
        database.read(QueueTable::workflows).forEach(this::advance);
    }
}
