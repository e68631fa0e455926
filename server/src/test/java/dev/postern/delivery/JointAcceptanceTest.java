package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.to;
import static dev.postern.delivery.DeliveryFixture.workAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.AuditRows;
import dev.postern.audit.PendingEntry;
import dev.postern.delivery.FailingDatabase.Failure;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import dev.postern.store.OutcomeUnknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Concurrent submissions of one mailbox are accepted together, and each caller gets its own outcome. */
class JointAcceptanceTest {
    /** A submission and its audit entry, numbered in the order of submission. */
    private record Sent(Submission submission, PendingEntry entry) {}

    private static Sent sent(DeliveryFixture fixture, Submission submission) {
        var actor = new Actor(new AppId(new UUID(1, 1)), null, submission.id());
        var entry = new AuditEntry(
                MailFixture.TENANT,
                fixture.mail.mailbox,
                fixture.mail.instant(),
                actor,
                "message: sendMail",
                "sender",
                "granted",
                null,
                null,
                null);
        return new Sent(submission, new PendingEntry(new Audit(fixture.database, false), entry));
    }

    private static List<Sent> letters(DeliveryFixture fixture, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> sent(fixture, fixture.submission(subject(i))))
                .toList();
    }

    private static String subject(int i) {
        return to("ann").replace("Hello", "No " + i);
    }

    /** Submits all of them while the first is in progress, so that the others wait together; returns the exception of each call. */
    private static List<@Nullable Throwable> together(
            DeliveryFixture fixture, Delivery node, List<Sent> all, Failure how) throws Exception {
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        fixture.database.beforeWrites(() -> {
            started.countDown();
            await(goOn);
        });
        var results = new ArrayList<@Nullable Throwable>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (Sent one : all) {
                running.add(threads.submit(() -> node.submissions(fixture.database, fixture.mail.mailboxes, one.entry())
                        .accept(one.submission())));
                if (running.size() == 1) {
                    started.await();
                }
                while (node.waiting(fixture.mail.mailbox) < running.size() - 1) {
                    Thread.onSpinWait();
                }
            }
            fixture.database.beforeWrites(() -> {});
            fixture.database.fail(how, 1);
            goOn.countDown();
            for (Future<?> one : running) {
                results.add(failure(one));
            }
        }
        return results;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Throwable failure(Future<?> one) throws InterruptedException {
        try {
            one.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static List<String> subjects(DeliveryFixture fixture, String name, WellKnownFolder folder) {
        return fixture.items(name, folder).stream()
                .sorted(Comparator.comparingLong(item -> item.core().changed()))
                .map(item -> String.valueOf(item.message().summary().subject()))
                .toList();
    }

    private static Set<UUID> audited(DeliveryFixture fixture) {
        AuditRows audit = new AuditRows(fixture.database);
        assertTrue(audit.isWhole(fixture.mail.mailbox));
        List<UUID> requests = audit.ofMailbox(fixture.mail.mailbox).stream()
                .map(entry -> entry.actor().requestId())
                .toList();
        assertEquals(requests.size(), Set.copyOf(requests).size(), "an entry is there twice");
        return Set.copyOf(requests);
    }

    private static Set<UUID> ids(List<Sent> all) {
        return all.stream().map(one -> one.submission().id()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void waitingSubmissionsAreOneTransactionInOrderOfArrival(Engine engine) throws Exception {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            List<Sent> all = letters(fixture, 9);
            int before = fixture.database.writes();
            assertEquals(Collections.nCopies(9, null), together(fixture, node, all, Failure.NONE));
            assertEquals(2, fixture.database.writes() - before);
            List<String> order = IntStream.range(0, 9).mapToObj(i -> "No " + i).toList();
            assertEquals(order, subjects(fixture, "sender", WellKnownFolder.SENTITEMS));
            assertEquals(ids(all), audited(fixture));
            assertTrue(all.stream().allMatch(one -> one.entry().isWritten()));
            assertEquals(9, node.queue().queued(99).size());
            assertEquals(9, node.deliverDue());
            assertEquals(3, fixture.database.writes() - before, "they are delivered together, too");
            assertEquals(order, subjects(fixture, "ann", WellKnownFolder.INBOX));
            assertEquals(List.of(), node.queue().queued(99));
            assertEquals(
                    new DeliveryCounters.Snapshot(9, 9, 0, 0, 0),
                    node.counters().snapshot());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oneThatExceedsTheQuotaDoesNotAffectTheOthers(Engine engine) throws Exception {
        var quotas = new Quotas(100, 20_000, 1_000_000, 100, 50, 5, 100, 150L << 20);
        var settings = new Mailboxes.Settings(
                "contoso.example", false, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem());
        try (var fixture = new DeliveryFixture(Databases.open(engine), settings, "ann")) {
            Delivery node = fixture.node();
            var all = new ArrayList<>(letters(fixture, 4));
            Sent large =
                    sent(fixture, fixture.submission(to("ann").replace("'text'}", "'" + "x".repeat(30_000) + "'}")));
            all.add(2, large);
            List<@Nullable Throwable> results = together(fixture, node, all, Failure.NONE);
            assertInstanceOf(MailboxFailure.QuotaExceeded.class, results.remove(2));
            assertEquals(Collections.nCopies(4, null), results);
            all.remove(large);
            assertEquals(ids(all), audited(fixture));
            assertTrue(!large.entry().isWritten());
            workAll(node);
            assertEquals(4, fixture.inbox("ann"));
            assertEquals(4, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theQueueIsLimitedByItsQuota(Engine engine) throws Exception {
        var quotas = new Quotas(100, 1_000_000, 1_000_000, 100, 50, 5, 7, 150L << 20);
        var settings = new Mailboxes.Settings(
                "contoso.example", false, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem());
        try (var fixture = new DeliveryFixture(Databases.open(engine), settings, "ann")) {
            Delivery node = fixture.node();
            // First few enough for an estimate, then too many.
            assertEquals(Collections.nCopies(3, null), together(fixture, node, letters(fixture, 3), Failure.NONE));
            List<@Nullable Throwable> results = together(fixture, node, letters(fixture, 9), Failure.NONE);
            assertEquals(4, Collections.frequency(results, null));
            results.stream()
                    .filter(Objects::nonNull)
                    .forEach(result -> assertInstanceOf(MailboxFailure.QuotaExceeded.class, result));
            assertEquals(7, node.queue().queued(99).size());
            workAll(node);
            fixture.mail.pass(Duration.ofSeconds(2));
            assertEquals(Collections.nCopies(3, null), together(fixture, node, letters(fixture, 3), Failure.NONE));
            workAll(node);
            assertEquals(10, fixture.inbox("ann"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theSameSubmissionTwiceIsAcceptedOnce(Engine engine) throws Exception {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            var all = new ArrayList<>(letters(fixture, 4));
            all.add(all.get(1));
            all.add(all.get(0));
            assertEquals(Collections.nCopies(6, null), together(fixture, node, all, Failure.NONE));
            assertEquals(ids(all), audited(fixture));
            workAll(node);
            assertEquals(4, fixture.inbox("ann"));
            assertEquals(4, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ifTheirTransactionIsAbortedEachIsTriedAlone(Engine engine) throws Exception {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            List<Sent> all = letters(fixture, 5);
            assertEquals(Collections.nCopies(5, null), together(fixture, node, all, Failure.ROLLED_BACK));
            assertEquals(5, node.queue().queued(99).size());
            workAll(node);
            assertEquals(5, fixture.inbox("ann"));
            assertEquals(5, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anUnknownOutcomeIsLookedUpByEach(Engine engine) throws Exception {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            List<Sent> there = letters(fixture, 5);
            assertEquals(Collections.nCopies(5, null), together(fixture, node, there, Failure.UNKNOWN_BUT_THERE));
            List<Sent> gone = letters(fixture, 5);
            List<@Nullable Throwable> results = together(fixture, node, gone, Failure.UNKNOWN_AND_GONE);
            assertNull(results.removeFirst());
            results.forEach(result -> assertInstanceOf(OutcomeUnknown.class, result));
            // The claims of submissions with an unknown outcome expire.
            workAll(node);
            fixture.mail.pass(Duration.ofSeconds(6));
            assertEquals(4, node.worker().sweep());
            workAll(node);
            assertEquals(6, fixture.inbox("ann"));
            assertEquals(6, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
            var expected = ids(there);
            expected.add(gone.getFirst().submission().id());
            assertEquals(expected, audited(fixture));
            for (Sent one : gone) {
                node.submissions().accept(one.submission());
            }
            workAll(node);
            assertEquals(10, fixture.inbox("ann"), "handed in again, each is there once");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void twoNodesAcceptAndDeliverForTheSameMailboxes(Engine engine) throws Exception {
        try (var fixture = new DeliveryFixture(engine, "ann", "bob");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Delivery> nodes = List.of(fixture.node(), fixture.node());
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 60; i++) {
                Sent one = sent(fixture, fixture.submission(i % 2 == 0 ? to("ann", "bob") : to("bob", "sender")));
                Delivery node = nodes.get(i % 2);
                work.add(() -> {
                    node.submissions(fixture.database, fixture.mail.mailboxes, one.entry())
                            .accept(one.submission());
                    node.worker().workTogether();
                    return one.entry().isWritten();
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertTrue(done.get());
            }
            nodes.forEach(Delivery::deliverDue);
            assertEquals(30, fixture.inbox("ann"));
            assertEquals(60, fixture.inbox("bob"));
            assertEquals(30, fixture.inbox("sender"));
            assertEquals(60, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
            assertEquals(60, audited(fixture).size());
            assertEquals(List.of(), nodes.getFirst().queue().queued(99));
        }
    }
}
