package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.PolicyId;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.ServicePrincipal;
import dev.postern.token.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which policies a decision sees at which time, to the millisecond. */
class PolicyDelayTest {
    private static final Duration DELAY = Duration.ofMinutes(2);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final GateFixture fixture = new GateFixture();
    private final PolicyPropagation delayed = PolicyPropagation.of(Set.of(fixture.domain), DELAY, fixture.now::get);
    private ServicePrincipal app;
    private Group group;

    @BeforeEach
    void start() {
        app = fixture.app("app", "Mail.Read");
        group = fixture.here.group(fixture.contoso, "group");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void pass(Duration time) {
        fixture.now.updateAndGet(now -> now.plus(time));
        fixture.here.directory().refresh();
    }

    private ApplicationAccessPolicy policy() {
        return fixture.policy(app, AccessRight.RESTRICT_ACCESS, group);
    }

    private List<PolicyId> seen() {
        return delayed.seen(fixture.snapshot()).access().policies().stream()
                .map(policy -> policy.id())
                .sorted()
                .toList();
    }

    private static List<PolicyId> ids(ApplicationAccessPolicy... policies) {
        return List.of(policies).stream()
                .map(ApplicationAccessPolicy::id)
                .sorted()
                .toList();
    }

    @Test
    void eachPolicyIsSeenAfterItsOwnDelay() {
        ApplicationAccessPolicy first = policy();
        assertEquals(ids(), seen());
        pass(Duration.ofMinutes(1));
        ApplicationAccessPolicy second = policy();
        assertEquals(ids(), seen());
        pass(Duration.ofMinutes(1).minus(MOMENT));
        assertEquals(ids(), seen());
        pass(MOMENT);
        assertEquals(ids(first), seen());
        pass(Duration.ofMinutes(1).minus(MOMENT));
        assertEquals(ids(first), seen());
        pass(MOMENT);
        assertEquals(ids(first, second), seen());
        DirectorySnapshot now = fixture.snapshot();
        assertSame(now, delayed.seen(now), "nothing is delayed any more");
    }

    @Test
    void eachPolicyIsSeenForTheDelayAfterItsRemoval() {
        ApplicationAccessPolicy first = policy();
        ApplicationAccessPolicy second = policy();
        pass(DELAY);
        assertEquals(ids(first, second), seen());
        fixture.remove(first);
        assertEquals(ids(first, second), seen());
        pass(Duration.ofMinutes(1));
        fixture.remove(second);
        assertEquals(ids(first, second), seen());
        pass(Duration.ofMinutes(1).minus(MOMENT));
        assertEquals(ids(first, second), seen());
        pass(MOMENT);
        assertEquals(ids(second), seen());
        pass(Duration.ofMinutes(1).minus(MOMENT));
        assertEquals(ids(second), seen());
        pass(MOMENT);
        assertEquals(ids(), seen());
    }

    @Test
    void manyPoliciesAreSeenOneAfterTheOther() {
        var made = new ArrayList<ApplicationAccessPolicy>();
        for (int i = 0; i < 6; i++) {
            made.add(policy());
            pass(Duration.ofSeconds(1));
        }
        pass(DELAY.minusSeconds(6).minus(MOMENT));
        for (int i = 0; i <= 6; i++) {
            assertEquals(ids(made.subList(0, i).toArray(ApplicationAccessPolicy[]::new)), seen());
            pass(i == 0 ? MOMENT : Duration.ofSeconds(1));
        }
    }

    /** A policy that was in force for no time has none to leave. */
    @Test
    void aPolicyThatIsRemovedBeforeItWasSeenIsNeverSeen() {
        ApplicationAccessPolicy policy = policy();
        assertEquals(ids(), seen());
        pass(DELAY.minus(MOMENT));
        fixture.remove(policy);
        assertEquals(ids(), seen());
        pass(MOMENT);
        assertEquals(ids(), seen());
        ApplicationAccessPolicy other = policy();
        assertEquals(ids(), seen());
        pass(DELAY);
        fixture.remove(other);
        assertEquals(ids(other), seen(), "it was in force at that moment");
    }

    /** Another thread may have read the directory before this one noticed a change. */
    @Test
    void anEarlierStateRemovesNothing() {
        DirectorySnapshot before = fixture.snapshot();
        ApplicationAccessPolicy policy = policy();
        pass(DELAY);
        assertEquals(ids(policy), seen());
        assertEquals(List.of(), delayed.seen(before).access().policies());
        assertEquals(ids(policy), seen());
    }

    @Test
    void aChangedPolicyIsSeenAsItIsNow() {
        ApplicationAccessPolicy policy = policy();
        pass(DELAY);
        assertEquals(ids(policy), seen());
        fixture.here.directory().change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            draft.put(new ApplicationAccessPolicy(
                    policy.id(),
                    policy.app(),
                    AccessRight.DENY_ACCESS,
                    policy.scope(),
                    policy.scopeSid(),
                    policy.scopeName(),
                    policy.scopeIdentity(),
                    policy.description(),
                    policy.createdAt()));
            return true;
        });
        assertEquals(
                AccessRight.DENY_ACCESS,
                delayed.seen(fixture.snapshot()).access().policies().getFirst().right());
    }

    @Test
    void betweenTwoTimesTheSnapshotIsMadeOnce() {
        policy();
        DirectorySnapshot current = fixture.snapshot();
        DirectorySnapshot made = delayed.seen(current);
        assertNotSame(current, made);
        assertEquals(current.revision(), made.revision());
        pass(Duration.ofMinutes(1));
        assertSame(made, delayed.seen(fixture.snapshot()));
        fixture.here.group(fixture.contoso, "another");
        DirectorySnapshot later = delayed.seen(fixture.snapshot());
        assertEquals(fixture.snapshot().revision(), later.revision());
        assertEquals(ids(), seen());
    }

    @Test
    void otherTenantsAndNoDelaySeeWhatThereIs() {
        policy();
        DirectorySnapshot current = fixture.snapshot();
        assertSame(
                current,
                PolicyPropagation.of(Set.of(fixture.domain), Duration.ZERO, fixture.now::get)
                        .seen(current));
        assertSame(
                current,
                PolicyPropagation.of(Set.of("fabrikam.example"), DELAY, fixture.now::get)
                        .seen(current));
        assertThrows(
                IllegalArgumentException.class,
                () -> PolicyPropagation.of(Set.of("contoso.example"), DELAY.negated(), fixture.now::get));
        assertThrows(IllegalArgumentException.class, () -> PolicyPropagation.of(Set.of(), DELAY, fixture.now::get));
        assertSame(
                current,
                PolicyPropagation.of(Set.of(), Duration.ZERO, fixture.now::get).seen(current));
    }

    /** Only over Graph: cmdlets and the management of the server see policies at once. */
    @Test
    void onlyCallersOfGraphWait() {
        try (GateFixture own = new GateFixture(core -> core.policyDelay(Set.of("contoso.example"), DELAY))) {
            ServicePrincipal reader = own.app("reader", "Mail.Read");
            own.policy(reader, AccessRight.RESTRICT_ACCESS, own.here.group(own.contoso, "scope"));
            assertEquals(List.of(), own.caller(reader).directory().access().policies());
            assertEquals(
                    1,
                    own.caller(own.contoso, reader, Resource.MANAGEMENT)
                            .directory()
                            .access()
                            .policies()
                            .size());
            assertEquals(
                    1,
                    own.caller(own.contoso, reader, Resource.EXCHANGE)
                            .directory()
                            .access()
                            .policies()
                            .size());
        }
    }
}
