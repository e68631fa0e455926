package dev.postern.effective;

import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.Decision;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.access.Verdict;
import dev.postern.audit.Actor;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.effective.ChangingCommand.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds one command that changes the answer. Each candidate is tried on a draft of the directory, so the command that is named is known to
 * change it; the first is the one that affects least else.
 */
final class ChangingCommands {
    private static final int MAX_TRIED = 50;

    private final DirectorySnapshot directory;
    private final ServicePrincipal app;
    private final User mailbox;
    private final Set<String> sufficient;
    private final AccessNames names;
    private final List<Candidate> candidates = new ArrayList<>();

    ChangingCommands(DirectorySnapshot directory, ServicePrincipal app, User mailbox, Set<String> sufficient) {
        this.directory = directory;
        this.app = app;
        this.mailbox = mailbox;
        this.sufficient = sufficient;
        this.names = new AccessNames(directory);
    }

    /** The first that changes the answer; null if none does. */
    @Nullable
    ChangingCommand first(Decision decision) {
        boolean allowed = decision.verdict() == Verdict.GRANTED;
        if (allowed) {
            narrowing(decision);
        } else {
            widening();
        }
        Verdict wanted = allowed ? Verdict.DENIED : Verdict.GRANTED;
        return candidates.stream()
                .limit(MAX_TRIED)
                .flatMap(one -> tried(one, wanted).stream())
                .findFirst()
                .orElse(null);
    }

    private Optional<ChangingCommand> tried(Candidate candidate, Verdict wanted) {
        try {
            DirectorySnapshot then = directory.supposing(Actor.server(new UUID(0, 0)), candidate.change());
            return AccessExplainer.decide(then, app, mailbox, sufficient).verdict() == wanted
                    ? Optional.of(new ChangingCommand(candidate.command(), candidate.wide() ? reach(then) : null))
                    : Optional.empty();
        } catch (DirectoryFailure e) {
            return Optional.empty();
        }
    }

    private @Nullable String reach(DirectorySnapshot then) {
        return new AccessSummary(then)
                .page(new MatrixFilter(app, null, sufficient), null, 1).apps().stream()
                        .flatMap(one -> one.lines().stream())
                        .filter(line -> line.by() == GrantedBy.ENTRA)
                        .map(line -> "\"" + app.displayName() + "\" would then reach " + line.mailboxes()
                                + (line.count() == null ? "" : " (" + line.count() + " in all)") + ".")
                        .findFirst()
                        .orElse(null);
    }

    private void add(String command, Consumer<Draft> change) {
        candidates.add(new Candidate(command, change, false));
    }

    private void addWide(String command, Consumer<Draft> change) {
        candidates.add(new Candidate(command, change, true));
    }

    private void narrowing(Decision decision) {
        List<ObjectId> path = decision.path();
        if (path.size() > 1) {
            ObjectId group = path.get(path.size() - 2);
            if (directory.find(group, Group.class) != null) {
                add(
                        "Remove-DistributionGroupMember -Identity " + name(group) + " -Member " + name(mailbox.id()),
                        draft -> draft.removeMember(group, mailbox.id()));
            }
        }
        for (ManagementRoleAssignment one : directory.roleAssignmentsOf(app.id())) {
            if (one.id().toString().equals(decision.rbac().assignment())) {
                add(
                        "Remove-ManagementRoleAssignment -Identity " + ShellText.quoted(one.name()),
                        draft -> draft.remove(one));
            }
        }
        if (isPolicyScope(mailbox)) {
            add(policyCommand("DenyAccess"), draft -> draft.put(policy(AccessRight.DENY_ACCESS)));
        }
        directory.assignmentsOf(app.id()).stream()
                .filter(one -> isSufficient(one))
                .forEach(one -> add(
                        "Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId " + app.id()
                                + " -AppRoleAssignmentId " + one.id(),
                        draft -> draft.remove(one)));
    }

    /** Last what can open other mailboxes, too. */
    private void widening() {
        var scopes = new RoleScopeCommands(directory, mailbox);
        directory.policiesNaming(app.appId()).forEach(one -> {
            if (one.right() == AccessRight.RESTRICT_ACCESS) {
                scopes.member(one.scope(), candidates);
            }
        });
        List<ManagementRoleAssignment> roles = directory.roleAssignmentsOf(app.id());
        roles.forEach(one -> candidates.addAll(scopes.into(one)));
        Set<ObjectId> seen = new HashSet<>();
        roles.stream()
                .filter(one -> one.scope() != null && seen.add(one.scope()))
                .forEach(one -> candidates.addAll(scopes.roles(one, sufficient)));
        directory
                .policiesNaming(app.appId())
                .filter(one -> one.right() == AccessRight.DENY_ACCESS)
                .forEach(one -> denyMember(one.scope()));
        if (isPolicyScope(mailbox)) {
            add(policyCommand("RestrictAccess"), draft -> draft.put(policy(AccessRight.RESTRICT_ACCESS)));
        }
        directory
                .policiesNaming(app.appId())
                .forEach(one -> addWide(
                        "Remove-ApplicationAccessPolicy -Identity " + ShellText.quoted(directory.policyIdentity(one)),
                        draft -> draft.remove(one)));
        sufficient.stream().sorted().forEach(this::grant);
    }

    private void denyMember(ObjectId scope) {
        if (directory.members(scope).contains(mailbox.id())) {
            add(
                    "Remove-DistributionGroupMember -Identity " + name(scope) + " -Member " + name(mailbox.id()),
                    draft -> draft.removeMember(scope, mailbox.id()));
        }
    }

    private void grant(String permission) {
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        AppRole role = graph == null
                ? null
                : graph.appRoles().stream()
                        .filter(one -> one.enabled() && one.value().equals(permission))
                        .findFirst()
                        .orElse(null);
        if (graph != null && role != null) {
            addWide(
                    "New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId " + app.id() + " -PrincipalId "
                            + app.id() + " -ResourceId " + graph.id() + " -AppRoleId " + role.id(),
                    draft -> draft.put(
                            new AppRoleAssignment("supposed", app.id(), graph.id(), role.id(), Instant.EPOCH)));
        }
    }

    private boolean isSufficient(AppRoleAssignment one) {
        ServicePrincipal resource = directory.find(one.resource(), ServicePrincipal.class);
        return resource != null
                && resource.appRoles().stream()
                        .anyMatch(role -> role.id().equals(one.appRoleId()) && sufficient.contains(role.value()));
    }

    /** Only mailboxes of users can be the scope of a policy. */
    private static boolean isPolicyScope(User user) {
        Recipient recipient = user.recipient();
        return recipient != null && recipient.type() == RecipientType.USER_MAILBOX;
    }

    private String policyCommand(String right) {
        return "New-ApplicationAccessPolicy -AccessRight " + right + " -AppId " + app.appId() + " -PolicyScopeGroupId "
                + name(mailbox.id());
    }

    private ApplicationAccessPolicy policy(AccessRight right) {
        Recipient recipient = mailbox.recipient();
        String sid = recipient == null ? "" : recipient.sid();
        return new ApplicationAccessPolicy(
                new PolicyId(UUID.randomUUID()),
                new AppSelector.One(app.appId()),
                right,
                mailbox.id(),
                sid,
                mailbox.displayName(),
                mailbox.displayName(),
                null,
                Instant.EPOCH);
    }

    private String name(ObjectId id) {
        return ShellText.quoted(names.address(id));
    }
}
