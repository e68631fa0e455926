package dev.postern.mailbox.event;

import static dev.postern.mailbox.event.EventFixture.CALENDAR;
import static dev.postern.mailbox.event.EventFixture.daily;
import static dev.postern.mailbox.event.EventFixture.ref;
import static dev.postern.mailbox.event.EventFixture.time;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attachments of single occurrences: rows, contents, sizes. */
class EventAttachmentsTest {
    private static final LocalDate SECOND = LocalDate.parse("2026-03-03");
    private static final byte[] LARGE = new byte[100_000];

    static {
        Arrays.fill(LARGE, (byte) 7);
    }

    private static NewAttachment file(String name, byte[] content) {
        return NewAttachment.file(name, "text/plain", content);
    }

    private EventInstance series(EventFixture fixture) {
        return fixture.create(daily("daily", "2026-03-02T09:00", "2026-03-02T10:00"));
    }

    private static ItemRef on(EventInstance series, LocalDate date) {
        return new ItemRef(series.item().id(), null, date);
    }

    private static List<String> names(List<Attachment> all) {
        return all.stream().map(one -> String.valueOf(one.name())).sorted().toList();
    }

    private static byte[] bytes(EventFixture fixture, Attachment attachment) throws IOException {
        try (InputStream in =
                fixture.mailbox.kind(ItemKind.EVENT).attachments().open(attachment.item(), attachment.id())) {
            return in.readAllBytes();
        }
    }

    private static long number(EventFixture fixture, String sql) {
        return fixture.mailbox.read(
                reading -> reading.number(sql, fixture.mailbox.id().value()));
    }

    private static long references(EventFixture fixture) {
        return number(fixture, "select coalesce(sum(refs), 0) from content where mailbox_id = ?");
    }

    /** The usage that is counted, and that of the items. */
    private static void assertCounted(EventFixture fixture) {
        assertEquals(
                number(fixture, "select coalesce(sum(size), 0) from event where mailbox_id = ?"),
                number(fixture, "select bytes + recoverable_bytes from mailbox where mailbox_id = ?"));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aListOfAnOccurrenceBeginsAsThatOfItsSeries(Engine engine) throws IOException {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = series(fixture);
            var attachments = new EventAttachments(fixture.mailbox);
            Attachment shared = attachments.attach(ref(series), file("shared", LARGE));
            long alone = fixture.get(series, null).item().size();
            assertEquals(List.of("shared"), names(attachments.list(on(series, SECOND))));
            Attachment own = attachments.attach(on(series, SECOND), file("own", LARGE));
            assertEquals(List.of("own", "shared"), names(attachments.list(on(series, SECOND))));
            assertEquals(List.of("shared"), names(attachments.list(ref(series))));
            assertEquals(List.of("shared"), names(attachments.list(on(series, SECOND.plusDays(1)))));
            assertArrayEquals(LARGE, bytes(fixture, own));
            assertEquals(3, references(fixture), "one content");
            assertCounted(fixture);
            long with = fixture.get(series, null).item().size();
            assertTrue(with > alone + 2L * LARGE.length, "counted " + with);
            assertThrows(
                    MailboxFailure.ItemNotFound.class, () -> attachments.get(new AttachmentRef(ref(series), own.id())));
            // the series loses its own, the occurrence keeps it
            attachments.detach(new AttachmentRef(ref(series), shared.id()));
            assertEquals(List.of(), attachments.list(on(series, SECOND.plusDays(1))));
            assertArrayEquals(
                    LARGE, bytes(fixture, attachments.get(new AttachmentRef(on(series, SECOND), shared.id()))));
            attachments.detach(new AttachmentRef(on(series, SECOND), shared.id()));
            attachments.detach(new AttachmentRef(on(series, SECOND), own.id()));
            assertEquals(0, references(fixture));
            assertTrue(Objects.requireNonNull(fixture.get(series, SECOND).occurrence())
                    .exception());
            assertFalse(fixture.get(series, SECOND).hasAttachments());
            assertCounted(fixture);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatEndsAnExceptionEndsItsAttachments(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = series(fixture);
            var attachments = new EventAttachments(fixture.mailbox);
            attachments.attach(on(series, SECOND), file("own", LARGE));
            attachments.attach(on(series, SECOND.plusDays(1)), file("own", LARGE));
            fixture.events.deleteOccurrence(ref(series), SECOND, null);
            assertEquals(1, references(fixture));
            assertCounted(fixture);
            var moved = MailFixture.json("{}");
            moved.set("start", time("2026-03-02T10:00", "UTC"));
            moved.set("end", time("2026-03-02T11:00", "UTC"));
            fixture.events.update(ref(series), null, moved);
            assertEquals(0, references(fixture));
            assertEquals(0, number(fixture, "select count(*) from occurrence_attachment where mailbox_id = ?"));
            assertCounted(fixture);
            assertThrows(
                    MailboxFailure.ItemNotFound.class,
                    () -> attachments.attach(on(series, SECOND.minusDays(5)), file("own", LARGE)));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theyAreCopiedAndRemovedWithTheirSeries(Engine engine) throws IOException {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = series(fixture);
            var attachments = new EventAttachments(fixture.mailbox);
            attachments.attach(on(series, SECOND), file("own", LARGE));
            var folders = fixture.mailbox.folders(FolderClass.CALENDAR);
            FolderId target = folders.create(WellKnownFolder.MSGFOLDERROOT.id(), NewFolder.plain("Target", false))
                    .id();
            FolderId copied = folders.copy(CALENDAR, target).id();
            EventInstance copy = fixture.view(
                            copied, series.start(), series.start().plus(Duration.ofDays(2)))
                    .getLast();
            Attachment own = attachments
                    .list(new ItemRef(copy.item().id(), null, SECOND))
                    .getFirst();
            assertEquals(2, references(fixture));
            assertCounted(fixture);
            fixture.mailbox.kind(ItemKind.EVENT).purge(ref(series));
            fixture.mail.pass(Duration.ofDays(100));
            fixture.mail.mailboxes.sweeps().expirePurged(Duration.ofDays(1));
            assertEquals(1, references(fixture));
            assertArrayEquals(LARGE, bytes(fixture, own));
            assertCounted(fixture);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anUploadCanEndAtAnOccurrence(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = series(fixture);
            var attachments = new EventAttachments(fixture.mailbox);
            byte[] secret = new byte[32];
            var uploads = fixture.mailbox.uploads();
            Upload upload = uploads.begin(
                    ItemKind.EVENT,
                    on(series, SECOND),
                    new Upload.File("big", null, null, false, LARGE.length),
                    "x",
                    secret);
            Upload found = Objects.requireNonNull(uploads.find(upload.id(), secret));
            assertEquals(SECOND, found.occurrence());
            Upload done = uploads.append(found, LARGE.length, new ByteArrayInputStream(LARGE));
            uploads.finish(done, attachments::attach);
            assertEquals(List.of("big"), names(attachments.list(on(series, SECOND))));
            assertEquals(List.of(), attachments.list(ref(series)));
            assertCounted(fixture);
            // the occurrence is deleted before its upload has finished
            Upload late = uploads.begin(
                    ItemKind.EVENT, on(series, SECOND), new Upload.File("late", null, null, false, 3), "x", secret);
            Upload whole = uploads.append(late, 3, new ByteArrayInputStream(new byte[3]));
            fixture.events.deleteOccurrence(ref(series), SECOND, null);
            assertThrows(MailboxFailure.ItemNotFound.class, () -> uploads.finish(whole, attachments::attach));
            uploads.cancel(whole);
            assertCounted(fixture);
        }
    }
}
