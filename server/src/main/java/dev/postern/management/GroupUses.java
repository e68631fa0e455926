package dev.postern.management;

import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.Recipient;
import dev.postern.directory.ServicePrincipal;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a change of the members of a group changes: policies on it or on a group that contains it, role assignments for its members, and the
 * filters of management scopes that name it.
 */
record GroupUses(DirectorySnapshot directory, ApplicationShape shape) {
    private static final int MAX = 100;

    /** Writes {@code uses}, at most 100, and {@code usesMore}. */
    void write(Group group, ObjectNode into) {
        ArrayNode uses = into.putArray("uses");
        Map<ObjectId, @Nullable String> groups = new LinkedHashMap<>();
        groups.put(group.id(), null);
        directory.allGroupsOf(group.id()).stream().sorted().forEach(id -> {
            if (directory.find(id) instanceof Group above && !id.equals(group.id())) {
                groups.put(id, above.displayName());
            }
        });
        List<ObjectNode> found = new ArrayList<>();
        groups.forEach((id, through) ->
                directory.policiesOn(id).forEach(one -> found.add(policy(one).put("through", through))));
        directory.exchangeObjects(ManagementRoleAssignment.class).stream()
                .filter(one -> group.id().equals(one.scope()))
                .forEach(one -> found.add(
                        shape.assignment(one).put("use", "roleAssignment").put("app", app(one))));
        Recipient recipient = group.recipient();
        if (recipient != null) {
            String name = Folding.fold(DistinguishedNames.of(directory.tenant(), recipient));
            directory.exchangeObjects(ManagementScope.class).stream()
                    .filter(one -> Folding.fold(one.filter()).contains(name))
                    .forEach(one -> found.add(JsonNodeFactory.instance
                            .objectNode()
                            .put("use", "managementScope")
                            .put("id", one.id().toString())
                            .put("name", one.name())
                            .put("filter", one.filter())));
        }
        found.stream().limit(MAX).forEach(uses::add);
        into.put("usesMore", found.size() > MAX);
    }

    private ObjectNode policy(ApplicationAccessPolicy one) {
        ObjectNode node = shape.policy(one).put("use", "policy");
        if (one.app() instanceof AppSelector.One(var appId)) {
            ServicePrincipal principal = directory.servicePrincipal(appId);
            node.put("appName", principal == null ? "" : principal.displayName());
        }
        return node;
    }

    private @Nullable String app(ManagementRoleAssignment one) {
        var registered = directory.exchangeObject(one.assignee(), ExchangeServicePrincipal.class);
        return registered == null ? null : registered.appId().toString();
    }
}
