package dev.postern.workflow.trigger;

import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ActionTable;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.SubscriptionRow;
import dev.postern.workflow.row.SubscriptionTable;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends the subscriptions of webhook actions that end before their service has called back. The calls are made after the commit, by the same
 * worker as for triggers, and are repeated after a crash.
 */
public record OpenWebhooks(RunSecrets secrets, RandomGenerator random) {
    /** Ends the subscriptions of all actions of a run that still wait; returns what timers must be set for after the commit. */
    public List<SubscriptionRow> endAll(Sql sql, RunKey run, Instant now) {
        return ActionTable.open(sql, run).stream()
                .filter(row -> row.inputs() != null && row.inputs().has("subscribe"))
                .flatMap(row -> end(sql, run, row, now).stream())
                .toList();
    }

    /** Ends the subscription of one action; empty if it has no call for that. */
    public Optional<SubscriptionRow> end(Sql sql, RunKey run, ActionRow row, Instant now) {
        JsonNode inputs = JsonValues.orNull(secrets.whole(sql, run, row).inputs());
        if (!inputs.path("unsubscribe").isObject()) {
            return Optional.empty();
        }
        WorkflowRow workflow = WorkflowTable.find(sql, run.workflow());
        UUID id = Uuids.timeOrdered(now, random);
        ObjectNode call = JsonValues.object();
        call.put("workflow", workflow == null ? "" : workflow.path().name());
        call.set("inputs", inputs.path("unsubscribe"));
        SubscriptionRow ending = new SubscriptionRow(
                run.workflow(),
                id,
                row.name(),
                workflow == null ? "" : workflow.version(),
                SubscriptionRow.State.UNSUBSCRIBING,
                0,
                now,
                now,
                secrets.texts().seal(Subscriptions.place(run.workflow().id(), id), call));
        SubscriptionTable.insert(sql, ending);
        return Optional.of(ending);
    }
}
