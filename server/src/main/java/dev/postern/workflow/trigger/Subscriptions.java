package dev.postern.workflow.trigger;

import dev.postern.secrets.SecretPlace;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.job.Jobs;
import dev.postern.workflow.row.SubscriptionRow;
import dev.postern.workflow.row.SubscriptionRow.State;
import dev.postern.workflow.row.SubscriptionTable;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that the webhooks of a workflow want. They change in the transaction that changes the workflow; {@link SubscriptionCalls}
 * tells the services.
 */
public record Subscriptions(Database database, Jobs jobs, InstantSource clock, RandomGenerator random) {
    /** Sets the subscriptions of a workflow. Each version has its own, because its calls may differ in any parameter. */
    public void set(Sql sql, WorkflowRow workflow, Definition definition, boolean restart) {
        Instant now = clock.instant();
        List<SubscriptionRow> present = SubscriptionTable.wanted(sql, workflow.key());
        List<SubscriptionRow> kept = present.stream()
                .filter(row -> workflow.enabled()
                        && !restart
                        && row.version().equals(workflow.version())
                        && definition.triggers().get(row.trigger()) instanceof Trigger.Webhook)
                .toList();
        present.stream().filter(row -> !kept.contains(row)).forEach(row -> SubscriptionTable.end(sql, row, now));
        for (Trigger trigger : definition.triggers().values()) {
            boolean known = kept.stream().anyMatch(row -> row.trigger().equals(trigger.name()));
            if (trigger instanceof Trigger.Webhook && workflow.enabled() && !known) {
                SubscriptionTable.insert(sql, created(workflow, trigger.name(), now));
            }
        }
    }

    private SubscriptionRow created(WorkflowRow workflow, String trigger, Instant now) {
        return new SubscriptionRow(
                workflow.key(),
                Uuids.timeOrdered(now, random),
                trigger,
                workflow.version(),
                State.SUBSCRIBING,
                0,
                now,
                now,
                null);
    }

    /** Subscribes a webhook again. */
    void reset(Sql sql, WorkflowRow workflow, Trigger.Webhook trigger) {
        Instant now = clock.instant();
        SubscriptionTable.wanted(sql, workflow.key()).stream()
                .filter(row -> row.trigger().equals(trigger.name()))
                .forEach(row -> SubscriptionTable.end(sql, row, now));
        if (workflow.enabled()) {
            SubscriptionTable.insert(sql, created(workflow, trigger.name(), now));
        }
    }

    /** Ends all subscriptions of a workflow that is deleted. */
    public void endAll(Sql sql, WorkflowKey key) {
        Instant now = clock.instant();
        SubscriptionTable.wanted(sql, key).forEach(row -> SubscriptionTable.end(sql, row, now));
    }

    /** Sets the timers, after the transaction that changed the subscriptions. */
    public void remind(WorkflowKey key) {
        database.read(sql -> SubscriptionTable.due(sql, key)).forEach(jobs::remind);
    }

    /** Sets missing timers. */
    public void sweep() {
        database.read(sql -> SubscriptionTable.due(sql)).forEach(jobs::remind);
    }

    static SecretPlace place(UUID workflow, UUID subscription) {
        return new SecretPlace("workflow_subscription", "unsubscribe", workflow + " " + subscription);
    }

    /** Returns when the subscription needs its next call; null if it needs none. */
    @Nullable
    Instant due(WorkflowKey key, UUID id) {
        SubscriptionRow row = database.read(sql -> SubscriptionTable.find(sql, key, id));
        return row == null ? null : row.due();
    }
}
