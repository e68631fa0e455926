package dev.postern.migration;

import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.ApplicationRoles;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
import dev.postern.effective.AccessNames;
import dev.postern.migration.MigrationPlan.NotExpressed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps for one application. What cannot be expressed stays as it is, with the grants that it confines; so an application never gains
 * access by a step that is missing.
 */
final class AppMigration {
    /** What a management scope accepts. */
    private static final int MAX_FILTER = 10_000;

    private static final int MAX_NAME = 64;

    private final DirectorySnapshot directory;
    private final ServicePrincipal app;
    private final Predicate<String> isTaken;
    private final AccessNames names;
    private final List<ApplicationAccessPolicy> own;
    private final List<ApplicationAccessPolicy> all;

    final List<MigrationStep> adding = new ArrayList<>();
    final List<MigrationStep> revoking = new ArrayList<>();
    final List<MigrationStep> removing = new ArrayList<>();
    final List<NotExpressed> notExpressed = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    /** @param isTaken whether another scope or assignment has a name */
    AppMigration(DirectorySnapshot directory, ServicePrincipal app, Predicate<String> isTaken) {
        this.directory = directory;
        this.app = app;
        this.isTaken = isTaken;
        this.names = new AccessNames(directory);
        this.all = directory.policiesNaming(app.appId()).toList();
        this.own =
                all.stream().filter(one -> one.app() instanceof AppSelector.One).toList();
    }

    ServicePrincipal app() {
        return app;
    }

    List<ApplicationAccessPolicy> policies() {
        return all;
    }

    /** Drops all steps: the application stays as it is, for this reason. */
    void keep(String reason) {
        adding.clear();
        revoking.clear();
        removing.clear();
        notes.clear();
        notExpressed.clear();
        own.forEach(one -> notExpressed.add(new NotExpressed(one.identity(directory.tenant()), reason)));
    }

    /** Plans the steps. */
    void plan() {
        Map<AppRoleAssignment, String> grants = grants();
        if (grants.isEmpty()) {
            keep("no-role-for-permission: \"" + app.displayName()
                    + "\", which the policy names, has no permission for mailboxes that a role could grant");
            return;
        }
        List<ApplicationAccessPolicy> unresolved = all.stream()
                .filter(one -> !ScopeOfPolicies.isResolved(directory, one))
                .toList();
        if (unresolved.stream().anyMatch(one -> one.right() == AccessRight.DENY_ACCESS)) {
            keep("unresolved-scope: the scope \"" + unresolved.getFirst().scopeName()
                    + "\" of a DenyAccess policy is missing or no security principal, so every mailbox is denied to \""
                    + app.displayName() + "\"");
            return;
        }
        var scope = new ScopeOfPolicies(directory, all);
        Optional<String> filter = scope.filter();
        if (filter.isEmpty()) {
            keep("unresolved-scope: the scope \"" + all.getFirst().scopeName()
                    + "\" is missing or no security principal, so \"" + app.displayName() + "\" reaches no mailbox");
            return;
        }
        if (filter.get().length() > MAX_FILTER) {
            keep("nested-group: the scopes of \"" + app.displayName() + "\" contain "
                    + scope.nested().size() + " nested groups, for example \""
                    + names.address(scope.nested().iterator().next())
                    + "\", which are more than the filter of one management scope can name");
            return;
        }
        express(grants, filter.get(), scope);
        own.stream()
                .filter(unresolved::contains)
                .forEach(one -> notExpressed.add(new NotExpressed(
                        one.identity(directory.tenant()),
                        "unresolved-scope: the scope \"" + one.scopeName() + "\" of the policy for \""
                                + app.displayName() + "\" is missing or no security principal; the policy stays")));
    }

    private void express(Map<AppRoleAssignment, String> grants, String filter, ScopeOfPolicies scope) {
        Map<String, List<AppRoleAssignment>> byRole = new TreeMap<>();
        List<String> without = new ArrayList<>();
        grants.forEach((grant, permission) -> role(permission)
                .ifPresentOrElse(
                        role -> byRole.computeIfAbsent(role, _ -> new ArrayList<>())
                                .add(grant),
                        () -> without.add(permission)));
        if (!byRole.isEmpty()) {
            add(byRole.keySet(), filter);
        }
        byRole.values().forEach(all -> all.forEach(this::revoke));
        if (!without.isEmpty()) {
            own.forEach(one -> notExpressed.add(new NotExpressed(
                    one.identity(directory.tenant()),
                    "no-role-for-permission: no application role grants " + String.join(", ", without) + ", which \""
                            + app.displayName() + "\" has on " + names.address(one.scope())
                            + "; the policy stays and confines it")));
        } else {
            own.stream()
                    .filter(one -> ScopeOfPolicies.isResolved(directory, one))
                    .forEach(this::remove);
        }
        if (!scope.nested().isEmpty()) {
            notes.add("The scope of \"" + app.displayName() + "\" names the nested groups "
                    + scope.nested().stream().map(names::address).sorted().collect(Collectors.joining(", "))
                    + " one by one, because MemberOfGroup means direct members. A group that is nested later has to be"
                    + " added to the scope.");
        }
    }

    /** The permissions for mailboxes that are granted in Entra. */
    private Map<AppRoleAssignment, String> grants() {
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        Map<AppRoleAssignment, String> grants = new LinkedHashMap<>();
        if (graph != null) {
            for (AppRoleAssignment one : directory.assignmentsOf(app.id())) {
                graph.appRoles().stream()
                        .filter(role -> one.resource().equals(graph.id())
                                && role.id().equals(one.appRoleId())
                                && role.givesAccessToMailboxes())
                        .map(AppRole::value)
                        .findFirst()
                        .ifPresent(permission -> grants.put(one, permission));
            }
        }
        return grants;
    }

    /** The role that grants this permission and no other. */
    private static Optional<String> role(String permission) {
        String name = permission.equals("Mail.ReadBasic.All") ? "Mail.ReadBasic" : permission;
        return Optional.ofNullable(ApplicationRoles.find("Application " + name))
                .or(() -> name.endsWith(".All")
                        ? Optional.ofNullable(ApplicationRoles.find(
                                "Application " + name.substring(0, name.length() - ".All".length())))
                        : Optional.empty())
                .filter(role -> ApplicationRoles.permissions(role).contains(permission));
    }

    private void add(Collection<String> roles, String filter) {
        ExchangeServicePrincipal pointer = pointer();
        var scope = new ManagementScope(
                new ObjectId(UUID.randomUUID()), Instant.EPOCH, free("Mailboxes of " + app.displayName()), filter);
        adding.add(new MigrationStep(
                "New-ManagementScope",
                MigrationStep.parameters("Name", scope.name(), "RecipientRestrictionFilter", filter),
                draft -> draft.put(scope)));
        for (String role : roles) {
            var assignment = new ManagementRoleAssignment(
                    new ObjectId(UUID.randomUUID()),
                    Instant.EPOCH,
                    free(role + "-" + app.displayName()),
                    role,
                    pointer.id(),
                    ScopeType.MANAGEMENT_SCOPE,
                    scope.id());
            adding.add(new MigrationStep(
                    "New-ManagementRoleAssignment",
                    MigrationStep.parameters(
                            "Name",
                            assignment.name(),
                            "App",
                            app.appId().toString(),
                            "Role",
                            role,
                            "CustomResourceScope",
                            scope.name()),
                    draft -> draft.put(assignment)));
        }
    }

    private ExchangeServicePrincipal pointer() {
        ExchangeServicePrincipal known = directory.exchangeObject(app.id().toString(), ExchangeServicePrincipal.class);
        if (known != null) {
            return known;
        }
        var made = new ExchangeServicePrincipal(
                new ObjectId(UUID.randomUUID()), Instant.EPOCH, app.appId(), app.id(), app.displayName());
        adding.add(new MigrationStep(
                "New-ServicePrincipal",
                MigrationStep.parameters(
                        "AppId",
                        app.appId().toString(),
                        "ObjectId",
                        app.id().toString(),
                        "DisplayName",
                        app.displayName()),
                draft -> draft.put(made)));
        return made;
    }

    private String free(String wanted) {
        String name = shortened(wanted, MAX_NAME);
        for (int number = 2; isTaken.test(name); number++) {
            String end = " " + number;
            name = shortened(wanted, MAX_NAME - end.length()) + end;
        }
        return name;
    }

    private static String shortened(String text, int length) {
        String one = text.replaceAll("[\\p{Cntrl}]", " ").strip();
        return one.length() <= length ? one : one.substring(0, length).strip();
    }

    private void revoke(AppRoleAssignment grant) {
        revoking.add(new MigrationStep(
                "Remove-MgServicePrincipalAppRoleAssignment",
                MigrationStep.parameters("ServicePrincipalId", app.id().toString(), "AppRoleAssignmentId", grant.id()),
                draft -> draft.remove(grant)));
    }

    private void remove(ApplicationAccessPolicy policy) {
        ObjectNode parameters = MigrationStep.parameters("Identity", directory.policyIdentity(policy));
        removing.add(new MigrationStep(
                "Remove-ApplicationAccessPolicy", parameters.put("Confirm", false), draft -> draft.remove(policy)));
    }

    /** The reason for a cell that a scope does not reproduce. */
    String reason() {
        ApplicationAccessPolicy denying = all.stream()
                .filter(one -> one.right() == AccessRight.DENY_ACCESS)
                .findFirst()
                .orElse(null);
        return denying == null
                ? "nested-group: the RestrictAccess policy on \""
                        + names.address(all.getFirst().scope()) + "\" has members that a scope does not name"
                : "deny-access: the DenyAccess policy on \"" + names.address(denying.scope())
                        + "\" has members that a scope cannot name";
    }
}
