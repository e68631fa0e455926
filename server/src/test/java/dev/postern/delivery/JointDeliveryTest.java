package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.recipients;
import static dev.postern.delivery.DeliveryFixture.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.delivery.FailingDatabase.Crash;
import dev.postern.delivery.FailingDatabase.Failure;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that are ready at the same time are delivered in one transaction; a job that is not plain does not affect the others. */
class JointDeliveryTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void manyJobsForManyMailboxesAreOneTransaction(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann", "bob", "cid")) {
            Delivery node = fixture.node();
            for (int i = 0; i < 20; i++) {
                node.submissions()
                        .accept(fixture.submission("{'subject':'x','flag':{'flagStatus':'flagged'},"
                                + recipients("toRecipients", "ann", "bob") + ","
                                + recipients("bccRecipients", "cid") + "}"));
            }
            int before = fixture.database.writes();
            assertEquals(20, node.worker().workTogether());
            assertEquals(1, fixture.database.writes() - before);
            for (String name : List.of("ann", "bob", "cid")) {
                assertEquals(20, fixture.inbox(name));
                fixture.items(name, WellKnownFolder.INBOX).forEach(item -> {
                    assertEquals("notFlagged", item.message().flags().flagStatus());
                    assertTrue(!String.valueOf(item.doc()).contains("cid"), () -> String.valueOf(item.doc()));
                    assertTrue(String.valueOf(item.message().headers()).contains("Received"));
                });
            }
            assertEquals(List.of(), node.queue().queued(99));
            assertEquals(60, node.counters().snapshot().delivered());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void mailboxesBeyondOneBatchAreTheNextTransaction(Engine engine) {
        String[] recipients =
                IntStream.range(0, 2 * Deliverer.BATCH).mapToObj(i -> "p" + i).toArray(String[]::new);
        try (var fixture = new DeliveryFixture(engine, recipients)) {
            Delivery node = fixture.node();
            for (String name : recipients) {
                node.submissions().accept(fixture.submission(to(name)));
            }
            int before = fixture.database.writes();
            assertEquals(recipients.length, node.deliverDue());
            assertEquals(2, fixture.database.writes() - before);
            for (String name : recipients) {
                assertEquals(1, fixture.inbox(name));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLargeMessageGoesAlone(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            for (int length : new int[] {10, (int) JointDelivery.MAX_MESSAGE_BYTES, 10}) {
                node.submissions()
                        .accept(fixture.submission(to("ann").replace("'text'}", "'" + "x".repeat(length) + "'}")));
            }
            int before = fixture.database.writes();
            assertEquals(3, node.worker().workTogether());
            assertEquals(2, fixture.database.writes() - before);
            assertEquals(3, fixture.inbox("ann"));
            assertEquals(List.of(), node.queue().queued(99));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void otherJobsGoAloneAndPlainOnesTogether(Engine engine) {
        var quotas = new Quotas(30, 1_000_000, 1_000_000, 100, 50, 5, 100, 150L << 20);
        var settings = new Mailboxes.Settings(
                "contoso.example", false, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem());
        try (var fixture = new DeliveryFixture(Databases.open(engine), settings, "ann", "full", "gone")) {
            for (int i = 0; i < quotas.items(); i++) {
                fixture.mail
                        .mailboxes
                        .open(fixture.mailbox("full"))
                        .items()
                        .create(WellKnownFolder.ARCHIVE.id(), NewMessage.draft(fixture.json("{}"), List.of()));
            }
            fixture.mail.remove(fixture.mailbox("gone"));
            Delivery node = fixture.node();
            for (String name : List.of("ann", "full", "gone", "nobody", "a@out.example", "ann")) {
                node.submissions().accept(fixture.submission(to(name)));
            }
            node.submissions().accept(fixture.submission(to("ann", "full")));
            assertEquals(7, node.deliverDue());
            assertEquals(3, fixture.inbox("ann"));
            assertEquals(1, fixture.inbox("gone"), "a mailbox is created when it is first used");
            assertEquals(3, fixture.inbox("sender"), "reports");
            assertEquals(1, node.queue().queued(99).size(), "what waits for a way out");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRepeatedDeliveryAddsNothing(Engine engine) {
        for (Failure how : List.of(Failure.CRASH_BEFORE, Failure.CRASH_AFTER)) {
            try (var fixture = new DeliveryFixture(engine, "ann", "bob")) {
                Delivery node = fixture.node();
                for (int i = 0; i < 5; i++) {
                    node.submissions().accept(fixture.submission(to("ann", "bob")));
                }
                fixture.database.fail(how, 0);
                assertThrows(Crash.class, () -> node.worker().workTogether());
                fixture.mail.pass(Duration.ofSeconds(6));
                Delivery next = fixture.node();
                next.recover();
                next.deliverDue();
                assertEquals(5, fixture.inbox("ann"));
                assertEquals(5, fixture.inbox("bob"));
                assertEquals(List.of(), next.queue().queued(99));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void existingMessagesDoNotAffectTheOthers(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann", "bob")) {
            Delivery first = fixture.node();
            first.submissions().accept(fixture.submission(to("ann", "bob")));
            fixture.database.fail(Failure.UNKNOWN_BUT_THERE, 0);
            first.submissions().accept(fixture.submission(to("ann")));
            fixture.mail.pass(Duration.ofSeconds(6));
            Delivery second = fixture.node();
            assertEquals(2, second.deliverDue());
            // The first node still has the jobs in memory, but is late.
            for (int i = 0; i < 3; i++) {
                first.submissions().accept(fixture.submission(to("bob")));
            }
            first.deliverDue();
            assertEquals(2, fixture.inbox("ann"));
            assertEquals(4, fixture.inbox("bob"));
            assertEquals(List.of(), first.queue().queued(99));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAbortedTransactionIsRepeatedJobByJob(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            for (int i = 0; i < 5; i++) {
                node.submissions().accept(fixture.submission(to("ann")));
            }
            for (Failure how : List.of(Failure.ROLLED_BACK, Failure.UNKNOWN_BUT_THERE)) {
                fixture.database.fail(how, 0);
                node.worker().workTogether();
                assertEquals(5, fixture.inbox("ann"));
                assertEquals(List.of(), node.queue().queued(99));
                assertEquals(0, node.counters().snapshot().retried());
            }
        }
    }
}
