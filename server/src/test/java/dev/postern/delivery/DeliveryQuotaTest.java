package dev.postern.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A full mailbox accepts nothing, the sender gets a report, and all other recipients are served. */
class DeliveryQuotaTest {
    private static final Quotas SMALL = new Quotas(4, 2_000_000, 10_000_000, 100, 50, 5, 3, 1_000_000_000);

    private static Mailboxes.Settings settings(DiskSpace disk) {
        return new Mailboxes.Settings("contoso.example", false, SMALL, disk, TemporaryFiles.ofSystem());
    }

    private static DeliveryFixture fixture(Engine engine, String... names) {
        return new DeliveryFixture(Databases.open(engine), settings(DiskSpace.unlimited()), names);
    }

    private static void fill(DeliveryFixture fixture, String name) {
        for (int i = 0; i < SMALL.items(); i++) {
            fixture.mail
                    .mailboxes
                    .open(fixture.mailbox(name))
                    .items()
                    .create(WellKnownFolder.ARCHIVE.id(), NewMessage.draft(fixture.json("{}"), List.of()));
        }
    }

    private static String details(DeliveryFixture fixture, Item report) throws IOException {
        Attachment status = fixture.mail
                .mailboxes
                .open(report.mailbox())
                .attachments()
                .list(report.id())
                .getFirst();
        try (var in =
                fixture.mail.mailboxes.open(report.mailbox()).attachments().open(report.id(), status.id())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"SQLITE, true", "SQLITE, false", "POSTGRES, false"})
    void otherRecipientsAreServedAndTheSenderGetsAReport(Engine engine, boolean atOnce) throws IOException {
        try (var fixture = fixture(engine, "ann", "full", "bob")) {
            if (atOnce) {
                fixture.database.reportOneWriter();
            }
            fill(fixture, "full");
            fixture.group("team", "full");
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(DeliveryFixture.to("ann", "full", "nobody", "bob")));
            DeliveryFixture.workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(1, fixture.inbox("bob"));
            assertEquals(0, fixture.inbox("full"));
            Item report = fixture.items("sender", WellKnownFolder.INBOX).getFirst();
            String details = details(fixture, report);
            assertTrue(
                    details.contains(
                            "Final-Recipient: rfc822; full@contoso.example\r\nAction: failed\r\nStatus: 5.2.2\r\n"
                                    + "Diagnostic-Code: smtp; 554 5.2.2 mailbox full"),
                    details);
            assertTrue(details.contains("rfc822; nobody@contoso.example\r\nAction: failed\r\nStatus: 5.1.10"), details);
            assertFalse(details.contains("ann@"), details);
            assertTrue(report.message().body() != null
                    && report.message().body().content().contains("mailbox is full"));
            assertEquals(0, node.queue().queued(9).size());
            assertEquals(1, node.counters().snapshot().reported());
            // The same happens through a group.
            node.submissions().accept(fixture.submission(DeliveryFixture.to("team")));
            DeliveryFixture.workAll(node);
            assertEquals(2, fixture.inbox("sender"));
            // After items were removed, the mailbox accepts mail again.
            Item some = fixture.items("full", WellKnownFolder.ARCHIVE).getFirst();
            fixture.mail.mailboxes.open(fixture.mailbox("full")).items().delete(ItemRef.of(some.id()), null);
            var unsaved = fixture.submission(DeliveryFixture.to("full"));
            node.submissions().accept(new Submission(unsaved.id(), unsaved.sender(), unsaved.what(), false));
            DeliveryFixture.workAll(node);
            assertEquals(1, fixture.inbox("full"));
        }
    }

    @ParameterizedTest
    @CsvSource({"SQLITE, true", "SQLITE, false", "POSTGRES, false"})
    void aFullQueueSuppressesAutomaticRepliesOnly(Engine engine, boolean atOnce) {
        try (var fixture = fixture(engine, "ann")) {
            if (atOnce) {
                fixture.database.reportOneWriter();
            }
            new MailboxSettings(fixture.mail.mailboxes.open(fixture.mailbox("ann")))
                    .change(state -> state.with(AutomaticReplies.DEFAULT.changed(
                            AutomaticReplies.Status.ALWAYS_ENABLED, AutomaticReplies.Audience.ALL, "Away", "", null)));
            Delivery node = fixture.node();
            var toOutside =
                    new Submission.What.Message(fixture.json(DeliveryFixture.to("out@elsewhere.example")), List.of());
            var ann = new SendingMailbox(fixture.mailbox("ann"), MailFixture.TENANT, "ann@contoso.example", "Ann");
            for (int i = 0; i < SMALL.queued(); i++) {
                node.submissions()
                        .accept(new Submission(
                                Uuids.timeOrdered(fixture.mail.instant(), fixture.mail.random()),
                                ann,
                                toOutside,
                                false));
            }
            node.submissions().accept(fixture.submission(DeliveryFixture.to("ann")));
            DeliveryFixture.workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(0, fixture.inbox("sender"));
            assertEquals(SMALL.queued(), node.queue().queued(20).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFullMailboxGetsNoLargeContentsEither(Engine engine) {
        try (var fixture = fixture(engine, "ann", "full")) {
            fill(fixture, "full");
            Delivery node = fixture.node();
            var what = new Submission.What.Message(
                    fixture.json(DeliveryFixture.to("ann", "full")),
                    List.of(NewAttachment.file("a", null, new byte[300_000])));
            var plain = fixture.submission(DeliveryFixture.to("ann"));
            node.submissions().accept(new Submission(plain.id(), plain.sender(), what, true));
            DeliveryFixture.workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(1, fixture.inbox("sender"));
            long chunks = fixture.database.read(sql -> sql.number(
                    "select count(*) from content_chunk where mailbox_id = ?",
                    fixture.mailbox("full").value()));
            assertEquals(0, chunks);
        }
    }

    /** A repeated delivery finds its message, although that message filled the mailbox. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRepeatedDeliveryIsNotReported(Engine engine) {
        try (var fixture = fixture(engine, "ann", "bob")) {
            fill(fixture, "ann");
            Item some = fixture.items("ann", WellKnownFolder.ARCHIVE).getFirst();
            fixture.mail.mailboxes.open(fixture.mailbox("ann")).items().delete(ItemRef.of(some.id()), null);
            Delivery node = fixture.node();
            var what = new Submission.What.Message(
                    fixture.json(DeliveryFixture.to("ann", "bob")),
                    List.of(NewAttachment.file("a", null, new byte[100_000])));
            var plain = fixture.submission(DeliveryFixture.to("ann"));
            node.submissions().accept(new Submission(plain.id(), plain.sender(), what, true));
            // The copies are committed, but not the end of the job.
            fixture.database.fail(FailingDatabase.Failure.UNKNOWN_AND_GONE, 7);
            DeliveryFixture.workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            fixture.mail.pass(Duration.ofSeconds(30));
            node.worker().sweep();
            DeliveryFixture.workAll(node);
            assertTrue(fixture.database.failed());
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(1, fixture.inbox("bob"));
            assertEquals(0, fixture.inbox("sender"));
            assertEquals(0, node.queue().queued(9).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSenderWhoseMailboxIsFullIsRefusedAndNothingIsSent(Engine engine) {
        try (var fixture = fixture(engine, "ann")) {
            fill(fixture, "sender");
            Delivery node = fixture.node();
            Submission saved = fixture.submission(DeliveryFixture.to("ann"));
            assertThrows(
                    MailboxFailure.QuotaExceeded.class, () -> node.submissions().accept(saved));
            DeliveryFixture.workAll(node);
            assertEquals(0, fixture.inbox("ann"));
            // Without a copy nothing is added; a report that does not fit is omitted.
            Submission unsaved = fixture.submission(DeliveryFixture.to("ann", "nobody"));
            node.submissions().accept(new Submission(unsaved.id(), unsaved.sender(), unsaved.what(), false));
            DeliveryFixture.workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(0, fixture.inbox("sender"));
            assertEquals(0, node.counters().snapshot().reported());
            assertEquals(0, node.queue().queued(9).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void mailThatWaitsForARouteIsLimited(Engine engine) {
        try (var fixture = fixture(engine, "ann")) {
            Delivery node = fixture.node();
            for (int i = 0; i < 5; i++) {
                Submission out = fixture.submission(DeliveryFixture.to("a@elsewhere.example"));
                Submission unsaved = new Submission(out.id(), out.sender(), out.what(), false);
                if (i < SMALL.queued()) {
                    node.submissions().accept(unsaved);
                    // Submitting it again changes nothing and is not refused.
                    node.submissions().accept(unsaved);
                } else {
                    assertThrows(
                            MailboxFailure.QuotaExceeded.class,
                            () -> node.submissions().accept(unsaved));
                }
                DeliveryFixture.workAll(node);
            }
            assertEquals(SMALL.queued(), node.queue().queued(9).size());
            var other = new SendingMailbox(fixture.mailbox("ann"), MailFixture.TENANT, "ann@contoso.example", null);
            node.submissions()
                    .accept(new Submission(
                            Uuids.timeOrdered(fixture.mail.instant(), fixture.mail.random()),
                            other,
                            fixture.submission(DeliveryFixture.to("a@elsewhere.example"))
                                    .what(),
                            false));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void queuedMailCountsItsBytes(Engine engine) {
        try (var fixture = fixture(engine, "ann")) {
            Delivery node = fixture.node();
            String body = "x".repeat(900_000);
            String large = DeliveryFixture.to("a@elsewhere.example").replace("text'}", body + "'}");
            int accepted = 0;
            for (int i = 0; i < 3; i++) {
                Submission out = fixture.submission(large);
                try {
                    node.submissions().accept(new Submission(out.id(), out.sender(), out.what(), false));
                    accepted++;
                } catch (MailboxFailure.QuotaExceeded e) {
                    assertEquals(2, i);
                }
            }
            assertEquals(2, accepted);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void manyMailboxesStillCostFewStatements(Engine engine) {
        var statements = new ConcurrentLinkedQueue<String>();
        String[] names = IntStream.range(0, 200).mapToObj(i -> "p" + i).toArray(String[]::new);
        try (var fixture =
                new DeliveryFixture(Databases.open(engine, statements::add), settings(DiskSpace.unlimited()), names)) {
            fill(fixture, "p7");
            Delivery node = fixture.node();
            // A node looks a mailbox up when it first opens it.
            node.submissions().accept(fixture.submission(DeliveryFixture.to(names)));
            DeliveryFixture.workAll(node);
            node.submissions().accept(fixture.submission(DeliveryFixture.to(names)));
            statements.clear();
            DeliveryFixture.workAll(node);
            assertEquals(2, fixture.inbox("p8"));
            assertEquals(0, fixture.inbox("p7"));
            long kinds = Set.copyOf(statements).size();
            assertTrue(
                    statements.size() < 200, () -> "statements prepared: " + statements.size() + ", kinds: " + kinds);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFullDiskLosesNothingAndDeliveryContinuesLater(Engine engine) {
        var free = new AtomicLong(1_000);
        var disk = new DiskSpace(free::get, 1_000, InstantSource.system());
        try (var fixture = new DeliveryFixture(Databases.open(engine), settings(disk), "ann")) {
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(DeliveryFixture.to("ann", "nobody")));
            free.set(0);
            DeliveryFixture.workAll(node);
            assertEquals(0, fixture.inbox("ann"));
            assertEquals(1, node.queue().queued(9).size());
            free.set(1_000);
            fixture.mail.pass(Duration.ofSeconds(30));
            node.worker().sweep();
            DeliveryFixture.workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(1, fixture.inbox("sender"));
            assertEquals(0, node.queue().queued(9).size());
            Item item = fixture.items("ann", WellKnownFolder.INBOX).getFirst();
            fixture.mail.mailboxes.open(fixture.mailbox("ann")).items().get(ItemRef.of(item.id()), Fields.DEFAULT);
        }
    }
}
