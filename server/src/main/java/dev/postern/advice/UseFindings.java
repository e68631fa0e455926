package dev.postern.advice;

import dev.postern.access.ObjectId;
import dev.postern.audit.PermissionUse;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.RecipientProperties;
import dev.postern.directory.ServicePrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** What the audit shows to be unused: permissions, role assignments, and groups that were the scopes of policies. */
final class UseFindings {
    /** A shorter audit says nothing about a program that runs once a day. */
    private static final Duration SHORTEST = Duration.ofDays(1);

    private final TenantFacts facts;
    private final PermissionUse use;
    private final Instant now;
    private final Consumer<AccessFinding> found;

    UseFindings(TenantFacts facts, PermissionUse use, Instant now, Consumer<AccessFinding> found) {
        this.facts = facts;
        this.use = use;
        this.now = now;
        this.found = found;
    }

    /** Returns what is known of the use, if that is long enough to conclude from it. */
    static PermissionUse conclusive(PermissionUse use, Instant now) {
        return use.since() == null || isShort(use.since(), now) ? PermissionUse.UNKNOWN : use;
    }

    private static boolean isShort(Instant since, Instant now) {
        return since.plus(SHORTEST).isAfter(now);
    }

    void find(ServicePrincipal app) {
        Instant since = use.since();
        if (since == null || !app.accountEnabled()) {
            return;
        }
        new TreeMap<>(facts.grants(app)).forEach((permission, grant) -> {
            if (!use.hasUsed(app.appId(), permission)) {
                unused(
                        app,
                        later(since, grant.createdAt()),
                        AccessFinding.newDetails().put("permission", permission),
                        permission + ", which is granted to it in Entra",
                        CommandText.removeGrant(grant));
            }
        });
        for (ManagementRoleAssignment one : facts.directory.roleAssignmentsOf(app.id())) {
            if (!use.assignments().containsKey(one.id().toString())) {
                unused(
                        app,
                        later(since, one.createdAt()),
                        AccessFinding.newDetails().put("assignment", one.name()).put("role", one.role()),
                        "the role assignment \"" + one.name() + "\" (" + one.role() + ")",
                        CommandText.removeAssignment(one));
            }
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void unused(ServicePrincipal app, Instant since, ObjectNode details, String what, Cure cure) {
        if (isShort(since, now)) {
            return;
        }
        found.accept(AccessFinding.about(
                FindingKind.UNUSED_PERMISSION,
                app.appId(),
                app.displayName(),
                details.put("since", since.toString()),
                "According to the audit, \"" + app.displayName() + "\" has not used " + what + ", since " + since + ".",
                List.of(cure)));
    }

    /** Security groups that were the scope of a policy and that nothing uses any more. */
    void orphanedGroups() {
        Set<ObjectId> roots = new HashSet<>();
        facts.directory.policies().forEach(one -> roots.add(one.scope()));
        facts.directory.exchangeObjects(ManagementRoleAssignment.class).forEach(one -> {
            ObjectId scope = one.scope();
            if (scope != null) {
                roots.add(scope);
            }
        });
        facts.directory
                .exchangeObjects(ManagementScope.class)
                .forEach(one -> roots.addAll(RecipientProperties.groupsIn(facts.directory, one.filter())));
        use.scopes().stream().sorted().forEach(id -> {
            Group group = facts.directory.find(id, Group.class);
            if (group != null
                    && facts.groups.isSecurityGroup(id)
                    && !roots.contains(id)
                    && Collections.disjoint(facts.directory.allGroupsOf(id), roots)) {
                orphaned(group);
            }
        });
    }

    private void orphaned(Group group) {
        ObjectNode details = AccessFinding.newDetails();
        details.putObject("group").put("id", group.id().toString()).put("name", facts.names.address(group.id()));
        found.accept(new AccessFinding(
                FindingKind.ORPHANED_GROUP,
                null,
                "",
                details,
                "According to the audit, the security group " + facts.names.address(group.id())
                        + " was the scope of an application access policy. No policy, role assignment or management"
                        + " scope uses it now, nor a group that contains it. If mail is not sent to it either, it is"
                        + " not needed.",
                List.of(Cure.of(
                        "Remove-DistributionGroup -Identity " + facts.commands.name(group.id()),
                        draft -> draft.remove(group.id())))));
    }
}
