package dev.postern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of changes: the snapshot that is derived from each change must decide like one that is built from all facts, and
 * like the second evaluator. {@code -Daccess.seed=N -Daccess.sequences=1} runs one sequence again.
 */
class ChangeAgreementTest {
    private static final int CHANGES = 30;
    /** {@code -Dsteps=N} makes N changes. */
    private static final int SEQUENCES = Integer.getInteger("steps", 0) > 0
            ? Math.ceilDiv(Integer.getInteger("steps", 0), CHANGES)
            : Integer.getInteger("access.sequences", 3_000);

    private static final int QUESTIONS = 4;
    private static final List<RecipientKind> KINDS = List.of(RecipientKind.values());
    private static final List<String> PERMISSIONS = List.of("Mail.Read", "Mail.ReadWrite", "Mail.Send");

    private final long firstSeed = Long.getLong("access.seed", new SecureRandom().nextLong());

    @Test
    void aDerivedSnapshotDecidesAsOneBuiltFromAllFacts() {
        for (long seed = firstSeed; seed != firstSeed + SEQUENCES; seed++) {
            new Sequence(seed).run();
        }
    }

    @Test
    void aUserIsNotGivenMembers() {
        var user = new ObjectId(new UUID(1, 1));
        AccessChange change = AccessSnapshot.builder(Facts.TENANT, 1)
                .recipient(user, RecipientKind.USER)
                .build()
                .change()
                .member(user, new ObjectId(new UUID(1, 2)));
        assertThrows(IllegalArgumentException.class, () -> change.snapshot(2));
    }

    private static final class Sequence {
        private final long seed;
        private final SplittableRandom random;
        private final RandomTenant tenant;
        private final Facts facts;
        private final List<ObjectId> principals;
        /** The groups whose members the current change has changed: none of them becomes a user in the same change. */
        private final Set<ObjectId> changedGroups = new HashSet<>();

        private AccessSnapshot derived;

        Sequence(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed ^ 0x5EED);
            tenant = new RandomTenant(seed);
            facts = tenant.facts;
            principals = List.copyOf(facts.callers.keySet());
            derived = facts.snapshot();
        }

        void run() {
            for (int step = 0; step < CHANGES; step++) {
                AccessSnapshot before = derived;
                List<Decision> known = questions(before);
                AccessChange change = before.change();
                changedGroups.clear();
                for (int part = random.nextInt(4); part >= 0; part--) {
                    change(change);
                }
                change.scopes(facts.contents());
                derived = change.snapshot(Facts.REVISION);
                compare();
                assertEquals(known, again(before, known), this::replay);
            }
        }

        private void change(AccessChange change) {
            switch (random.nextInt(9)) {
                case 0 -> recipient(change, any(tenant.objects()));
                case 1, 2 -> membership(change);
                case 3 -> principal(change, any(principals));
                case 4 -> grants(change, any(principals));
                case 5 -> addPolicy(change);
                case 6 -> roles(change, any(principals));
                case 7 -> scope();
                default -> removePolicy(change);
            }
        }

        /** Any object may change its kind, except that a group with members never becomes a user. */
        private void recipient(AccessChange change, ObjectId object) {
            RecipientKind kind = random.nextInt(4) == 0 ? null : any(KINDS);
            if (kind == RecipientKind.USER
                    && (changedGroups.contains(object)
                            || !facts.members.getOrDefault(object, Set.of()).isEmpty())) {
                return;
            }
            if (kind == null) {
                facts.kinds.remove(object);
            } else {
                facts.kinds.put(object, kind);
            }
            change.recipient(object, kind);
        }

        private void membership(AccessChange change) {
            ObjectId group = any(tenant.objects());
            ObjectId member = any(tenant.objects());
            if (facts.kinds.get(group) == RecipientKind.USER) {
                return;
            }
            changedGroups.add(group);
            Set<ObjectId> members = facts.members.computeIfAbsent(group, _ -> new HashSet<>());
            if (members.remove(member)) {
                change.notMember(group, member);
            } else {
                members.add(member);
                change.member(group, member);
            }
            if (members.isEmpty()) {
                facts.members.remove(group);
            }
        }

        private void principal(AccessChange change, ObjectId id) {
            Facts.Caller caller = facts.callers.get(id);
            if (caller != null && random.nextInt(3) == 0) {
                facts.callers.remove(id);
                facts.grants.remove(id);
                facts.roles.remove(id);
                change.noPrincipal(id);
            } else {
                AppId app = caller == null ? new AppId(new UUID(random.nextLong(), 7)) : caller.app();
                boolean enabled = random.nextInt(3) != 0;
                facts.callers.put(id, new Facts.Caller(app, enabled));
                change.principal(id, app, enabled);
            }
        }

        private void grants(AccessChange change, ObjectId id) {
            Set<String> granted = new HashSet<>();
            PERMISSIONS.stream().filter(_ -> random.nextBoolean()).forEach(granted::add);
            facts.grants.put(id, granted);
            change.grants(id, granted.stream().map(Facts::asGrant).toList());
        }

        private void roles(AccessChange change, ObjectId id) {
            List<RoleAssignment> assignments = tenant.roles();
            facts.roles.put(id, assignments);
            change.roles(id, assignments);
        }

        /** A scope contains one recipient more, or one fewer. */
        private void scope() {
            facts.scopes.values().stream().findFirst().ifPresent(contents -> {
                ObjectId object = any(tenant.objects());
                if (!contents.remove(object)) {
                    contents.add(object);
                }
            });
        }

        private void addPolicy(AccessChange change) {
            AppSelector app = random.nextInt(4) == 0
                    ? new AppSelector.Every()
                    : new AppSelector.One(tenant.question().app());
            AccessRight right = random.nextInt(3) == 0 ? AccessRight.DENY_ACCESS : AccessRight.RESTRICT_ACCESS;
            PolicyId id = facts.policies.isEmpty() || random.nextInt(3) != 0
                    ? new PolicyId(new UUID(random.nextLong(), random.nextLong()))
                    : any(facts.policies).id();
            var policy = new AccessPolicy(id, app, right, any(tenant.objects()));
            facts.policies.removeIf(other -> other.id().equals(id));
            facts.policies.add(policy);
            change.policy(policy);
        }

        private void removePolicy(AccessChange change) {
            if (!facts.policies.isEmpty()) {
                AccessPolicy policy = any(facts.policies);
                facts.policies.remove(policy);
                change.noPolicy(policy.id());
            }
        }

        private void compare() {
            AccessSnapshot built = facts.snapshot();
            var definition = new ByDefinition(facts);
            assertEquals(built.policies(), derived.policies(), this::replay);
            assertEquals(built.orphanedPolicies(), derived.orphanedPolicies(), this::replay);
            assertEquals(built.principals(), derived.principals(), this::replay);
            for (int i = 0; i < QUESTIONS; i++) {
                RandomTenant.Question asked = tenant.question();
                Decision decision = decide(derived, asked);
                assertEquals(decide(built, asked), decision, this::replay);
                assertEquals(
                        definition.decide(
                                asked.app(), asked.principal(), asked.token(), asked.sufficient(), asked.owner()),
                        decision,
                        this::replay);
            }
        }

        /** The policies of every pair, to check that a change does not affect the snapshot before it. */
        private List<Decision> questions(AccessSnapshot snapshot) {
            List<Decision> decisions = new ArrayList<>();
            AppId app = tenant.question().app();
            tenant.objects().forEach(owner -> decisions.add(AccessEngine.checkPolicy(snapshot, app, owner)));
            return decisions;
        }

        private static List<Decision> again(AccessSnapshot snapshot, List<Decision> decisions) {
            return decisions.stream()
                    .map(one -> AccessEngine.checkPolicy(
                            snapshot,
                            one.asked().app(),
                            java.util.Objects.requireNonNull(one.asked().mailboxOwner())))
                    .toList();
        }

        private static Decision decide(AccessSnapshot snapshot, RandomTenant.Question asked) {
            ObjectId owner = asked.owner();
            return owner == null
                    ? AccessEngine.decideUnknownMailbox(
                            snapshot, asked.app(), asked.principal(), asked.token(), asked.sufficient())
                    : AccessEngine.decide(
                            snapshot,
                            new AccessQuestion(
                                    asked.app(), asked.principal(), asked.token(), asked.sufficient(), owner));
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private String replay() {
            return "run again with -Daccess.seed=" + seed + " -Daccess.sequences=1";
        }
    }
}
