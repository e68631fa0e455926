package dev.postern.workflow.engine;

import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends the subscriptions of webhook actions that end before their service has called back. The calls are made after the commit, by the same
 * worker as for triggers, and are repeated after a crash.
 */
record OpenWebhooks(RunSecrets secrets, RandomGenerator random) {
    /** Ends the subscriptions of all actions of a run that still wait. */
    void endAll(Sql sql, RunKey run, Instant now) {
        ActionTable.open(sql, run).stream()
                .filter(row -> row.inputs() != null && row.inputs().has("subscribe"))
                .forEach(row -> end(sql, run, row, now));
    }

    /** Ends the subscription of one action. */
    void end(Sql sql, RunKey run, ActionRow row, Instant now) {
        JsonNode inputs = JsonValues.orNull(secrets.whole(sql, run, row).inputs());
        if (!inputs.path("unsubscribe").isObject()) {
            return;
        }
        WorkflowRow workflow = WorkflowTable.find(sql, run.workflow());
        UUID id = Uuids.timeOrdered(now, random);
        ObjectNode call = JsonValues.object();
        call.put("workflow", workflow == null ? "" : workflow.path().name());
        call.set("inputs", inputs.path("unsubscribe"));
        SubscriptionTable.insert(
                sql,
                new SubscriptionRow(
                        run.workflow(),
                        id,
                        row.name(),
                        workflow == null ? "" : workflow.version(),
                        SubscriptionRow.State.UNSUBSCRIBING,
                        0,
                        now,
                        now,
                        secrets.texts().seal(Subscriptions.place(run.workflow().id(), id), call)));
    }
}
