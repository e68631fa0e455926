package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timers of recurrences, which are set when a workflow is saved or enabled, and advanced at every fire. */
final class RecurrenceTimers {
    private static final Logger LOG = LoggerFactory.getLogger(RecurrenceTimers.class);

    private final Database database;
    private final Definitions definitions;
    private final RunStart runs;
    private final Metrics metrics;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration missedAfter;

    /** @param missedAfter a fire that is later than this is skipped and not made up for */
    RecurrenceTimers(
            Database database,
            Definitions definitions,
            RunStart runs,
            Metrics metrics,
            InstantSource clock,
            RandomGenerator random,
            Duration missedAfter) {
        this.database = database;
        this.definitions = definitions;
        this.runs = runs;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
        this.missedAfter = missedAfter;
    }

    /**
     * Sets the timers of a workflow in the transaction that saves it. An unchanged recurrence keeps its schedule;
     * a new one, and every recurrence of a workflow that was just enabled, starts again.
     */
    List<TriggerRow> set(Sql sql, WorkflowKey key, Definition definition, boolean enabled, boolean restart) {
        Instant now = clock.instant();
        var rows = new ArrayList<TriggerRow>();
        List<TriggerRow> known = TriggerTable.list(sql, key);
        for (Trigger trigger : definition.triggers().values()) {
            if (trigger instanceof Trigger.Timed timed) {
                TriggerRow old = known.stream()
                        .filter(row -> row.name().equals(timed.name()))
                        .findFirst()
                        .orElse(null);
                boolean same = old != null && old.recurrence().equals(timed.source());
                rows.add(old != null && same && enabled && !restart ? old : create(timed, old, now, enabled));
            }
        }
        for (TriggerRow old : known) {
            if (rows.stream().noneMatch(row -> row.name().equals(old.name()))) {
                TriggerTable.delete(sql, key, old.name());
            }
        }
        rows.forEach(row -> TriggerTable.save(sql, key, row));
        return rows;
    }

    private TriggerRow create(Trigger.Timed timed, @Nullable TriggerRow old, Instant now, boolean enabled) {
        // Times are stored in milliseconds; with a finer resolution a time would not equal its stored value.
        Instant anchor = Instant.ofEpochMilli(now.toEpochMilli());
        return new TriggerRow(
                timed.name(),
                Uuids.timeOrdered(now, random).toString(),
                anchor,
                enabled ? timed.recurrence().first(anchor).orElse(null) : null,
                old == null ? null : old.last(),
                timed.source());
    }

    /** Fires a recurrence that is due; returns when it is due next. */
    Optional<Instant> fire(WorkflowKey key, String generation, String name) {
        WorkflowRow workflow = database.read(sql -> WorkflowTable.find(sql, key));
        TriggerRow row = database.read(sql -> TriggerTable.find(sql, key, name));
        if (workflow == null
                || row == null
                || !workflow.enabled()
                || !row.generation().equals(generation)) {
            return Optional.empty();
        }
        Instant due = row.next();
        if (due == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (due.isAfter(now)) {
            return Optional.of(due);
        }
        Definition definition = Objects.requireNonNull(definitions.find(key, workflow.version()));
        if (!(definition.trigger(name) instanceof Trigger.Timed timed)) {
            return Optional.empty();
        }
        Optional<Instant> next = timed.recurrence().next(row.anchor(), now);
        Duration late = Duration.between(due, now);
        if (late.compareTo(missedAfter) > 0) {
            LOG.warn(
                    "Recurrence {} of workflow {} missed its time by {}; it fires next at {}",
                    name,
                    workflow.path().name(),
                    late,
                    next.orElse(null));
            metrics.missed();
            database.write(sql -> TriggerTable.advance(sql, key, row, next.orElse(null), now));
            return next;
        }
        runs.scheduled(workflow, row, due, next.orElse(null)).ifPresent(run -> metrics.fired(late));
        return next;
    }
}
