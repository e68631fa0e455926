package dev.postern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AccessSnapshotTest {
    private static final AppId APP = AppId.of("aaaaaaaa-0000-4000-8000-000000000001");
    private static final ObjectId PRINCIPAL = ObjectId.of("55555555-0000-4000-8000-000000000001");
    private static final ObjectId GROUP = object(1);
    private static final ObjectId ANNA = object(2);
    private static final ObjectId BERTA = object(3);

    private final AccessSnapshot.Builder builder = AccessSnapshot.builder(Facts.TENANT, 7)
            .recipient(GROUP, RecipientKind.SECURITY_GROUP)
            .principal(PRINCIPAL, APP, true)
            .grant(PRINCIPAL, grant("Mail.Send", "b"))
            .policy(restrict(1, GROUP));

    @Test
    void laterChangesOfTheBuilderDoNotReachTheSnapshot() {
        AccessSnapshot snapshot = builder.build();
        builder.members(GROUP, List.of(ANNA))
                .requireScope(true)
                .policy(restrict(2, ANNA))
                .recipient(ANNA, RecipientKind.USER)
                .principal(object(9), APP, true)
                .grant(PRINCIPAL, grant("Mail.Read", "c"));
        assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(snapshot, ANNA));
        assertEquals(1, snapshot.policies().size());
        assertEquals(List.of(PRINCIPAL), snapshot.principals());
        assertEquals(
                Rule.GRANT_REVOKED,
                AccessEngine.decide(
                                snapshot,
                                new AccessQuestion(APP, PRINCIPAL, Set.of("Mail.Read"), Set.of("Mail.Read"), ANNA))
                        .rule());
        assertEquals(Rule.RESTRICT_POLICY, rule(builder.build(), ANNA));
    }

    @Test
    void collectionsGivenAreCopiedAndCollectionsTakenAreUnmodifiable() {
        List<ObjectId> members = new ArrayList<>(List.of(ANNA));
        AccessSnapshot snapshot = builder.members(GROUP, members).build();
        members.add(BERTA);
        Set<String> token = new HashSet<>(Set.of("Mail.Send"));
        AccessQuestion question = new AccessQuestion(APP, PRINCIPAL, token, token, ANNA);
        token.clear();
        Decision decision = AccessEngine.decide(snapshot, question);
        assertEquals(Rule.RESTRICT_POLICY, decision.rule());
        assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(snapshot, BERTA));
        assertThrows(UnsupportedOperationException.class, () -> decision.path().clear());
        assertThrows(
                UnsupportedOperationException.class, () -> snapshot.policies().clear());
        assertThrows(
                UnsupportedOperationException.class, () -> snapshot.principals().clear());
    }

    @Test
    void aFactThatContradictsAnEarlierOneIsRefused() {
        refused(facts -> facts.policy(restrict(1, ANNA)));
        refused(facts -> facts.recipient(GROUP, RecipientKind.OTHER));
        refused(facts -> facts.principal(PRINCIPAL, APP, false));
        refused(facts -> facts.recipient(ANNA, RecipientKind.USER)
                .members(ANNA, List.of(BERTA))
                .build());
    }

    @Test
    void theSameGrantTwiceKeepsTheSmallestAssignment() {
        builder.grant(PRINCIPAL, grant("Mail.Send", "a")).grant(PRINCIPAL, grant("Mail.Send", "c"));
        Set<String> send = Set.of("Mail.Send");
        Decision decision = AccessEngine.decide(
                builder.members(GROUP, List.of(ANNA)).build(), new AccessQuestion(APP, PRINCIPAL, send, send, ANNA));
        assertEquals(grant("Mail.Send", "a"), decision.grant());
    }

    @Test
    void policiesWhoseScopeIsNoSecurityPrincipalAreListed() {
        AccessSnapshot snapshot = builder.recipient(BERTA, RecipientKind.OTHER)
                .policy(restrict(4, object(99)))
                .policy(restrict(3, BERTA))
                .build();
        assertEquals(List.of(restrict(3, BERTA), restrict(4, object(99))), snapshot.orphanedPolicies());
    }

    @Test
    void aDecisionNamesTheSnapshotItWasTakenOn() {
        Asked asked = AccessEngine.checkPolicy(builder.build(), APP, ANNA).asked();
        assertEquals(new Asked(Facts.TENANT, 7, APP, null, Set.of(), ANNA), asked);
    }

    @Test
    void groupsNestedAThousandDeepAreFollowed() {
        List<ObjectId> path = new ArrayList<>(List.of(GROUP));
        for (int depth = 100; depth < 1100; depth++) {
            ObjectId next = object(depth);
            builder.recipient(next, RecipientKind.SECURITY_GROUP).members(path.getLast(), List.of(next));
            path.add(next);
        }
        builder.members(path.getLast(), List.of(ANNA, GROUP));
        path.add(ANNA);
        assertEquals(path, AccessEngine.checkPolicy(builder.build(), APP, ANNA).path());
    }

    @Test
    void theOrderOfTheFactsDoesNotMatter() {
        List<Consumer<AccessSnapshot.Builder>> facts = new ArrayList<>();
        for (int i = 10; i < 40; i++) {
            ObjectId group = object(i);
            int policy = i;
            facts.add(to -> to.recipient(group, RecipientKind.SECURITY_GROUP));
            facts.add(to -> to.members(group, List.of(ANNA, object(60 - policy))));
            facts.add(to -> to.members(object(40), List.of(group)));
            facts.add(to -> to.policy(restrict(policy, object(40))));
        }
        facts.add(to -> to.recipient(object(40), RecipientKind.SECURITY_GROUP));
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(facts, random);
            AccessSnapshot.Builder shuffled = AccessSnapshot.builder(Facts.TENANT, 7);
            facts.forEach(fact -> fact.accept(shuffled));
            Decision decision = AccessEngine.checkPolicy(shuffled.build(), APP, ANNA);
            assertEquals(List.of(object(40), object(10), ANNA), decision.path());
            assertEquals(restrict(10, object(40)), decision.policy());
        }
    }

    private void refused(Consumer<AccessSnapshot.Builder> fact) {
        assertThrows(IllegalArgumentException.class, () -> fact.accept(builder));
    }

    private static Rule rule(AccessSnapshot snapshot, ObjectId owner) {
        return AccessEngine.checkPolicy(snapshot, APP, owner).rule();
    }

    private static AccessPolicy restrict(int number, ObjectId scope) {
        return new AccessPolicy(
                new PolicyId(new UUID(0x4000, number)), new AppSelector.One(APP), AccessRight.RESTRICT_ACCESS, scope);
    }

    private static Grant grant(String permission, String assignment) {
        return new Grant(permission, new GrantSource.AppRoleAssignment(assignment));
    }

    private static ObjectId object(int number) {
        return new ObjectId(new UUID(0x4000, 0x8000_0000_0000_0000L | number));
    }
}
