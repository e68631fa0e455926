package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.to;
import static dev.postern.delivery.DeliveryFixture.workAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.delivery.FailingDatabase.Crash;
import dev.postern.delivery.FailingDatabase.Failure;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import dev.postern.store.OutcomeUnknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every accepted message is delivered exactly once, whatever fails. */
class DeliveryRecoveryTest {
    /** More recipients than one batch, so that a delivery has several steps. */
    private static String[] manyNames() {
        String[] names = new String[40];
        for (int i = 0; i < names.length; i++) {
            names[i] = "p" + i;
        }
        return names;
    }

    private static String toCrowd() {
        var names = new ArrayList<>(List.of(manyNames()));
        names.add("nobody");
        names.add("out@elsewhere.example");
        return to(names.toArray(new String[0]));
    }

    /** Restarts until the delivery completes; each round crashes one write later than the previous one. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCrashAtAnyStepLosesAndDuplicatesNothing(Engine engine) {
        for (Failure how : List.of(Failure.CRASH_BEFORE, Failure.CRASH_AFTER)) {
            try (var fixture = new DeliveryFixture(engine, manyNames())) {
                Delivery first = fixture.node();
                first.submissions().accept(fixture.submission(toCrowd()));
                int crashes = 0;
                boolean crashed = true;
                while (crashed) {
                    Delivery node = fixture.node();
                    node.recover();
                    fixture.mail.pass(Duration.ofSeconds(6));
                    node.worker().sweep();
                    fixture.database.fail(how, crashes);
                    crashed = crashes(node);
                    crashes += crashed ? 1 : 0;
                    assertTrue(crashes < 20);
                }
                assertTrue(crashes >= 3, () -> "every step was to be hit");
                for (String name : manyNames()) {
                    assertEquals(1, fixture.inbox(name));
                }
                assertEquals(1, fixture.inbox("sender"));
                assertEquals(
                        1, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
                assertEquals(1, first.queue().queued(9).size());
            }
        }
    }

    private static boolean crashes(Delivery node) {
        try {
            workAll(node);
            return false;
        } catch (Crash e) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anUnknownOutcomeOfAcceptanceIsLookedUp(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            Submission submission = fixture.submission(to("ann"));
            fixture.database.fail(Failure.UNKNOWN_AND_GONE, 0);
            assertThrows(OutcomeUnknown.class, () -> node.submissions().accept(submission));
            fixture.database.fail(Failure.UNKNOWN_BUT_THERE, 0);
            node.submissions().accept(submission);
            node.submissions().accept(submission);
            fixture.mail.pass(Duration.ofSeconds(6));
            assertEquals(1, node.worker().sweep());
            workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(1, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeliveryWithAnUnknownOutcomeIsRepeatedSafely(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, manyNames())) {
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to(manyNames())));
            fixture.database.fail(Failure.UNKNOWN_BUT_THERE, 0);
            workAll(node);
            assertEquals(1, node.counters().snapshot().retried());
            assertEquals(0, node.worker().sweep());
            fixture.mail.pass(Duration.ofSeconds(2));
            assertEquals(1, node.worker().sweep());
            workAll(node);
            for (String name : manyNames()) {
                assertEquals(1, fixture.inbox(name));
            }
            assertEquals(List.of(), node.queue().queued(9));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyOneOfTwoNodesClaims(Engine engine) throws Exception {
        try (var fixture = new DeliveryFixture(engine, "ann");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                fixture.node().submissions().accept(fixture.submission(to("ann")));
            }
            Delivery a = fixture.node();
            Delivery b = fixture.node();
            assertEquals(0, a.worker().sweep() + b.worker().sweep());
            fixture.mail.pass(Duration.ofSeconds(6));
            List<Callable<Integer>> sweeps =
                    List.of(() -> a.worker().sweep(), () -> b.worker().sweep());
            int claimed = 0;
            for (Future<Integer> sweep : threads.invokeAll(sweeps)) {
                claimed += sweep.get();
            }
            assertEquals(10, claimed);
            workAll(a);
            workAll(b);
            assertEquals(10, fixture.inbox("ann"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void deliveriesInOppositeOrderBothComplete(Engine engine) throws Exception {
        try (var fixture = new DeliveryFixture(engine, manyNames());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var nodes = new ArrayList<Delivery>();
            for (int i = 0; i < 6; i++) {
                String[] names = manyNames();
                if (i % 2 == 1) {
                    Collections.reverse(Arrays.asList(names));
                }
                Delivery node = fixture.node();
                node.submissions().accept(fixture.submission(to(names)));
                nodes.add(node);
            }
            List<Callable<Boolean>> work = new ArrayList<>();
            nodes.forEach(node -> work.add(() -> {
                workAll(node);
                return true;
            }));
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertTrue(done.get());
            }
            for (String name : manyNames()) {
                assertEquals(6, fixture.inbox(name));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aStoppedNodeReleasesItsClaims(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("ann")));
            node.close();
            Delivery next = fixture.node();
            assertEquals(1, next.worker().sweep());
            workAll(next);
            assertEquals(1, fixture.inbox("ann"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aJobThatWaitedLongerThanItsClaimIsStillDoneOnce(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann", "bob")) {
            Delivery slow = fixture.node();
            slow.submissions().accept(fixture.submission(to("ann")));
            slow.submissions().accept(fixture.submission(to("bob")));
            fixture.mail.pass(Duration.ofSeconds(9));
            Delivery other = fixture.node();
            assertEquals(2, other.worker().sweep());
            assertTrue(other.worker().work());
            workAll(slow);
            assertEquals(1, fixture.inbox("ann") + fixture.inbox("bob"));
            workAll(other);
            assertEquals(2, fixture.inbox("ann") + fixture.inbox("bob"));
            assertEquals(0, slow.counters().snapshot().delivered());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeletedCopyIsNotDeliveredAgain(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, manyNames())) {
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to(manyNames())));
            fixture.database.fail(Failure.CRASH_AFTER, 0);
            assertThrows(Crash.class, () -> workAll(node));
            String reached = "";
            for (String name : manyNames()) {
                reached = fixture.inbox(name) == 1 ? name : reached;
            }
            var item = fixture.items(reached, WellKnownFolder.INBOX).getFirst();
            fixture.mail.mailboxes.open(fixture.mailbox(reached)).items().purge(ItemRef.of(item.id()));
            fixture.mail.pass(Duration.ofSeconds(6));
            node.worker().sweep();
            workAll(node);
            assertEquals(0, fixture.inbox(reached));
            assertEquals(List.of(), node.queue().queued(9));
        }
    }
}
