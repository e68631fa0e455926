package dev.postern.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Which application can access which mailbox, by the definition of the rules and without any index or shared code. */
record NaiveReach(DirectorySnapshot directory, boolean requireScope) {
    record Pair(ObjectId app, ObjectId mailbox) {}

    static boolean hasMailbox(DirectorySnapshot directory, ObjectId id) {
        return directory.find(id) instanceof User user && user.mailbox() != null;
    }

    Set<Pair> pairs() {
        Set<Pair> pairs = new HashSet<>();
        directory
                .all(ServicePrincipal.class)
                .filter(this::mayAct)
                .forEach(app -> directory
                        .all(User.class)
                        .filter(user -> user.mailbox() != null && isAllowed(app, user.id()))
                        .forEach(user -> pairs.add(new Pair(app.id(), user.id()))));
        return pairs;
    }

    private boolean mayAct(ServicePrincipal app) {
        return app.accountEnabled()
                && directory.assignments().stream()
                        .filter(assignment -> assignment.principal().equals(app.id()))
                        .anyMatch(assignment -> Objects.requireNonNull(
                                        directory.find(assignment.resource(), ServicePrincipal.class))
                                .appRoles()
                                .stream()
                                .anyMatch(role -> role.id().equals(assignment.appRoleId())
                                        && role.value().startsWith("Mail.")));
    }

    private boolean isAllowed(ServicePrincipal app, ObjectId mailbox) {
        if (policies(app, AccessRight.DENY_ACCESS)
                .anyMatch(policy -> !isValid(policy.scope()) || contains(policy.scope(), mailbox, false))) {
            return false;
        }
        return policies(app, AccessRight.RESTRICT_ACCESS).findAny().isEmpty()
                ? !requireScope
                : policies(app, AccessRight.RESTRICT_ACCESS)
                        .anyMatch(policy -> isValid(policy.scope()) && contains(policy.scope(), mailbox, true));
    }

    private Stream<ApplicationAccessPolicy> policies(ServicePrincipal app, AccessRight right) {
        return directory.policies().stream()
                .filter(policy -> policy.right() == right)
                .filter(policy -> policy.app() instanceof AppSelector.Every
                        || policy.app().toString().equals(app.appId().toString()));
    }

    private boolean isValid(ObjectId scope) {
        return switch (directory.find(scope)) {
            case User user ->
                user.recipient() != null
                        && (user.recipient().type() == RecipientType.USER_MAILBOX
                                || user.recipient().type() == RecipientType.MAIL_USER);
            case Group group -> isSecurityGroup(group);
            case null, default -> false;
        };
    }

    private static boolean isSecurityGroup(Group group) {
        return group.recipient() != null && group.recipient().type() == RecipientType.SECURITY_GROUP;
    }

    private boolean contains(ObjectId scope, ObjectId mailbox, boolean onlySecurityGroups) {
        return scope.equals(mailbox) || contains(scope, mailbox, onlySecurityGroups, new HashSet<>());
    }

    private boolean contains(ObjectId group, ObjectId mailbox, boolean onlySecurityGroups, Set<ObjectId> seen) {
        return seen.add(group)
                && directory.find(group) instanceof Group found
                && (!onlySecurityGroups || isSecurityGroup(found))
                && directory.members(group).stream()
                        .anyMatch(member ->
                                member.equals(mailbox) || contains(member, mailbox, onlySecurityGroups, seen));
    }
}
