package dev.postern.advice;

import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.RecipientProperties;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.effective.ShellText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.node.ObjectNode;

/** Scopes of role assignments that contain nothing, and management scopes that no assignment uses. */
final class RoleScopeFindings {
    private final TenantFacts facts;
    private final Consumer<AccessFinding> found;
    private final Map<ObjectId, Contents> known = new HashMap<>();

    private enum Contents {
        MISSING,
        EMPTY,
        SOME,
        UNDECIDED
    }

    RoleScopeFindings(TenantFacts facts, Consumer<AccessFinding> found) {
        this.facts = facts;
        this.found = found;
    }

    void find(ServicePrincipal app) {
        for (ManagementRoleAssignment one : facts.directory.roleAssignmentsOf(app.id())) {
            ObjectId scope = one.scope();
            if (scope != null) {
                Contents contents = known.computeIfAbsent(scope, _ -> contents(one, scope));
                switch (contents) {
                    case MISSING -> add(FindingKind.ORPHANED_SCOPE, app, one, scope, "does not exist any more");
                    case EMPTY -> add(FindingKind.EMPTY_SCOPE, app, one, scope, "contains no mailbox");
                    case UNDECIDED -> facts.budget.skip(FindingKind.EMPTY_SCOPE);
                    case SOME -> {}
                }
            }
        }
    }

    private Contents contents(ManagementRoleAssignment one, ObjectId scope) {
        return switch (one.scopeType()) {
            case ORGANIZATION -> Contents.SOME;
            case GROUP -> listed(one, facts.directory.find(scope, Group.class) != null, scope);
            case ADMINISTRATIVE_UNIT ->
                listed(one, facts.directory.find(scope, AdministrativeUnit.class) != null, scope);
            case MANAGEMENT_SCOPE -> {
                ManagementScope filter = facts.directory.exchangeObject(scope, ManagementScope.class);
                yield filter == null ? Contents.MISSING : matching(one, filter);
            }
        };
    }

    private Contents listed(ManagementRoleAssignment one, boolean exists, ObjectId scope) {
        return !exists
                ? Contents.MISSING
                : members(scope).anyMatch(id -> contains(one, id)) ? Contents.SOME : Contents.EMPTY;
    }

    private Stream<ObjectId> members(ObjectId group) {
        return StreamSupport.stream(facts.directory.unorderedMembers(group).spliterator(), false);
    }

    private boolean contains(ManagementRoleAssignment one, ObjectId id) {
        return facts.directory.find(id) instanceof User user
                && TenantFacts.hasMailbox(user)
                && facts.directory.isInScope(one.decided().scope(), id);
    }

    /** Members of groups in the filter are tried first: usually one of them matches. */
    private Contents matching(ManagementRoleAssignment one, ManagementScope filter) {
        Stream<ObjectId> likely = RecipientProperties.groupsIn(facts.directory, filter.filter()).stream()
                .flatMap(group -> members(group));
        Iterator<ObjectId> all = Stream.concat(
                        likely, facts.directory.all(User.class).map(User::id))
                .iterator();
        while (all.hasNext()) {
            if (!facts.budget.take()) {
                return Contents.UNDECIDED;
            }
            if (contains(one, all.next())) {
                return Contents.SOME;
            }
        }
        return Contents.EMPTY;
    }

    private void add(FindingKind kind, ServicePrincipal app, ManagementRoleAssignment one, ObjectId scope, String why) {
        ObjectNode details =
                AccessFinding.newDetails().put("assignment", one.name()).put("role", one.role());
        details.putObject("scope").put("id", scope.toString()).put("name", facts.names.scope(one));
        ManagementScope filter = facts.directory.exchangeObject(scope, ManagementScope.class);
        found.accept(AccessFinding.about(
                kind,
                app.appId(),
                app.displayName(),
                details,
                "The scope " + facts.names.scope(one) + (filter == null ? "" : " (" + filter.filter() + ")")
                        + " of the role assignment \"" + one.name() + "\" of \"" + app.displayName() + "\" " + why
                        + ": the assignment gives nothing.",
                List.of(CommandText.removeAssignment(one))));
    }

    void unusedScopes() {
        Set<ObjectId> used = new HashSet<>();
        facts.directory.exchangeObjects(ManagementRoleAssignment.class).stream()
                .map(ManagementRoleAssignment::scope)
                .filter(Objects::nonNull)
                .forEach(used::add);
        for (ManagementScope one : facts.directory.exchangeObjects(ManagementScope.class)) {
            if (!used.contains(one.id())) {
                ObjectNode details = AccessFinding.newDetails();
                details.putObject("scope").put("id", one.id().toString()).put("name", one.name());
                found.accept(new AccessFinding(
                        FindingKind.UNUSED_MANAGEMENT_SCOPE,
                        null,
                        "",
                        details,
                        "No role assignment uses the management scope \"" + one.name() + "\" (" + one.filter() + ").",
                        List.of(Cure.of(
                                "Remove-ManagementScope -Identity " + ShellText.quoted(one.name()),
                                draft -> draft.remove(one)))));
            }
        }
    }
}
