package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Which application can use which permission on which mailbox, by the definition of the rules: policies and role assignments. */
record NaiveAccess(DirectorySnapshot directory, boolean requireScope) {
    record Cell(ObjectId app, ObjectId mailbox, String permission) {}

    Set<Cell> cells() {
        Set<Cell> cells = new HashSet<>();
        for (NaiveReach.Pair pair : new NaiveReach(directory, requireScope).pairs()) {
            directory.assignments().stream()
                    .filter(one -> one.principal().equals(pair.app()))
                    .map(this::permission)
                    .filter(permission -> permission.startsWith("Mail."))
                    .forEach(permission -> cells.add(new Cell(pair.app(), pair.mailbox(), permission)));
        }
        directory
                .exchangeObjects(ManagementRoleAssignment.class)
                .forEach(assignment -> directory
                        .all(User.class)
                        .filter(user -> user.mailbox() != null)
                        .forEach(user -> add(cells, assignment, user)));
        return cells;
    }

    private String permission(AppRoleAssignment assignment) {
        return Objects.requireNonNull(directory.find(assignment.resource(), ServicePrincipal.class)).appRoles().stream()
                .filter(role -> role.id().equals(assignment.appRoleId()))
                .map(AppRole::value)
                .findFirst()
                .orElseThrow();
    }

    private void add(Set<Cell> cells, ManagementRoleAssignment assignment, User user) {
        var pointer = directory.exchangeObject(assignment.assignee(), ExchangeServicePrincipal.class);
        ServicePrincipal app =
                pointer == null ? null : directory.find(pointer.servicePrincipal(), ServicePrincipal.class);
        if (app != null && app.accountEnabled() && contains(assignment, user)) {
            ApplicationRoles.permissions(assignment.role())
                    .forEach(permission -> cells.add(new Cell(app.id(), user.id(), permission)));
        }
    }

    private boolean contains(ManagementRoleAssignment assignment, User user) {
        ObjectId scope = assignment.scope();
        if (scope == null) {
            return true;
        }
        return switch (assignment.scopeType()) {
            case ORGANIZATION -> true;
            case GROUP -> directory.find(scope) instanceof Group && isMember(scope, user);
            case ADMINISTRATIVE_UNIT -> directory.find(scope) instanceof AdministrativeUnit && isMember(scope, user);
            case MANAGEMENT_SCOPE -> {
                ManagementScope filtered = directory.exchangeObject(scope, ManagementScope.class);
                MailRecipient recipient = MailRecipient.of(user);
                yield filtered != null
                        && recipient != null
                        && RecipientProperties.filter(directory, filtered.filter())
                                .test(recipient);
            }
        };
    }

    private boolean isMember(ObjectId container, User user) {
        return directory.members(container).contains(user.id());
    }
}
