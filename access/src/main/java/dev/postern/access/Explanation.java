package dev.postern.access;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A decision in words. The sentences are stored in audit records, so their wording is kept stable. */
final class Explanation {
    private static final String ORPHANED = "is missing or is not a security principal";

    private Explanation() {}

    static String of(Decision decision) {
        return decision.verdict().text() + grant(decision.grant()) + ": " + reason(decision, decision.rule()) + "."
                + roles(decision);
    }

    /** Why the role assignments do not help, if there are any. */
    private static String roles(Decision decision) {
        Rule rule = decision.rbac().rule();
        return decision.verdict() == Verdict.GRANTED || rule == Rule.NO_ROLE_ASSIGNMENT
                ? ""
                : " Role assignments: " + reason(decision, rule) + ".";
    }

    private static String reason(Decision decision, Rule rule) {
        Asked asked = decision.asked();
        String app = "application " + asked.app();
        String principal = "service principal " + asked.principal();
        String mailbox = asked.mailboxOwner() == null ? "an unknown mailbox" : "the mailbox of " + asked.mailboxOwner();
        return switch (rule) {
            case PRINCIPAL_UNKNOWN -> principal + " does not exist in tenant " + asked.tenant();
            case PRINCIPAL_OF_ANOTHER_APP -> principal + " does not belong to " + app;
            case PRINCIPAL_DISABLED -> principal + " of " + app + " is disabled";
            case PERMISSION_NOT_IN_TOKEN ->
                "the token of " + app + " carries no permission that suffices (" + names(asked) + ")";
            case GRANT_REVOKED ->
                "the token of " + app + " carries a permission that suffices (" + names(asked)
                        + "), but the directory does not grant it to " + principal;
            case DENY_POLICY, RESTRICT_POLICY ->
                policy(decision) + " contains " + mailbox + " (" + path(decision) + ")";
            case DENY_SCOPE_ORPHANED ->
                "the scope of " + policy(decision) + " " + ORPHANED + ", so that it counts for every mailbox";
            case RESTRICT_MEMBERSHIP_UNCONFIRMED ->
                policy(decision) + " contains " + mailbox + " only through a group that is not a security group ("
                        + path(decision) + "), which does not count";
            case RESTRICT_SCOPE_ORPHANED ->
                mailbox + " is outside every RestrictAccess scope of " + app + ", and the scope of " + policy(decision)
                        + " " + ORPHANED + ", so that it counts as empty";
            case OUTSIDE_EVERY_SCOPE ->
                mailbox + " is outside every RestrictAccess scope of " + app + ", the first being " + policy(decision);
            case SCOPE_REQUIRED ->
                "no RestrictAccess policy names " + app + ", and grants without a scope are refused here";
            case UNSCOPED -> "no RestrictAccess policy names " + app + ", and no DenyAccess policy contains " + mailbox;
            case ROLE_ASSIGNMENT ->
                "the scope of role assignment " + decision.rbac().assignment() + " contains " + mailbox
                        + (decision.path().isEmpty() ? "" : " (" + path(decision) + ")");
            case OUTSIDE_EVERY_ROLE_SCOPE ->
                mailbox + " is outside the scope of every role assignment of " + principal + ", the first being "
                        + decision.rbac().assignment();
            case ROLE_WITHOUT_PERMISSION ->
                "no role of " + principal + " grants a permission that suffices (" + names(asked) + ")";
            case NO_ROLE_ASSIGNMENT -> "no role assignment names " + principal;
        };
    }

    private static String grant(@Nullable Grant grant) {
        return grant == null
                ? ""
                : " with " + grant.permission() + " by assignment "
                        + grant.source().id();
    }

    private static String names(Asked asked) {
        Set<String> permissions = asked.sufficientPermissions();
        return permissions.isEmpty()
                ? "there is none for this operation"
                : permissions.stream().sorted().collect(Collectors.joining(" or "));
    }

    private static String policy(Decision decision) {
        AccessPolicy policy = Objects.requireNonNull(decision.policy());
        return policy.right().text() + " policy " + policy.id() + " for " + policy.app() + " on " + policy.scope();
    }

    private static String path(Decision decision) {
        return decision.path().stream().map(ObjectId::toString).collect(Collectors.joining(" > "));
    }
}
