package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.recipients;
import static dev.postern.delivery.DeliveryFixture.to;
import static dev.postern.delivery.DeliveryFixture.workAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.mailbox.Item;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** If there is one writer, plain mail is delivered when it is accepted, and other mail goes through the queue. */
class InlineDeliveryTest {
    private static DeliveryFixture fixture(String... names) {
        DeliveryFixture fixture = new DeliveryFixture(Engine.SQLITE, names);
        fixture.database.reportOneWriter();
        return fixture;
    }

    @Test
    void plainMailIsDeliveredOnAcceptance() {
        try (var fixture = fixture("ann", "bob")) {
            Delivery node = fixture.node();
            Submission submission = fixture.submission("{'subject':'Hello','categories':['x'],"
                    + recipients("toRecipients", "ann", "sender") + "," + recipients("bccRecipients", "bob") + "}");
            node.submissions().accept(submission);
            node.submissions().accept(submission);
            for (String name : List.of("ann", "bob", "sender")) {
                assertEquals(1, fixture.inbox(name));
                Item item = fixture.items(name, WellKnownFolder.INBOX).getFirst();
                assertFalse(item.isRead());
                assertFalse(String.valueOf(item.doc()).contains("bob"));
            }
            assertEquals(1, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
            assertEquals(List.of(), node.queue().queued(9));
            assertEquals(
                    new DeliveryCounters.Snapshot(1, 3, 0, 0, 0),
                    node.counters().snapshot());
        }
    }

    @Test
    void aCrashBeforeTheCommitLeavesNothing() {
        try (var fixture = fixture("ann")) {
            fixture.database.fail(FailingDatabase.Failure.CRASH_BEFORE, 0);
            Submission submission = fixture.submission(to("ann"));
            assertThrows(
                    FailingDatabase.Crash.class,
                    () -> fixture.node().submissions().accept(submission));
            assertEquals(0, fixture.inbox("ann"));
            assertEquals(0, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
        }
    }

    @Test
    void otherMailGoesThroughTheQueue() {
        String[] recipients =
                IntStream.range(0, Deliverer.BATCH + 1).mapToObj(i -> "p" + i).toArray(String[]::new);
        try (var fixture = fixture(recipients)) {
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("p0", "nobody")));
            node.submissions().accept(fixture.submission(to("p0", "out@fabrikam.example")));
            node.submissions().accept(fixture.submission(to(recipients)));
            Submission plain = fixture.submission(to("p0"));
            var large = NewAttachment.file("large.bin", "application/octet-stream", new byte[200_000]);
            var what = new Submission.What.Message(fixture.json(to("p0")), List.of(large));
            node.submissions().accept(new Submission(plain.id(), plain.sender(), what, true));
            assertEquals(0, fixture.inbox("p0"));
            assertEquals(4, node.queue().queued(9).size());
            workAll(node);
            assertEquals(4, fixture.inbox("p0"));
            assertEquals(1, fixture.inbox("p" + Deliverer.BATCH));
            assertEquals(1, fixture.inbox("sender"), "the report of nobody");
            assertEquals(1, node.queue().queued(9).size(), "what waits for a way out");
        }
    }

    @Test
    void aMailboxRemovedInTheMeantimeIsReported() {
        try (var fixture = fixture("ann", "bob")) {
            Delivery node = fixture.node();
            // This node has opened the mailbox before another one removes it.
            node.submissions().accept(fixture.submission(to("ann", "bob")));
            fixture.mail.remove(fixture.mailbox("ann"));
            node.submissions().accept(fixture.submission(to("ann", "bob")));
            workAll(node);
            assertEquals(2, fixture.inbox("bob"));
            assertEquals(1, fixture.inbox("sender"));
            assertEquals(List.of(), node.queue().queued(9));
        }
    }
}
