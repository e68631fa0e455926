package dev.postern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.persistent.WorkListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** More than are searched one by one. */
    @Test
    void everyOfManyGroupsIsFound() {
        List<ObjectId> groups = new ArrayList<>();
        for (int i = 100; i < 140; i++) {
            groups.add(object(i));
            builder.recipient(object(i), RecipientKind.SECURITY_GROUP).members(object(i), List.of(ANNA));
        }
        AccessSnapshot snapshot = builder.build();
        for (ObjectId group : groups) {
            AccessSnapshot scoped =
                    snapshot.change().policy(restrict(1, group)).snapshot(8);
            assertEquals(List.of(group, ANNA), AccessEngine.checkPolicy(scoped, APP, ANNA).path());
            assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(scoped, BERTA));
        }
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

    /** As much is copied for the next change as if it had never been there. */
    @Test
    void whatIsRemovedTakesNoSpace() {
        var copied = new AtomicInteger();
        AccessSnapshot empty = AccessSnapshot.empty(Facts.TENANT, false, new WorkListener() {
            @Override
            public void copied(int slots) {
                copied.addAndGet(slots);
            }

            @Override
            public void visited() {}
        });
        var role = new RoleAssignment("a", Set.of("Mail.Send"), new ResourceScope.Organization());
        List<Consumer<AccessChange>> changes = List.of(
                change -> change.recipient(ANNA, RecipientKind.USER).recipient(ANNA, null),
                change -> change.member(GROUP, ANNA).notMember(GROUP, ANNA),
                change -> change.member(GROUP, ANNA)
                        .member(GROUP, BERTA)
                        .notMember(GROUP, BERTA)
                        .notMember(GROUP, ANNA),
                change -> change.principal(PRINCIPAL, APP, true).noPrincipal(PRINCIPAL),
                change -> change.grants(PRINCIPAL, List.of(grant("Mail.Send", "a")))
                        .grants(PRINCIPAL, List.of()),
                change -> change.roles(PRINCIPAL, List.of(role)).roles(PRINCIPAL, List.of()),
                change -> change.policy(restrict(1, GROUP))
                        .noPolicy(restrict(1, GROUP).id()));
        int next = next(empty, copied);
        for (int i = 0; i < changes.size(); i++) {
            AccessChange change = empty.change();
            changes.get(i).accept(change);
            assertEquals(next, next(change.snapshot(2), copied), "change " + i);
        }
    }

    private static int next(AccessSnapshot snapshot, AtomicInteger copied) {
        copied.set(0);
        snapshot.change()
                .recipient(object(50), RecipientKind.USER)
                .principal(object(51), APP, true)
                .policy(restrict(50, object(50)));
        return copied.get();
    }

    /** A large directory has a million of them. */
    @Test
    void aMailboxTakesOneNumberBesidesItsId() {
        var copied = new AtomicInteger();
        AccessSnapshot.empty(Facts.TENANT, false, new WorkListener() {
                    @Override
                    public void copied(int slots) {
                        copied.addAndGet(slots);
                    }

                    @Override
                    public void visited() {}
                })
                .change()
                .recipient(ANNA, RecipientKind.USER);
        assertEquals(4, copied.get());
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
