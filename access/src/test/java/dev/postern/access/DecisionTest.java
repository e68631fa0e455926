package dev.postern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two halves, one verdict. */
class DecisionTest {
    private static final ObjectId OWNER = ObjectId.of("11111111-0000-4000-8000-000000000001");
    private static final AppId APP = AppId.of("aaaaaaaa-0000-4000-8000-000000000001");
    private static final Asked ASKED = new Asked(Facts.TENANT, Facts.REVISION, APP, OWNER, Set.of("Mail.Send"), OWNER);
    private static final Grant GRANT = new Grant("Mail.Send", new GrantSource.AppRoleAssignment("xyz"));
    private static final AccessPolicy POLICY = new AccessPolicy(
            PolicyId.of("ffffffff-0000-4000-8000-000000000001"),
            new AppSelector.One(APP),
            AccessRight.RESTRICT_ACCESS,
            OWNER);

    @Test
    void withoutRoleAssignmentsTheGrantInEntraDecides() {
        Decision decision = Decision.ofEntra(Rule.RESTRICT_POLICY, GRANT, POLICY, List.of(OWNER), ASKED);
        assertEquals(Verdict.GRANTED, decision.verdict());
        assertEquals(Rule.RESTRICT_POLICY, decision.rule());
        assertEquals(GRANT, decision.grant());
        assertEquals(POLICY, decision.policy());
        assertEquals(List.of(OWNER), decision.path());
        assertEquals(DecisionHalf.Rbac.NONE, decision.rbac());
        assertEquals(Verdict.DENIED, decision.rbac().verdict());
    }

    @Test
    void whatBothHalvesDenyIsDeniedForTheReasonInEntra() {
        Decision decision = Decision.ofEntra(Rule.OUTSIDE_EVERY_SCOPE, GRANT, POLICY, List.of(), ASKED);
        assertEquals(Verdict.DENIED, decision.verdict());
        assertEquals(decision.entra(), decision.decisive());
        assertEquals(POLICY, decision.policy());
    }

    @Test
    void whatOneHalfGrantsIsGranted() {
        var granting = new DecisionHalf.Rbac(Rule.ROLE_ASSIGNMENT, GRANT, "assignment", List.of(OWNER));
        var denying = new DecisionHalf.Entra(Rule.GRANT_REVOKED, null, null, List.of());
        Decision decision = new Decision(denying, granting, ASKED);
        assertEquals(Verdict.GRANTED, decision.verdict());
        assertEquals(granting, decision.decisive());
        assertEquals(GRANT, decision.grant());
        assertNull(decision.policy());
        assertEquals(List.of(OWNER), decision.path());
    }

    @Test
    void pathsAreCopied() {
        var path = new ArrayList<>(List.of(OWNER));
        Decision decision = Decision.ofEntra(Rule.RESTRICT_POLICY, GRANT, POLICY, path, ASKED);
        path.clear();
        assertEquals(List.of(OWNER), decision.path());
        assertThrows(UnsupportedOperationException.class, () -> decision.path().clear());
    }
}
