package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.recipients;
import static dev.postern.delivery.DeliveryFixture.to;
import static dev.postern.delivery.DeliveryFixture.workAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.directory.Group;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The delivery of accepted messages, on both engines. */
class DeliveryTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyRecipientGetsOneCopy(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann", "bob", "cid", "dan")) {
            Group inner = fixture.group("inner", "dan");
            fixture.group("all", "inner", "bob");
            fixture.add(inner, "all");
            Delivery node = fixture.node();
            node.submissions()
                    .accept(fixture.submission("{'subject':'Hello','importance':'high','categories':['x'],"
                            + recipients("toRecipients", "ann", "Ann") + ","
                            + recipients("ccRecipients", "all") + ","
                            + recipients("bccRecipients", "cid", "bob") + "}"));
            Item sent = fixture.items("sender", WellKnownFolder.SENTITEMS).getFirst();
            assertTrue(sent.isRead() && !sent.message().flags().draft());
            assertEquals(0, fixture.inbox("ann"));
            workAll(node);
            for (String name : List.of("ann", "bob", "cid", "dan")) {
                Item item = fixture.items(name, WellKnownFolder.INBOX).getFirst();
                assertEquals(1, fixture.inbox(name));
                assertFalse(item.isRead());
                assertEquals("high", item.message().flags().importance());
                assertEquals(
                        sent.message().summary().internetMessageId(),
                        item.message().summary().internetMessageId());
                assertEquals(
                        sent.message().summary().conversationId(),
                        item.message().summary().conversationId());
                var doc = item.doc();
                assertNotNull(doc);
                assertFalse(doc.has("bccRecipients") || doc.has("categories"));
                assertTrue(doc.path("toRecipients").size() == 2);
                assertEquals(
                        "Sender",
                        item.message().summary().from() == null
                                ? ""
                                : item.message().summary().from().name());
                var headers = item.message().headers();
                assertNotNull(headers);
                assertTrue(headers.toString().contains("Message-ID")
                        && headers.toString().contains("Received"));
            }
            Item full = fixture.mail
                    .mailboxes
                    .open(fixture.mail.mailbox)
                    .items()
                    .get(ItemRef.of(sent.id()), Fields.DEFAULT);
            var doc = full.doc();
            assertNotNull(doc);
            assertEquals(2, doc.path("bccRecipients").size());
            assertEquals(List.of(), node.queue().queued(9));
            assertEquals(
                    new DeliveryCounters.Snapshot(1, 4, 0, 0, 0),
                    node.counters().snapshot());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void withoutACopyAndToOneself(Engine engine) {
        try (var fixture = new DeliveryFixture(engine)) {
            Delivery node = fixture.node();
            Submission saved = fixture.submission(to("sender"));
            node.submissions().accept(new Submission(saved.id(), saved.sender(), saved.what(), false));
            workAll(node);
            assertEquals(0, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
            assertEquals(1, fixture.inbox("sender"));
            node.submissions().accept(fixture.submission(to("sender")));
            workAll(node);
            assertEquals(1, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
            assertEquals(2, fixture.inbox("sender"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDraftBecomesTheSentCopyAndItsAttachmentsArrive(Engine engine) throws IOException {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            byte[] large = new byte[700_000];
            fixture.mail.random().nextBytes(large);
            var items = fixture.mail.mailboxes.open(fixture.mail.mailbox).items();
            Item draft = items.create(
                    WellKnownFolder.DRAFTS.id(),
                    NewMessage.draft(
                            fixture.json(to("ann")),
                            List.of(
                                    NewAttachment.file("small.txt", "text/plain", new byte[] {1, 2}),
                                    NewAttachment.file("large.bin", null, large))));
            Submission any = fixture.submission(to("ann"));
            var what = new Submission.What.Draft(ItemRef.of(draft.id()), draft.changeKey());
            node.submissions().accept(new Submission(any.id(), any.sender(), what, true));
            assertEquals(0, fixture.items("sender", WellKnownFolder.DRAFTS).size());
            Item sent = fixture.items("sender", WellKnownFolder.SENTITEMS).getFirst();
            assertEquals(draft.id(), sent.id());
            workAll(node);
            fixture.mail.remove(fixture.mail.mailbox);
            MailboxId ann = fixture.mailbox("ann");
            Item copy = fixture.items("ann", WellKnownFolder.INBOX).getFirst();
            assertTrue(copy.core().hasAttachments());
            var attachments = fixture.mail.mailboxes.open(ann).attachments();
            var list = attachments.list(copy.id());
            assertEquals(
                    Set.of("small.txt", "large.bin"),
                    Set.of(
                            String.valueOf(list.get(0).name()),
                            String.valueOf(list.get(1).name())));
            for (var attachment : list) {
                byte[] bytes = attachments.open(copy.id(), attachment.id()).readAllBytes();
                assertEquals(attachment.size(), bytes.length);
                if (bytes.length > 2) {
                    assertArrayEquals(large, bytes);
                }
            }
            assertThrows(
                    MailboxFailure.class,
                    () -> node.submissions().accept(new Submission(any.id(), any.sender(), what, true)));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void unknownRecipientsAreReportedOnce(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("ann", "nobody", "none")));
            workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(1, fixture.inbox("sender"));
            Item report = fixture.items("sender", WellKnownFolder.INBOX).getFirst();
            assertEquals("Undeliverable: Hello", report.message().summary().subject());
            assertTrue(report.message().summary().preview().contains("nobody@contoso.example"));
            assertEquals(
                    "postmaster@contoso.example",
                    report.message().summary().from() == null
                            ? ""
                            : report.message().summary().from().address());
            assertTrue(report.core().hasAttachments());
            assertEquals(List.of(), node.queue().queued(9));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void externalMailStaysInTheQueueAcrossRestarts(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("ann", "out@elsewhere.example")));
            workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            Delivery next = fixture.node();
            next.recover();
            fixture.mail.pass(Duration.ofDays(30));
            assertEquals(0, next.worker().sweep());
            QueueScan.Queued queued = next.queue().queued(9).getFirst();
            assertTrue(queued.waiting());
            assertEquals(Set.of("out@elsewhere.example"), queued.recipients());
            assertEquals(1, node.counters().snapshot().parked());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void invalidMessagesAreRefused(Engine engine) {
        try (var fixture = new DeliveryFixture(engine)) {
            var submissions = fixture.node().submissions();
            assertThrows(DeliveryFailure.NoRecipients.class, () -> submissions.accept(fixture.submission("{}")));
            for (String address :
                    List.of("x", "@", "a@", "a b@c.example", "a@b.example,c@d.example", "a\\r\\nBcc:x@y.z")) {
                assertThrows(
                        DeliveryFailure.RecipientUnresolved.class,
                        () -> submissions.accept(fixture.submission(
                                "{'toRecipients':[{'emailAddress':{'address':'" + address + "'}}]}")),
                        address);
            }
            String[] many = new String[501];
            for (int i = 0; i < many.length; i++) {
                many[i] = "p" + i;
            }
            assertThrows(
                    DeliveryFailure.TooManyRecipients.class, () -> submissions.accept(fixture.submission(to(many))));
            assertEquals(0, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
            assertEquals(MailFixture.TENANT, fixture.submission("{}").sender().tenant());
        }
    }
}
