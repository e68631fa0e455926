package dev.postern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The engine against the second evaluator, on random tenants that differ in every build. A failure prints the seed of its
 * tenant; {@code -Daccess.seed=N -Daccess.tenants=1} runs that tenant again.
 */
class AgreementTest {
    private static final int QUESTIONS = 3;
    /** {@code -Dsteps=N} asks N questions. */
    private static final int TENANTS = Integer.getInteger("steps", 0) > 0
            ? Math.ceilDiv(Integer.getInteger("steps", 0), QUESTIONS)
            : Integer.getInteger("access.tenants", 100_000);

    private static final int ENOUGH = 500;

    private final long firstSeed = Long.getLong("access.seed", new SecureRandom().nextLong());
    private final Map<Rule, Integer> seen = new EnumMap<>(Rule.class);

    @Test
    void engineAndDefinitionGiveTheSameRecord() {
        for (long seed = firstSeed; seed != firstSeed + TENANTS; seed++) {
            RandomTenant tenant = new RandomTenant(seed);
            AccessSnapshot snapshot = tenant.facts.snapshot();
            ByDefinition definition = new ByDefinition(tenant.facts);
            for (int i = 0; i < QUESTIONS; i++) {
                compare(seed, snapshot, definition, tenant.question());
            }
            if (seed % 10 == 0) {
                compareBackward(seed, tenant, snapshot, definition);
            }
        }
        if (TENANTS >= 100_000) {
            for (Rule rule : Rule.values()) {
                int count = seen.getOrDefault(rule, 0);
                assertTrue(count > ENOUGH, "rule " + rule + " decided only " + count + " times: " + seen);
            }
        }
    }

    private void compare(long seed, AccessSnapshot snapshot, ByDefinition definition, RandomTenant.Question question) {
        AppId app = question.app();
        ObjectId principal = question.principal();
        ObjectId owner = question.owner();
        Decision actual;
        if (owner == null) {
            actual = AccessEngine.decideUnknownMailbox(
                    snapshot, app, principal, question.token(), question.sufficient());
        } else {
            actual = AccessEngine.decide(
                    snapshot, new AccessQuestion(app, principal, question.token(), question.sufficient(), owner));
            assertEquals(
                    definition.checkPolicy(app, owner),
                    AccessEngine.checkPolicy(snapshot, app, owner),
                    () -> "policies only, " + replay(seed));
        }
        assertEquals(
                definition.decide(app, principal, question.token(), question.sufficient(), owner),
                actual,
                () -> replay(seed));
        assertTrue(actual.explanation().startsWith(actual.verdict().text()), () -> replay(seed));
        seen.merge(actual.entra().rule(), 1, Integer::sum);
        seen.merge(actual.rbac().rule(), 1, Integer::sum);
    }

    private static void compareBackward(
            long seed, RandomTenant tenant, AccessSnapshot snapshot, ByDefinition definition) {
        Set<String> sufficient = Set.of("Mail.Send");
        Set<Decision> byDefinition = new HashSet<>();
        tenant.facts.callers.forEach((principal, caller) -> {
            for (ObjectId owner : tenant.objects()) {
                Set<String> fresh = tenant.facts.grantsOf(principal);
                Decision decision = definition.decide(caller.app(), principal, fresh, sufficient, owner);
                if (decision.verdict() == Verdict.GRANTED) {
                    byDefinition.add(decision);
                }
            }
        });
        Set<Decision> byCaller = new HashSet<>();
        snapshot.principals()
                .forEach(principal ->
                        byCaller.addAll(Reach.mailboxesOf(snapshot, principal, sufficient, tenant.objects())));
        Set<Decision> byMailbox = new HashSet<>();
        tenant.objects().forEach(owner -> byMailbox.addAll(Reach.whoReaches(snapshot, sufficient, owner)));
        assertEquals(byDefinition, byCaller, () -> "backward from callers, " + replay(seed));
        assertEquals(byDefinition, byMailbox, () -> "backward from mailboxes, " + replay(seed));
    }

    private static String replay(long seed) {
        return "run again with -Daccess.seed=" + seed + " -Daccess.tenants=1";
    }
}
