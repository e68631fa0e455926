package dev.postern.advice;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.access.Rule;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Group;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.RecipientProperties;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Groups in a scope whose members seem to be in the scope, but do not count: distribution lists for policies, nested groups for role
 * assignments.
 */
final class NestedListFindings {
    private static final int MAX_COMMANDS = 50;
    private static final AppId NO_APP = new AppId(new UUID(0, 0));

    private final TenantFacts facts;
    private final Consumer<AccessFinding> found;

    NestedListFindings(TenantFacts facts, Consumer<AccessFinding> found) {
        this.facts = facts;
        this.found = found;
    }

    /** What does not count in a scope, and why. */
    private record Lost(ObjectId list, ObjectId group, Set<ObjectId> mailboxes, String effect) {}

    void find(ApplicationAccessPolicy one) {
        if (one.right() != AccessRight.RESTRICT_ACCESS || !facts.groups.containsLists(one.scope())) {
            return;
        }
        AppId app = one.app() instanceof AppSelector.One(AppId named) ? named : NO_APP;
        for (ObjectId group : facts.groups.below(one.scope(), facts.groups::isSecurityGroup)) {
            for (ObjectId list : facts.groups.nested(group)) {
                if (!facts.groups.isSecurityGroup(list)) {
                    Set<ObjectId> lost = below(list, user -> isUnconfirmed(app, user));
                    if (!lost.isEmpty()) {
                        String text = "the RestrictAccess policy on " + facts.scope(one);
                        add(
                                one.app().toString(),
                                facts.app(one.app()),
                                facts.details(one),
                                new Lost(
                                        list,
                                        group,
                                        lost,
                                        " is no security group, so its members do not count for " + text
                                                + ". They are not reached: "));
                    }
                }
            }
        }
    }

    private boolean isUnconfirmed(AppId app, User user) {
        return AccessEngine.checkPolicy(facts.directory.access(), app, user.id())
                        .rule()
                == Rule.RESTRICT_MEMBERSHIP_UNCONFIRMED;
    }

    private Set<ObjectId> below(ObjectId list, Predicate<User> condition) {
        Set<ObjectId> lost = new LinkedHashSet<>();
        boolean whole = facts.groups.visit(list, false, facts.budget, user -> {
            if (condition.test(user)) {
                lost.add(user.id());
            }
            return true;
        });
        if (!whole) {
            facts.budget.skip(FindingKind.NESTED_LIST_DOES_NOT_COUNT);
        }
        return lost;
    }

    void find(ServicePrincipal app) {
        Set<ObjectId> done = new HashSet<>();
        for (ManagementRoleAssignment one : facts.directory.roleAssignmentsOf(app.id())) {
            ObjectId scope = one.scope();
            if (scope != null && done.add(scope)) {
                ObjectNode details =
                        AccessFinding.newDetails().put("assignment", one.name()).put("role", one.role());
                details.putObject("scope").put("id", scope.toString()).put("name", facts.names.scope(one));
                lost(one, scope)
                        .forEach(lost -> add(app.appId().toString(), app.displayName(), details.deepCopy(), lost));
            }
        }
    }

    private List<Lost> lost(ManagementRoleAssignment one, ObjectId scope) {
        return switch (one.scopeType()) {
            case ORGANIZATION -> List.of();
            case GROUP, ADMINISTRATIVE_UNIT -> {
                String only = one.scopeType() == ManagementRoleAssignment.ScopeType.GROUP
                        ? "only direct members of " + facts.names.scope(one)
                        : "only users that are members of the unit \"" + facts.names.scope(one) + "\" themselves";
                yield facts.groups.nested(scope).stream()
                        .map(list -> new Lost(
                                list,
                                scope,
                                below(
                                        list,
                                        user -> !facts.directory.isInScope(
                                                one.decided().scope(), user.id())),
                                " is nested, but " + only + " count for the role assignment \"" + one.name()
                                        + "\". Its members are not reached: "))
                        .filter(lost -> !lost.mailboxes().isEmpty())
                        .toList();
            }
            case MANAGEMENT_SCOPE -> {
                ManagementScope filter = facts.directory.exchangeObject(scope, ManagementScope.class);
                yield filter == null ? List.of() : filtered(one, filter);
            }
        };
    }

    /** Compares what the filter matches with what it would match if nested members counted. */
    private List<Lost> filtered(ManagementRoleAssignment one, ManagementScope filter) {
        Set<ObjectId> groups = RecipientProperties.groupsIn(facts.directory, filter.filter());
        if (groups.stream().allMatch(group -> facts.groups.nested(group).isEmpty())) {
            return List.of();
        }
        Predicate<MailRecipient> deep = RecipientProperties.filter(new NestedMembers(facts.directory), filter.filter());
        Set<Lost> all = new LinkedHashSet<>();
        for (ObjectId group : groups) {
            for (ObjectId list : facts.groups.nested(group)) {
                String counts = " is nested, but MemberOfGroup in the management scope \"" + filter.name()
                        + "\" means direct members of " + facts.names.address(group) + ". Its members are ";
                all.add(new Lost(
                        list, group, below(list, user -> differs(one, deep, user, false)), counts + "not reached: "));
                all.add(new Lost(
                        list,
                        group,
                        below(list, user -> differs(one, deep, user, true)),
                        counts + "reached nevertheless: "));
            }
        }
        return all.stream().filter(lost -> !lost.mailboxes().isEmpty()).toList();
    }

    private boolean differs(ManagementRoleAssignment one, Predicate<MailRecipient> deep, User user, boolean reached) {
        return facts.directory.isInScope(one.decided().scope(), user.id()) == reached
                && deep.test(Objects.requireNonNull(MailRecipient.of(user))) != reached;
    }

    private void add(String appId, String app, ObjectNode details, Lost lost) {
        String list = facts.names.address(lost.list());
        details.putObject("list").put("id", lost.list().toString()).put("name", list);
        details.putObject("memberOf").put("id", lost.group().toString()).put("name", facts.names.address(lost.group()));
        facts.putMailboxes(details, lost.mailboxes());
        boolean reached = lost.effect().contains("reached nevertheless");
        boolean unit = facts.directory.find(lost.group()) instanceof AdministrativeUnit;
        String how = unit
                ? " Add the users to the unit, or remove the group from it, with POST or DELETE"
                        + " /directory/administrativeUnits/" + lost.group() + "/members."
                : reached
                        ? " Add them to the group itself to exclude them."
                        : " Add them to the group itself, or remove the list from it: " + removal(lost) + ".";
        found.accept(new AccessFinding(
                FindingKind.NESTED_LIST_DOES_NOT_COUNT,
                appId,
                app,
                details,
                list + " in " + facts.names.address(lost.group()) + lost.effect() + facts.few(lost.mailboxes()) + "."
                        + how,
                unit ? List.of() : cures(lost, reached)));
    }

    private String removal(Lost lost) {
        return "Remove-DistributionGroupMember -Identity " + facts.commands.name(lost.group()) + " -Member "
                + facts.commands.name(lost.list());
    }

    private List<Cure> cures(Lost lost, boolean reached) {
        Group list = facts.directory.find(lost.list(), Group.class);
        if (lost.mailboxes().size() <= MAX_COMMANDS || reached || list == null || list.recipient() == null) {
            Cure adding = lost.mailboxes().stream()
                    .limit(MAX_COMMANDS)
                    .map(id -> facts.commands.addMember(lost.group(), id))
                    .reduce(Cure::then)
                    .orElseThrow();
            return List.of(new Cure(adding.commands(), adding.change(), null, !reached));
        }
        return denies(lost.group())
                ? List.of()
                : List.of(Cure.of(removal(lost), draft -> draft.removeMember(lost.group(), lost.list())));
    }

    /** Whether a DenyAccess policy counts the members of this group, so that a list must not be removed from it. */
    private boolean denies(ObjectId group) {
        Set<ObjectId> above = new HashSet<>(facts.directory.allGroupsOf(group));
        above.add(group);
        return above.stream()
                .flatMap(id -> facts.directory.policiesOn(id).stream())
                .anyMatch(one -> one.right() == AccessRight.DENY_ACCESS);
    }
}
