package dev.postern.directory;

import dev.postern.access.AccessSnapshot;
import dev.postern.access.Grant;
import dev.postern.access.GrantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a directory's facts into those that decide: recipients, memberships, principals, grants of Graph's roles, policies. */
final class AccessFacts {
    private AccessFacts() {}

    static AccessSnapshot of(DirectorySnapshot directory, boolean requireScope) {
        var facts = AccessSnapshot.builder(directory.tenant().id(), directory.revision())
                .requireScope(requireScope);
        directory.all(User.class).forEach(user -> recipient(facts, user, user.recipient()));
        directory.all(Group.class).forEach(group -> {
            recipient(facts, group, group.recipient());
            facts.members(group.id(), directory.members(group.id()));
        });
        directory
                .all(ServicePrincipal.class)
                .forEach(principal -> facts.principal(principal.id(), principal.appId(), principal.accountEnabled()));
        directory.policies().forEach(policy -> facts.policy(policy.decided()));
        grants(directory, facts);
        return facts.build();
    }

    private static void recipient(AccessSnapshot.Builder facts, DirectoryObject object, @Nullable Recipient recipient) {
        if (recipient != null) {
            facts.recipient(object.id(), recipient.type().kind());
        }
    }

    /** Only the roles of Microsoft Graph guard mailboxes. */
    private static void grants(DirectorySnapshot directory, AccessSnapshot.Builder facts) {
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        if (graph == null) {
            return;
        }
        Map<UUID, String> values = new HashMap<>();
        graph.appRoles().stream().filter(AppRole::enabled).forEach(role -> values.put(role.id(), role.value()));
        for (AppRoleAssignment assignment : directory.assignments()) {
            String value = values.get(assignment.appRoleId());
            if (assignment.resource().equals(graph.id()) && value != null) {
                facts.grant(
                        assignment.principal(), new Grant(value, new GrantSource.AppRoleAssignment(assignment.id())));
            }
        }
    }
}
