package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.http.Json;
import dev.postern.query.Folding;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.identity.UserIdentities;
import dev.postern.workflow.stored.ResourceGroups;
import dev.postern.workflow.stored.ResourceGroups.ResourceGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The subscriptions and resource groups of a tenant. A subscription exists while something is in it, and the default subscription always
 * exists. A group exists while a resource is in it, under the spelling of the first one, or when a caller created it.
 *
 * @param resources all of the tenant, in the order of their ids
 * @param stored the groups that callers created
 */
record Inventory(List<Resource> resources, List<ResourceGroup> stored) {
    /** The subscription that the command line deploys to. */
    static final String DEFAULT_SUBSCRIPTION = "00000000-0000-4000-8000-000000000000";

    /** What an inventory is made of. */
    record Sources(Workflows workflows, UserIdentities identities, ResourceGroups groups) {
        Inventory of(TenantId tenant) {
            return new Inventory(
                    Stream.concat(
                                    workflows.list(tenant).stream().map(Resource::of),
                                    identities.list(tenant).stream().map(Resource::of))
                            .toList(),
                    groups.list(tenant));
        }
    }

    /**
     * A resource group.
     *
     * @param resources the resources in it
     */
    record Group(String subscription, String name, String location, JsonNode tags, List<Resource> resources) {}

    /** Returns the ids of the subscriptions, the default one first. */
    List<String> subscriptions() {
        Map<String, String> found = new LinkedHashMap<>();
        found.put(DEFAULT_SUBSCRIPTION, DEFAULT_SUBSCRIPTION);
        Stream.concat(
                        resources.stream().map(Resource::subscription),
                        stored.stream().map(ResourceGroup::subscription))
                .forEach(id -> found.putIfAbsent(Folding.lower(id), id));
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

    /** Returns the resources of a subscription, which must exist. */
    List<Resource> in(String subscription) {
        String found = subscription(subscription);
        return resources.stream().filter(one -> same(one.subscription(), found)).toList();
    }

    /** Returns the resource groups of a subscription in the order of their names. */
    Map<String, Group> groups(String subscription) {
        String found = subscription(subscription);
        Map<String, Group> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (ResourceGroup group : stored) {
            if (same(group.subscription(), found)) {
                JsonNode tags = group.resource().path("tags");
                String location = group.resource().path("location").asString("global");
                groups.put(group.name(), new Group(found, group.name(), location, tags, new ArrayList<>()));
            }
        }
        for (Resource one : in(found)) {
            groups.computeIfAbsent(
                            one.group(),
                            name -> new Group(found, name, one.location(), Json.object(), new ArrayList<>()))
                    .resources()
                    .add(one);
        }
        return groups;
    }

    /** Returns a resource group. */
    Group group(String subscription, String group) {
        Group found = groups(subscription).get(group);
        if (found == null) {
            throw new ArmFailure(404, "ResourceGroupNotFound", "Resource group '" + group + "' could not be found.");
        }
        return found;
    }

    private static boolean same(String one, String other) {
        return Folding.lower(one).equals(Folding.lower(other));
    }
}
