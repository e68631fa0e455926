package dev.postern.workflow.api;

import dev.postern.query.Folding;
import dev.postern.workflow.engine.WorkflowRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The subscriptions and resource groups of a tenant. They are not stored: a subscription or a group exists while a workflow is in it, under
 * the spelling of the first one, and the default subscription always exists.
 *
 * @param workflows all of the tenant, in the order of their paths
 */
record Inventory(List<WorkflowRow> workflows) {
    /** The subscription that the command line deploys to. */
    static final String DEFAULT_SUBSCRIPTION = "00000000-0000-4000-8000-000000000000";

    /** Returns the ids of the subscriptions, the default one first. */
    List<String> subscriptions() {
        Map<String, String> found = new LinkedHashMap<>();
        found.put(DEFAULT_SUBSCRIPTION, DEFAULT_SUBSCRIPTION);
        for (WorkflowRow row : workflows) {
            found.putIfAbsent(
                    Folding.lower(row.path().subscription()), row.path().subscription());
        }
        return new ArrayList<>(found.values());
    }

    /** Returns a subscription in its own spelling. */
    String subscription(String asked) {
        return subscriptions().stream()
                .filter(one -> same(one, asked))
                .findFirst()
                .orElseThrow(() -> new ArmFailure(
                        404, "SubscriptionNotFound", "The subscription '" + asked + "' could not be found."));
    }

    /** Returns the workflows of a subscription, which must exist. */
    List<WorkflowRow> in(String subscription) {
        String found = subscription(subscription);
        return workflows.stream()
                .filter(row -> same(row.path().subscription(), found))
                .toList();
    }

    /** Returns the workflows of each resource group of a subscription, by the name of the group. */
    Map<String, List<WorkflowRow>> groups(String subscription) {
        Map<String, List<WorkflowRow>> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (WorkflowRow row : in(subscription)) {
            groups.computeIfAbsent(row.path().group(), name -> new ArrayList<>())
                    .add(row);
        }
        return groups;
    }

    /** Returns the workflows of a resource group, of which there is at least one. */
    List<WorkflowRow> group(String subscription, String group) {
        List<WorkflowRow> found = groups(subscription).get(group);
        if (found == null) {
            throw new ArmFailure(404, "ResourceGroupNotFound", "Resource group '" + group + "' could not be found.");
        }
        return found;
    }

    private static boolean same(String one, String other) {
        return Folding.lower(one).equals(Folding.lower(other));
    }
}
