package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The behaviour of attachments and large contents on both engines. */
class MailAttachmentsTest {
    private static byte[] bytes(MailFixture mail, int size) {
        byte[] bytes = new byte[size];
        mail.random().nextBytes(bytes);
        return bytes;
    }

    private static long rows(MailFixture mail, String table) {
        return mail.database.read(
                sql -> sql.number("select count(*) from " + table + " where mailbox_id = ?", mail.mailbox.value()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void contentsOfAnySizeAreReadBack(Engine engine) throws IOException {
        try (var mail = new MailFixture(engine)) {
            Attachments attachments = mail.mailboxes.open(mail.mailbox).attachments();
            Item draft = mail.draft("{}");
            ItemRef ref = ItemRef.of(draft.id());
            for (int size : new int[] {0, 1, 65_536, 65_537, 262_144, 262_145, 900_000}) {
                byte[] content = bytes(mail, size);
                Attachment added = attachments.add(ref, NewAttachment.file("f" + size, "text/plain", content));
                try (var in = attachments.open(draft.id(), added.id())) {
                    assertArrayEquals(content, in.readAllBytes());
                }
                assertEquals(size, added.size());
            }
            assertEquals(7, attachments.list(draft.id()).size());
            Item now = mail.mailboxes.open(mail.mailbox).items().get(ref, Fields.COLUMNS);
            assertTrue(now.core().hasAttachments());
            assertTrue(now.size() > 1_490_000 && !now.changeKey().equals(draft.changeKey()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void attachmentsCreatedAtTheSameTimeKeepTheirOrder(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            List<String> names =
                    IntStream.range(0, 40).mapToObj(i -> "file " + i).toList();
            Item item = mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .create(
                            WellKnownFolder.DRAFTS.id(),
                            NewMessage.draft(
                                    MailFixture.json("{}"),
                                    names.stream()
                                            .map(name -> NewAttachment.file(name, null, new byte[1]))
                                            .toList()));
            assertEquals(
                    names,
                    mail.mailboxes.open(mail.mailbox).attachments().list(item.id()).stream()
                            .map(Attachment::name)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aContentIsStoredOnceAndRemovedWithItsLastReference(Engine engine) throws IOException {
        try (var mail = new MailFixture(engine)) {
            Attachments attachments = mail.mailboxes.open(mail.mailbox).attachments();
            byte[] content = bytes(mail, 600_000);
            Item draft = mail.draft("{}");
            ItemRef ref = ItemRef.of(draft.id());
            Attachment one = attachments.add(ref, NewAttachment.file("a", null, content));
            Attachment two = attachments.add(ref, NewAttachment.file("b", null, content));
            assertEquals(3, rows(mail, "content_chunk"));
            Item copy = mail.mailboxes.open(mail.mailbox).items().copy(ref, WellKnownFolder.ARCHIVE.id());
            attachments.remove(new AttachmentRef(ref, one.id()));
            attachments.remove(new AttachmentRef(ref, two.id()));
            assertFalse(mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .get(ref, Fields.COLUMNS)
                    .core()
                    .hasAttachments());
            ItemRef copied = ItemRef.of(copy.id());
            try (var in = attachments.open(copy.id(), one.id())) {
                assertArrayEquals(content, in.readAllBytes());
            }
            attachments.remove(new AttachmentRef(copied, one.id()));
            attachments.remove(new AttachmentRef(copied, two.id()));
            assertEquals(0, rows(mail, "content_chunk"));
            assertEquals(0, rows(mail, "content"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void unusedDataIsSwept(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            mail.mailboxes.open(mail.mailbox).contents().store(Content.of(bytes(mail, 300_000)));
            assertEquals(0, mail.mailboxes.open(mail.mailbox).contents().sweep());
            mail.pass(Duration.ofHours(2));
            assertEquals(1, mail.mailboxes.open(mail.mailbox).contents().sweep());
            assertEquals(0, rows(mail, "content_chunk"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyDraftsChangeAndInlineOnesDoNotCount(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Attachments attachments = mail.mailboxes.open(mail.mailbox).attachments();
            Item sent = mail.unread(WellKnownFolder.INBOX.id(), "x");
            NewAttachment file = NewAttachment.file("a", null, new byte[1]);
            assertThrows(MailboxFailure.NotADraft.class, () -> attachments.add(ItemRef.of(sent.id()), file));
            NewAttachment picture = new NewAttachment(
                    Attachment.Kind.FILE, "p.png", "image/png", "p", true, Content.of(new byte[3]), null);
            Item draft = mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .create(WellKnownFolder.DRAFTS.id(), NewMessage.draft(MailFixture.json("{}"), List.of(picture)));
            assertFalse(draft.core().hasAttachments());
            Attachment stored = attachments.list(draft.id()).getFirst();
            String wire = WireIds.attachment(draft, stored.id(), IdStyle.DEFAULT);
            assertEquals(stored, attachments.get(WireIds.attachment(mail.mailbox, wire)));
            mail.mailboxes.open(mail.mailbox).items().move(ItemRef.of(draft.id()), WellKnownFolder.ARCHIVE.id());
            assertThrows(
                    MailboxFailure.ItemNotFound.class, () -> attachments.get(WireIds.attachment(mail.mailbox, wire)));
        }
    }
}
