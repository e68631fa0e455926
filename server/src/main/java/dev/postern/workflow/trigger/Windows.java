package dev.postern.workflow.trigger;

import dev.postern.store.Database;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.job.Metrics;
import dev.postern.workflow.row.TriggerRow;
import dev.postern.workflow.row.TriggerTable;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fires sliding windows one after the other, also those whose time has passed. */
public record Windows(Database database, RunStart runs, Metrics metrics, InstantSource clock) {
    /** Windows of one trigger before other timers get their turn. */
    private static final int AT_ONCE = 50;

    private static final Duration TURN = Duration.ofSeconds(5);

    /** Returns the stored form of where a trigger continues: at its next window, or at its start. */
    static JsonNode position(Trigger.SlidingWindow trigger, @Nullable TriggerRow before, Instant anchor) {
        JsonNode known = before == null ? null : before.position();
        return known == null ? stored(trigger.recurrence().anchor(anchor)) : known;
    }

    private static JsonNode stored(Instant start) {
        return JsonValues.object().put("window", start.toString());
    }

    private static Duration length(Trigger.SlidingWindow trigger) {
        return trigger.recurrence().period().orElseThrow();
    }

    private static Instant start(JsonNode position) {
        return Instant.parse(position.path("window").asString(""));
    }

    /** Returns when a window is due; null after the end of the recurrence. */
    static @Nullable Instant due(Trigger.SlidingWindow trigger, JsonNode position) {
        Instant end = start(position).plus(length(trigger));
        Instant last = trigger.recurrence().end();
        return last != null && end.isAfter(last) ? null : end.plus(trigger.delay());
    }

    /** Returns the outputs of the window that ends at a time. */
    static JsonNode outputs(Trigger.SlidingWindow trigger, Instant end) {
        ObjectNode outputs = JsonValues.object();
        outputs.putObject("body")
                .put("windowStartTime", end.minus(length(trigger)).toString())
                .put("windowEndTime", end.toString());
        return outputs;
    }

    /** Fires the windows that are due, at most some at once; returns when to continue. */
    Optional<Instant> fire(
            WorkflowRow workflow, Definition definition, Trigger.SlidingWindow trigger, TriggerRow first) {
        TriggerRow row = first;
        for (int i = 0; i < AT_ONCE; i++) {
            Instant due = row.next();
            Instant now = clock.instant();
            if (due == null || due.isAfter(now)) {
                return Optional.ofNullable(due);
            }
            // A window waits for room: its run must not be lost.
            if (database.read(sql -> RunQueue.isFull(sql, workflow.key(), trigger))) {
                return Optional.of(now.plus(TURN));
            }
            Instant end = start(position(trigger, row, row.anchor())).plus(length(trigger));
            JsonNode position = stored(end);
            TriggerRow.Advance after = new TriggerRow.Advance(due(trigger, position), position, now);
            TriggerRow fired = row;
            Optional<Fired> done = runs.timed(
                    Fire.timed(workflow, definition, trigger, null, outputs(trigger, end), due),
                    sql -> TriggerTable.advance(sql, workflow.key(), fired, after));
            if (done.isEmpty()) {
                return Optional.of(now.plus(TURN));
            }
            metrics.fired(Duration.between(due, now));
            row = new TriggerRow(
                    row.name(), row.generation(), row.anchor(), after.next(), now, row.recurrence(), position);
        }
        return Optional.of(clock.instant());
    }
}
