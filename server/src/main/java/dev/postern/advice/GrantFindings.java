package dev.postern.advice;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.PolicyId;
import dev.postern.access.Verdict;
import dev.postern.audit.PermissionUse;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.effective.MailboxPermissions;
import dev.postern.effective.ShellText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Grants in Entra that nothing confines: alone, or beside role assignments that were meant to confine them. */
final class GrantFindings {
    private final TenantFacts facts;
    private final MailboxPermissions permissions;
    private final PermissionUse use;
    private final Consumer<AccessFinding> found;

    GrantFindings(TenantFacts facts, MailboxPermissions permissions, PermissionUse use, Consumer<AccessFinding> found) {
        this.facts = facts;
        this.permissions = permissions;
        this.use = use;
        this.found = found;
    }

    void find(ServicePrincipal app) {
        if (!app.accountEnabled()) {
            return;
        }
        List<ManagementRoleAssignment> roles = facts.directory.roleAssignmentsOf(app.id());
        Set<String> unscoped = new TreeSet<>();
        boolean others = facts.reachesOthers(facts.directory, app);
        new TreeMap<>(facts.grants(app)).forEach((permission, grant) -> {
            List<ManagementRoleAssignment> meant = meantToConfine(permission, roles);
            if (meant.isEmpty()) {
                unscoped.add(permission);
            } else {
                widened(app, permission, grant, meant, others);
            }
        });
        if (others && !unscoped.isEmpty()) {
            unscoped(app, unscoped);
        }
        roles.stream().filter(one -> one.scope() == null).forEach(one -> unscopedRole(app, one));
    }

    /** The assignments with a scope of which one permission is satisfied by this one. */
    private List<ManagementRoleAssignment> meantToConfine(String permission, List<ManagementRoleAssignment> roles) {
        return roles.stream()
                .filter(one -> one.scope() != null
                        && one.decided().permissions().stream()
                                .anyMatch(role -> permissions.satisfying(role).contains(permission)))
                .toList();
    }

    private void widened(
            ServicePrincipal app,
            String permission,
            AppRoleAssignment grant,
            List<ManagementRoleAssignment> meant,
            boolean others) {
        User witness = others ? null : outside(app, meant);
        if (!others && witness == null) {
            return;
        }
        ObjectNode details = AccessFinding.newDetails().put("permission", permission);
        ArrayNode assignments = details.putArray("assignments");
        meant.forEach(one -> assignments.add(one.name()));
        String reach = witness == null
                ? "every mailbox that no DenyAccess policy excludes"
                : "mailboxes outside that scope, for example " + facts.names.address(witness.id());
        String named = meant.stream()
                .map(one -> "\"" + one.name() + "\" (" + one.role() + " in " + facts.names.scope(one) + ")")
                .limit(TenantFacts.MAX_NAMED)
                .collect(Collectors.joining(", "));
        found.accept(AccessFinding.about(
                FindingKind.GRANT_WIDENS_ROLE_ASSIGNMENT,
                app.appId(),
                app.displayName(),
                details,
                "\"" + app.displayName() + "\" has the role assignment " + named + ", but " + permission
                        + " is also granted to it in Entra. Both add up: with the grant it reaches " + reach + ".",
                List.of(CommandText.removeGrant(grant))));
    }

    /** A mailbox that the grant reaches and no such role assignment contains. */
    private @Nullable User outside(ServicePrincipal app, List<ManagementRoleAssignment> meant) {
        var witness = new AtomicReference<@Nullable User>();
        for (ApplicationAccessPolicy one : facts.policies(app.appId(), AccessRight.RESTRICT_ACCESS)) {
            boolean whole = facts.groups.visit(one.scope(), true, facts.budget, user -> {
                boolean outside = meant.stream()
                                .noneMatch(role ->
                                        facts.directory.isInScope(role.decided().scope(), user.id()))
                        && AccessEngine.checkPolicy(facts.directory.access(), app.appId(), user.id())
                                        .verdict()
                                == Verdict.GRANTED;
                if (outside) {
                    witness.set(user);
                }
                return !outside;
            });
            if (!whole) {
                facts.budget.skip(FindingKind.GRANT_WIDENS_ROLE_ASSIGNMENT);
            }
            if (witness.get() != null) {
                return witness.get();
            }
        }
        return null;
    }

    private void unscoped(ServicePrincipal app, Set<String> held) {
        ObjectNode details = AccessFinding.newDetails();
        ArrayNode array = details.putArray("permissions");
        held.forEach(array::add);
        boolean denied = !facts.policies(app.appId(), AccessRight.DENY_ACCESS).isEmpty();
        List<User> used = used(app);
        String usage = used.isEmpty()
                ? ""
                : " According to the audit since " + use.since() + " it has used "
                        + facts.few(used.stream().map(User::id).collect(Collectors.toSet())) + ".";
        found.accept(AccessFinding.about(
                FindingKind.UNSCOPED_GRANT,
                app.appId(),
                app.displayName(),
                details,
                TenantFacts.list(held) + (held.size() == 1 ? " is" : " are") + " granted to \"" + app.displayName()
                        + "\" in Entra, and no RestrictAccess policy names it: it reaches every mailbox"
                        + (denied ? " that no DenyAccess policy excludes" : "") + "." + usage
                        + " To confine it, create a RestrictAccess policy on a security group of the mailboxes that it"
                        + " needs.",
                confining(
                        app,
                        used,
                        facts.grants(app).entrySet().stream()
                                .filter(entry -> held.contains(entry.getKey()))
                                .sorted(Map.Entry.comparingByKey())
                                .map(Map.Entry::getValue)
                                .toList())));
    }

    /** The mailboxes that the application has used; empty if that is not known, or if they are many. */
    private List<User> used(ServicePrincipal app) {
        return use.mailboxes(app.appId()).stream()
                .map(facts.groups::owner)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(User::id))
                .toList();
    }

    /** A policy on what was used, if that is known; otherwise the grants are removed. */
    private List<Cure> confining(ServicePrincipal app, List<User> used, List<AppRoleAssignment> grants) {
        List<Cure> cures = new ArrayList<>();
        if (used.size() == 1 && isPolicyScope(used.getFirst())) {
            User only = used.getFirst();
            Recipient recipient = Objects.requireNonNull(only.recipient());
            var policy = new ApplicationAccessPolicy(
                    new PolicyId(new UUID(0, 0)),
                    new AppSelector.One(app.appId()),
                    AccessRight.RESTRICT_ACCESS,
                    only.id(),
                    recipient.sid(),
                    only.displayName(),
                    recipient.name(),
                    null,
                    Instant.EPOCH);
            cures.add(Cure.of(
                    facts.commands.newPolicy(AccessRight.RESTRICT_ACCESS, app.appId(), only.id()),
                    draft -> draft.put(policy)));
        } else if (!used.isEmpty()) {
            String group = ShellText.quoted(freeName(app));
            String members = used.stream()
                    .map(user -> facts.names.address(user.id()))
                    .sorted()
                    .collect(Collectors.joining(","));
            cures.add(Cure.untried(List.of(
                    "New-DistributionGroup -Name " + group + " -Type Security -Members " + members,
                    "New-ApplicationAccessPolicy -AccessRight RestrictAccess -AppId " + app.appId()
                            + " -PolicyScopeGroupId " + group)));
        }
        cures.add(CommandText.removeGrants(grants));
        return cures;
    }

    private static boolean isPolicyScope(User user) {
        Recipient recipient = user.recipient();
        return recipient != null && recipient.type() == RecipientType.USER_MAILBOX;
    }

    /** A name for a group of the mailboxes of an application that no recipient has. */
    private String freeName(ServicePrincipal app) {
        String plain = app.displayName().replaceAll("[^A-Za-z0-9 -]", "").strip();
        String base = "Mailboxes of "
                + (plain.isEmpty() ? app.appId().toString() : plain.substring(0, Math.min(40, plain.length())));
        String name = base;
        for (int i = 2; facts.directory.called(name, null).findAny().isPresent(); i++) {
            name = base + " " + i;
        }
        return name;
    }

    private void unscopedRole(ServicePrincipal app, ManagementRoleAssignment one) {
        ObjectNode details =
                AccessFinding.newDetails().put("assignment", one.name()).put("role", one.role());
        ArrayNode array = details.putArray("permissions");
        new TreeSet<>(one.decided().permissions()).forEach(array::add);
        found.accept(AccessFinding.about(
                FindingKind.UNSCOPED_GRANT,
                app.appId(),
                app.displayName(),
                details,
                "The role assignment \"" + one.name() + "\" gives \"" + app.displayName() + "\" the role "
                        + one.role() + " without a scope: it reaches every mailbox. To confine it, give the assignment"
                        + " a scope with Set-ManagementRoleAssignment.",
                List.of(CommandText.removeAssignment(one))));
    }
}
