package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the existing mailboxes on which role assignments give an application a permission only after a change: of an assignment, of a
 * scope's filter, or of what scopes contain. As {@link WidenedReach}, it compares decisions, and costs at most {@link WideningBudget}. For
 * one thread.
 */
final class WidenedRoles {
    private static final int MAX_REPORTED = 20;

    private final DirectorySnapshot before;
    private final Draft draft;
    private final Facts now;
    private final GainedPermissions gained;
    private final WideningBudget budget;
    private final WideningNames names;
    private final MailboxesBelow mailboxes;
    private final Consumer<String> report;

    /** One line for an application and a mailbox is enough. */
    private record Reported(ObjectId app, ObjectId mailbox) {}

    private final Set<Reported> reported = new HashSet<>();

    WidenedRoles(
            DirectorySnapshot before,
            Draft draft,
            GainedPermissions gained,
            WideningBudget budget,
            Consumer<String> report) {
        this.before = before;
        this.draft = draft;
        this.now = draft.facts();
        this.gained = gained;
        this.budget = budget;
        this.names = new WideningNames(now);
        this.mailboxes = new MailboxesBelow(before.tenant(), before.facts(), now, budget);
        this.report = report;
    }

    void find() {
        draft.roles.values().forEach(object -> {
            switch (object) {
                case ManagementRoleAssignment assignment -> assignment(assignment);
                case ExchangeServicePrincipal pointer -> pointer(pointer);
                case ManagementScope scope -> filter(scope);
                case TransportRule _ -> {}
                case null -> {}
            }
        });
        new ScopeSuspects(before, draft, budget, this::extended).examine();
    }

    private boolean isEnough() {
        return budget.isSpent() || reported.size() > MAX_REPORTED;
    }

    private @Nullable ServicePrincipal app(ManagementRoleAssignment assignment) {
        var pointer = now.roles().find(assignment.assignee(), ExchangeServicePrincipal.class);
        return pointer == null ? null : now.find(pointer.servicePrincipal(), ServicePrincipal.class);
    }

    private void assignment(ManagementRoleAssignment assignment) {
        var known = before.facts().roles().find(assignment.id(), ManagementRoleAssignment.class);
        if (known == null
                || !known.decided().equals(assignment.decided())
                || !known.assignee().equals(assignment.assignee())) {
            whole(assignment);
        }
    }

    /** Exchange knows another service principal than before under the same pointer. */
    private void pointer(ExchangeServicePrincipal pointer) {
        var known = before.facts().roles().find(pointer.id(), ExchangeServicePrincipal.class);
        if (known == null || !known.servicePrincipal().equals(pointer.servicePrincipal())) {
            now.roles().assignmentsOf(pointer.servicePrincipal()).forEach(this::whole);
        }
    }

    private void whole(ManagementRoleAssignment assignment) {
        ServicePrincipal app = app(assignment);
        if (app == null || isEnough()) {
            return;
        }
        User reached =
                mailboxes.firstIn(assignment, user -> !gained.of(app, user).isEmpty());
        if (reached != null) {
            reported.add(new Reported(app.id(), reached.id()));
            report.accept(names.roleAssignment(assignment) + " gives the application " + names.app(app.appId()) + " "
                    + WideningNames.list(ApplicationRoles.permissions(assignment.role())) + " on "
                    + names.scope(assignment) + ". It now reaches mailboxes, for example " + names.object(reached)
                    + ".");
        } else if (budget.isSpent()) {
            report.accept(names.roleAssignment(assignment) + " gives the application " + names.app(app.appId()) + " "
                    + WideningNames.list(ApplicationRoles.permissions(assignment.role())) + " on "
                    + names.scope(assignment) + ".");
        }
    }

    /** The mailboxes that match now and did not match before are searched once, for all assignments together. */
    private void filter(ManagementScope scope) {
        var known = before.facts().roles().find(scope.id(), ManagementScope.class);
        List<ManagementRoleAssignment> open = new ArrayList<>(now.roles().assignmentsFor(scope.id()));
        if (open.isEmpty() || (known != null && known.filter().equals(scope.filter()))) {
            return;
        }
        var resources = open.getFirst().decided().scope();
        var was = new RecipientScopes(before.tenant(), before.facts());
        var is = new RecipientScopes(before.tenant(), now);
        mailboxes.first(user -> {
            if (is.contains(resources, user.id()) && !was.contains(resources, user.id())) {
                open.removeIf(assignment -> extended(
                        assignment,
                        user,
                        () -> names.scope(assignment) + " of " + names.roleAssignment(assignment)
                                + " contains further mailboxes, for example " + names.object(user),
                        "them"));
            }
            return open.isEmpty() || isEnough();
        });
        if (budget.isSpent() && !open.isEmpty()) {
            ServicePrincipal app = app(open.getFirst());
            report.accept("the filter of the scope of " + names.roleAssignment(open.getFirst())
                    + (open.size() > 1 ? " and " + (open.size() - 1) + " more" : "") + " was changed. "
                    + (app == null ? "Applications" : "The application " + names.app(app.appId()))
                    + " may reach further mailboxes.");
        }
    }

    private void extended(ScopeSuspects.Suspect suspect) {
        if (now.find(suspect.mailbox()) instanceof User user) {
            for (ManagementRoleAssignment assignment : now.roles().assignmentsFor(suspect.scope())) {
                if (isEnough()) {
                    return;
                }
                extended(
                        assignment,
                        user,
                        () -> names.object(user) + " is now in " + names.scope(assignment) + " of "
                                + names.roleAssignment(assignment),
                        "this mailbox");
            }
        }
    }

    /**
     * Returns whether it was reported, now or before.
     *
     * @param cause the beginning of the report
     * @param reached what the application reaches
     */
    private boolean extended(ManagementRoleAssignment assignment, User user, Supplier<String> cause, String reached) {
        ServicePrincipal app = app(assignment);
        if (app == null) {
            return false;
        }
        var pair = new Reported(app.id(), user.id());
        if (reported.contains(pair)) {
            return true;
        }
        Set<String> permissions = gained.of(app, user);
        if (permissions.isEmpty()) {
            return false;
        }
        reported.add(pair);
        report.accept(cause.get() + ". The application " + names.app(app.appId()) + " now reaches " + reached + " with "
                + WideningNames.list(permissions) + ".");
        return true;
    }
}
