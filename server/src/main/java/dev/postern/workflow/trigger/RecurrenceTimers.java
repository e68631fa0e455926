package dev.postern.workflow.trigger;

import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.job.Metrics;
import dev.postern.workflow.row.TriggerRow;
import dev.postern.workflow.row.TriggerTable;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
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
import tools.jackson.databind.JsonNode;

/** The timers of triggers with a recurrence, which are set when a workflow is saved or enabled, and advanced at every fire. */
public final class RecurrenceTimers {
    private static final Logger LOG = LoggerFactory.getLogger(RecurrenceTimers.class);

    private final Database database;
    private final Definitions definitions;
    private final RunStart runs;
    private final Windows windows;
    private final Polls polls;
    private final Metrics metrics;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration missedAfter;

    /** @param missedAfter a fire that is later than this is skipped and not made up for */
    public RecurrenceTimers(
            Database database,
            Definitions definitions,
            RunStart runs,
            Polls polls,
            Metrics metrics,
            InstantSource clock,
            RandomGenerator random,
            Duration missedAfter) {
        this.database = database;
        this.definitions = definitions;
        this.runs = runs;
        this.windows = new Windows(database, runs, metrics, clock);
        this.polls = polls;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
        this.missedAfter = missedAfter;
    }

    /**
     * Sets the timers of a workflow in the transaction that saves it. An unchanged recurrence keeps its schedule;
     * a new one, and every recurrence of a workflow that was just enabled, starts again.
     *
     * @param before the definition before; null if there is none that can be read
     */
    public List<TriggerRow> set(
            Sql sql,
            WorkflowKey key,
            Definition definition,
            @Nullable Definition before,
            boolean enabled,
            boolean restart) {
        Instant now = clock.instant();
        var rows = new ArrayList<TriggerRow>();
        List<TriggerRow> known = TriggerTable.list(sql, key);
        for (Trigger trigger : definition.triggers().values()) {
            if (trigger instanceof Trigger.Scheduled timed) {
                TriggerRow old = known.stream()
                        .filter(row -> row.name().equals(timed.name()))
                        .findFirst()
                        .orElse(null);
                boolean same = old != null && old.recurrence().equals(timed.source()) && asksTheSame(timed, before);
                boolean unchanged = same && enabled && !restart && !(timed instanceof Trigger.SlidingWindow);
                rows.add(old != null && unchanged ? old : create(timed, same ? old : null, old, now, enabled));
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

    /** Where another type of trigger was, or which messages another filter found, says nothing about this one. */
    private static boolean asksTheSame(Trigger.Scheduled trigger, @Nullable Definition before) {
        Trigger old = before == null ? null : before.trigger(trigger.name());
        if (trigger instanceof Trigger.NewMail mail) {
            return old instanceof Trigger.NewMail other && mail.asked().equals(other.asked());
        }
        return old == null || trigger.getClass().equals(old.getClass());
    }

    /** @param same the timer before, if it had the same recurrence */
    private TriggerRow create(
            Trigger.Scheduled trigger,
            @Nullable TriggerRow same,
            @Nullable TriggerRow old,
            Instant now,
            boolean enabled) {
        // Times are stored in milliseconds; with a finer resolution a time would not equal its stored value.
        Instant anchor = Instant.ofEpochMilli(now.toEpochMilli());
        @Nullable Instant next = null;
        @Nullable JsonNode position = null;
        if (trigger instanceof Trigger.SlidingWindow window) {
            // Windows that pass while the workflow is disabled are made up for.
            position = Windows.position(window, same, anchor);
            next = Windows.due(window, position);
        } else {
            next = trigger.recurrence().first(anchor).orElse(null);
        }
        return new TriggerRow(
                trigger.name(),
                Uuids.timeOrdered(now, random).toString(),
                anchor,
                enabled ? next : null,
                old == null ? null : old.last(),
                trigger.source(),
                position);
    }

    /** Starts the schedule of a trigger again, as if it had just been saved. */
    @Nullable
    TriggerRow reset(Sql sql, WorkflowRow workflow, Trigger.Scheduled trigger) {
        TriggerRow row = create(
                trigger,
                null,
                TriggerTable.find(sql, workflow.key(), trigger.name()),
                clock.instant(),
                workflow.enabled());
        TriggerTable.save(sql, workflow.key(), row);
        return row;
    }

    /** Lets a trigger continue where another one of the same type is. */
    TriggerRow take(Sql sql, WorkflowRow workflow, Trigger.Scheduled trigger, TriggerRow from) {
        Instant now = clock.instant();
        Instant next = trigger instanceof Trigger.SlidingWindow window
                ? Windows.due(window, Windows.position(window, from, from.anchor()))
                : trigger.recurrence().next(from.anchor(), now).orElse(null);
        TriggerRow row = new TriggerRow(
                trigger.name(),
                Uuids.timeOrdered(now, random).toString(),
                from.anchor(),
                workflow.enabled() ? next : null,
                from.last(),
                trigger.source(),
                from.position());
        TriggerTable.save(sql, workflow.key(), row);
        return row;
    }

    private record Found(
            @Nullable WorkflowRow workflow, @Nullable TriggerRow row) {}

    /** Fires a trigger that is due; returns when it is due next. */
    public Optional<Instant> fire(WorkflowKey key, String generation, String name) throws InterruptedException {
        Found found = database.read(sql -> new Found(WorkflowTable.find(sql, key), TriggerTable.find(sql, key, name)));
        WorkflowRow workflow = found.workflow();
        TriggerRow row = found.row();
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
        if (due.isAfter(clock.instant())) {
            return Optional.of(due);
        }
        Definition definition = Objects.requireNonNull(definitions.find(key, workflow.version()));
        return switch (definition.trigger(name)) {
            case Trigger.Timed timed -> recurring(workflow, definition, timed, row, due);
            case Trigger.SlidingWindow window -> windows.fire(workflow, definition, window, row);
            case Trigger.Asking asking -> polls.poll(new Polls.Due(workflow, definition, asking, row, due));
            case null, default -> Optional.empty();
        };
    }

    private Optional<Instant> recurring(
            WorkflowRow workflow, Definition definition, Trigger.Timed timed, TriggerRow row, Instant due) {
        Instant now = clock.instant();
        Optional<Instant> next = timed.recurrence().next(row.anchor(), now);
        TriggerRow.Advance after = new TriggerRow.Advance(next.orElse(null), null, now);
        Fire fire = Fire.timed(workflow, definition, timed, null, null, due);
        Duration late = Duration.between(due, now);
        if (late.compareTo(missedAfter) > 0) {
            LOG.warn(
                    "Recurrence {} of workflow {} missed its time by {}; it fires next at {}",
                    timed.name(),
                    workflow.path().name(),
                    late,
                    next.orElse(null));
            metrics.missed();
            runs.none(
                    fire,
                    new FireDecision.None(
                            Status.SKIPPED, "RecurrenceMissed", "The server was not running at the time of the fire."),
                    sql -> TriggerTable.advance(sql, workflow.key(), row, after));
            return next;
        }
        runs.timed(fire, sql -> TriggerTable.advance(sql, workflow.key(), row, after))
                .filter(fired -> fired.run() != null)
                .ifPresent(fired -> metrics.fired(late));
        return next;
    }
}
