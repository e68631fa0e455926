package dev.postern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sentences, word by word: audit records contain them, so a change here changes a stored format. */
class ExplanationTest {
    private static final AppId APP = AppId.of("aaaaaaaa-0000-4000-8000-000000000001");
    private static final ObjectId PRINCIPAL = ObjectId.of("55555555-0000-4000-8000-000000000001");
    private static final ObjectId OWNER = ObjectId.of("11111111-0000-4000-8000-000000000001");
    private static final ObjectId GROUP = ObjectId.of("11111111-0000-4000-8000-000000000002");
    private static final ObjectId SCOPE = ObjectId.of("11111111-0000-4000-8000-000000000003");
    private static final PolicyId POLICY = PolicyId.of("ffffffff-0000-4000-8000-000000000001");

    @ParameterizedTest
    @EnumSource
    void sentenceOf(Rule rule) {
        assertEquals(expected(rule), decision(rule, OWNER).explanation());
    }

    @ParameterizedTest
    @EnumSource(names = {"OUTSIDE_EVERY_SCOPE", "RESTRICT_SCOPE_ORPHANED", "UNSCOPED"})
    void anUnknownMailboxIsCalledSo(Rule rule) {
        assertEquals(
                expected(rule).replace("the mailbox of " + OWNER, "an unknown mailbox"),
                decision(rule, null).explanation());
    }

    @Test
    void theUnknownMailboxIsInTheScopeOfTheWholeOrganization() {
        var role = new RoleAssignment("role-1", Set.of("Mail.Send"), new ResourceScope.Organization());
        AccessSnapshot snapshot = AccessSnapshot.builder(Facts.TENANT, Facts.REVISION)
                .principal(PRINCIPAL, APP, true)
                .role(PRINCIPAL, role)
                .build();
        assertEquals(
                "Granted with Mail.Send by assignment role-1: the scope of role assignment role-1 contains an unknown"
                        + " mailbox.",
                AccessEngine.decideUnknownMailbox(snapshot, APP, PRINCIPAL, Set.of(), Set.of("Mail.Send"))
                        .explanation());
    }

    @Test
    void anOperationWithoutAnyPermissionSaysSo() {
        AccessSnapshot snapshot = AccessSnapshot.builder(Facts.TENANT, Facts.REVISION)
                .principal(PRINCIPAL, APP, true)
                .build();
        assertEquals(
                "Denied: the token of application " + APP
                        + " carries no permission that suffices (there is none for this operation).",
                AccessEngine.decideUnknownMailbox(snapshot, APP, PRINCIPAL, Set.of("Mail.Send"), Set.of())
                        .explanation());
    }

    private static String expected(Rule rule) {
        String with = rule.verdict().text() + " with Mail.Send by assignment xyz: ";
        String on = " policy " + POLICY + " for " + APP + " on " + SCOPE;
        String path = " (" + SCOPE + " > " + GROUP + " > " + OWNER + ")";
        String application = "application " + APP;
        return switch (rule) {
            case PRINCIPAL_UNKNOWN ->
                "Denied: service principal " + PRINCIPAL + " does not exist in tenant " + Facts.TENANT + ".";
            case PRINCIPAL_OF_ANOTHER_APP ->
                "Denied: service principal " + PRINCIPAL + " does not belong to " + application + ".";
            case PRINCIPAL_DISABLED ->
                "Denied: service principal " + PRINCIPAL + " of " + application + " is disabled.";
            case PERMISSION_NOT_IN_TOKEN ->
                "Denied: the token of " + application
                        + " carries no permission that suffices (Mail.Other or Mail.Send).";
            case GRANT_REVOKED ->
                "Denied: the token of " + application
                        + " carries a permission that suffices (Mail.Other or Mail.Send), but the directory does not"
                        + " grant it to service principal " + PRINCIPAL + ".";
            case DENY_POLICY -> with + "DenyAccess" + on + " contains the mailbox of " + OWNER + path + ".";
            case DENY_SCOPE_ORPHANED ->
                with + "the scope of DenyAccess" + on
                        + " is missing or is not a security principal, so that it counts for every mailbox.";
            case RESTRICT_POLICY -> with + "RestrictAccess" + on + " contains the mailbox of " + OWNER + path + ".";
            case RESTRICT_MEMBERSHIP_UNCONFIRMED ->
                with + "RestrictAccess" + on + " contains the mailbox of " + OWNER
                        + " only through a group that is not a security group" + path + ", which does not count.";
            case RESTRICT_SCOPE_ORPHANED ->
                with + "the mailbox of " + OWNER + " is outside every RestrictAccess scope of " + application
                        + ", and the scope of RestrictAccess" + on
                        + " is missing or is not a security principal, so that it counts as empty.";
            case OUTSIDE_EVERY_SCOPE ->
                with + "the mailbox of " + OWNER + " is outside every RestrictAccess scope of " + application
                        + ", the first being RestrictAccess" + on + ".";
            case SCOPE_REQUIRED ->
                with + "no RestrictAccess policy names " + application
                        + ", and grants without a scope are refused here.";
            case UNSCOPED ->
                with + "no RestrictAccess policy names " + application
                        + ", and no DenyAccess policy contains the mailbox of " + OWNER + ".";
            case ROLE_ASSIGNMENT ->
                "Granted with Mail.Send by assignment role-1: the scope of role assignment role-1 contains the mailbox"
                        + " of "
                        + OWNER + path + ".";
            case OUTSIDE_EVERY_ROLE_SCOPE ->
                withoutToken() + " Role assignments: the mailbox of " + OWNER
                        + " is outside the scope of every role assignment of service principal " + PRINCIPAL
                        + ", the first being role-1.";
            case ROLE_WITHOUT_PERMISSION ->
                withoutToken() + " Role assignments: no role of service principal " + PRINCIPAL
                        + " grants a permission that suffices (Mail.Other or Mail.Send).";
            case NO_ROLE_ASSIGNMENT -> "Denied: no role assignment names service principal " + PRINCIPAL + ".";
        };
    }

    private static String withoutToken() {
        return "Denied: the token of application " + APP
                + " carries no permission that suffices (Mail.Other or Mail.Send).";
    }

    private static Decision decision(Rule rule, @Nullable ObjectId owner) {
        boolean deny = rule == Rule.DENY_POLICY || rule == Rule.DENY_SCOPE_ORPHANED;
        AccessPolicy policy = new AccessPolicy(
                POLICY, new AppSelector.One(APP), deny ? AccessRight.DENY_ACCESS : AccessRight.RESTRICT_ACCESS, SCOPE);
        Grant grant = new Grant("Mail.Send", new GrantSource.AppRoleAssignment("xyz"));
        boolean named = Stream.of(Rule.SCOPE_REQUIRED, Rule.UNSCOPED).noneMatch(rule::equals);
        Asked asked = new Asked(Facts.TENANT, Facts.REVISION, APP, PRINCIPAL, Set.of("Mail.Send", "Mail.Other"), owner);
        if (rule.stage() == Stage.ROLE && rule != Rule.NO_ROLE_ASSIGNMENT) {
            boolean granted = rule == Rule.ROLE_ASSIGNMENT;
            Grant role = new Grant("Mail.Send", new GrantSource.RoleAssignment("role-1"));
            return new Decision(
                    new DecisionHalf.Entra(Rule.PERMISSION_NOT_IN_TOKEN, null, null, List.of()),
                    new DecisionHalf.Rbac(rule, role, "role-1", granted ? List.of(SCOPE, GROUP, OWNER) : List.of()),
                    asked);
        }
        return rule.stage() != Stage.POLICY
                ? Decision.ofEntra(rule, null, null, List.of(), asked)
                : Decision.ofEntra(rule, grant, named ? policy : null, List.of(SCOPE, GROUP, OWNER), asked);
    }
}
