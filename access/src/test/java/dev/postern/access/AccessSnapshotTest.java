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
    private static final AppId OTHER = AppId.of("aaaaaaaa-0000-4000-8000-000000000002");
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
            AccessSnapshot scoped = snapshot.change().policy(restrict(1, group)).snapshot(8);
            assertEquals(
                    List.of(group, ANNA),
                    AccessEngine.checkPolicy(scoped, APP, ANNA).path());
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
                change -> {
                    for (int i = 100; i < 200; i++) {
                        change.member(object(i), ANNA).notMember(object(i), ANNA);
                    }
                },
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
                .member(object(52), object(50))
                .principal(object(51), APP, true)
                .policy(new AccessPolicy(
                        restrict(50, GROUP).id(), new AppSelector.One(OTHER), AccessRight.DENY_ACCESS, object(50)));
        return copied.get();
    }

    /** Those with the same right: they are one list. */
    @Test
    void aPolicyCostsAsMuchAsThereAreOthersOfTheSameRight() {
        assertEquals(49, copiedForTheLast(AccessRight.RESTRICT_ACCESS) - copiedForTheLast(AccessRight.DENY_ACCESS));
    }

    private static int copiedForTheLast(AccessRight rightOfOthers) {
        var copied = new AtomicInteger();
        AccessChange change = AccessSnapshot.empty(Facts.TENANT, false, new WorkListener() {
                    @Override
                    public void copied(int slots) {
                        copied.addAndGet(slots);
                    }

                    @Override
                    public void visited() {}
                })
                .change();
        for (int i = 0; i < 49; i++) {
            change.policy(
                    new AccessPolicy(restrict(i, GROUP).id(), new AppSelector.Every(), rightOfOthers, object(100 + i)));
        }
        copied.set(0);
        change.policy(new AccessPolicy(
                restrict(49, GROUP).id(), new AppSelector.Every(), AccessRight.RESTRICT_ACCESS, object(149)));
        return copied.get();
    }

    @Test
    void anUnknownPrincipalReachesNothing() {
        AccessSnapshot snapshot = builder.members(GROUP, List.of(ANNA)).build();
        Set<String> send = Set.of("Mail.Send");
        assertEquals(List.of(), Reach.mailboxesOf(snapshot, object(99), send, List.of(ANNA, BERTA)));
        assertEquals(
                1,
                Reach.mailboxesOf(snapshot, PRINCIPAL, send, List.of(ANNA, BERTA))
                        .size());
    }

    /** What is granted before there is a service principal, and what is taken away from one. */
    @Test
    void grantsRolesAndTheApplicationAreIndependent() {
        ObjectId later = object(80);
        var role = new RoleAssignment("a", Set.of("Mail.Read"), new ResourceScope.Organization());
        List<Grant> grants = List.of(grant("Mail.Send", "a"));
        AccessSnapshot empty = AccessSnapshot.builder(Facts.TENANT, 7).build();
        AccessSnapshot granted = empty.change().grants(later, grants).snapshot(8);
        assertEquals(List.of(), granted.principals());
        assertEquals(
                Rule.PRINCIPAL_UNKNOWN, decide(granted, later, APP, "Mail.Send").rule());
        AccessSnapshot both = granted.change().roles(later, List.of(role)).snapshot(9);
        assertEquals(
                Rule.PRINCIPAL_UNKNOWN, decide(both, later, APP, "Mail.Read").rule());
        AccessSnapshot onlyRoles = both.change()
                .grants(later, List.of())
                .principal(later, APP, true)
                .snapshot(10);
        assertEquals(
                Rule.ROLE_ASSIGNMENT, decide(onlyRoles, later, APP, "Mail.Read").rule());
        assertEquals(
                Rule.GRANT_REVOKED, decide(onlyRoles, later, APP, "Mail.Send").rule());
        AccessSnapshot onlyGrants = both.change()
                .roles(later, List.of())
                .principal(later, APP, true)
                .snapshot(10);
        assertEquals(Rule.UNSCOPED, decide(onlyGrants, later, APP, "Mail.Send").rule());
        assertEquals(
                Rule.GRANT_REVOKED, decide(onlyGrants, later, APP, "Mail.Read").rule());
        AccessSnapshot nothing = onlyGrants.change().grants(later, List.of()).snapshot(11);
        assertEquals(List.of(later), nothing.principals());
        assertEquals(
                Rule.GRANT_REVOKED, decide(nothing, later, APP, "Mail.Send").rule());
    }

    @Test
    void applicationsThatDifferInOneHalfOfTheirIdsAreDifferent() {
        AccessSnapshot snapshot = builder.build();
        UUID id = APP.value();
        for (AppId other : List.of(
                new AppId(new UUID(id.getMostSignificantBits() + 1, id.getLeastSignificantBits())),
                new AppId(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + 1)))) {
            assertEquals(
                    Rule.PRINCIPAL_OF_ANOTHER_APP,
                    decide(snapshot, PRINCIPAL, other, "Mail.Send").rule());
            assertEquals(
                    Rule.UNSCOPED,
                    AccessEngine.checkPolicy(snapshot, other, ANNA).rule());
        }
        assertEquals(
                Rule.OUTSIDE_EVERY_SCOPE,
                decide(snapshot, PRINCIPAL, APP, "Mail.Send").rule());
    }

    private static Decision decide(AccessSnapshot snapshot, ObjectId principal, AppId app, String permission) {
        return AccessEngine.decide(
                snapshot,
                new AccessQuestion(app, principal, Set.of("Mail.Send", "Mail.Read"), Set.of(permission), ANNA));
    }

    @Test
    void aMemberThatIsAddedTwiceIsRemovedOnce() {
        AccessSnapshot twice =
                builder.build().change().member(GROUP, ANNA).member(GROUP, ANNA).snapshot(8);
        assertEquals(Rule.RESTRICT_POLICY, rule(twice, ANNA));
        AccessSnapshot removed = twice.change().notMember(GROUP, ANNA).snapshot(9);
        assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(removed, ANNA));
        AccessSnapshot again = removed.change().member(GROUP, BERTA).snapshot(10);
        assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(again, ANNA));
        assertEquals(Rule.RESTRICT_POLICY, rule(again, BERTA));
    }

    @Test
    void removingWhatIsNoMemberChangesNothing() {
        AccessSnapshot snapshot = builder.members(GROUP, List.of(ANNA)).build();
        AccessSnapshot same = snapshot.change()
                .notMember(GROUP, BERTA)
                .notMember(object(70), ANNA)
                .notMember(ANNA, GROUP)
                .snapshot(8);
        assertEquals(Rule.RESTRICT_POLICY, rule(same, ANNA));
        assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(same, BERTA));
    }

    @Test
    void aPolicyOnTheSameScopeAsARemovedOneIsStillKnown() {
        AccessSnapshot snapshot = builder.policy(restrict(2, GROUP)).build();
        AccessSnapshot one = snapshot.change().noPolicy(restrict(1, GROUP).id()).snapshot(8);
        assertEquals(List.of(), one.orphanedPolicies());
        AccessSnapshot orphaned = one.change().recipient(GROUP, null).snapshot(9);
        assertEquals(Rule.RESTRICT_SCOPE_ORPHANED, rule(orphaned, ANNA));
        assertEquals(List.of(restrict(2, GROUP)), orphaned.orphanedPolicies());
        AccessSnapshot member = one.change().member(GROUP, ANNA).snapshot(9);
        assertEquals(Rule.RESTRICT_POLICY, rule(member, ANNA));
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
