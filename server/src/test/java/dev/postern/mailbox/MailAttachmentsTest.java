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

/** What both engines promise about attachments and large contents. */
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
    void contentsOfAnySizeComeBack(Engine engine) throws IOException {
        try (var mail = new MailFixture(engine)) {
            Attachments attachments = mail.mailboxes.attachments();
            Item draft = mail.draft("{}");
            ItemRef ref = ItemRef.of(draft.id());
            for (int size : new int[] {0, 1, 65_536, 65_537, 262_144, 262_145, 900_000}) {
                byte[] content = bytes(mail, size);
                Attachment added =
                        attachments.add(mail.mailbox, ref, NewAttachment.file("f" + size, "text/plain", content));
                try (var in = attachments.open(mail.mailbox, draft.id(), added.id())) {
                    assertArrayEquals(content, in.readAllBytes());
                }
                assertEquals(size, added.size());
            }
            assertEquals(7, attachments.list(mail.mailbox, draft.id()).size());
            Item now = mail.mailboxes.items().get(mail.mailbox, ref, Fields.COLUMNS);
            assertTrue(now.flags().hasAttachments());
            assertTrue(now.size() > 1_490_000 && !now.changeKey().equals(draft.changeKey()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void attachmentsOfOneMomentKeepTheirOrder(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            List<String> names =
                    IntStream.range(0, 40).mapToObj(i -> "file " + i).toList();
            Item item = mail.mailboxes
                    .items()
                    .create(
                            mail.mailbox,
                            WellKnownFolder.DRAFTS.id(),
                            NewMessage.draft(
                                    MailFixture.json("{}"),
                                    names.stream()
                                            .map(name -> NewAttachment.file(name, null, new byte[1]))
                                            .toList()));
            assertEquals(
                    names,
                    mail.mailboxes.attachments().list(mail.mailbox, item.id()).stream()
                            .map(Attachment::name)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aContentIsStoredOnceAndGoesWithItsLastUse(Engine engine) throws IOException {
        try (var mail = new MailFixture(engine)) {
            Attachments attachments = mail.mailboxes.attachments();
            byte[] content = bytes(mail, 600_000);
            Item draft = mail.draft("{}");
            ItemRef ref = ItemRef.of(draft.id());
            Attachment one = attachments.add(mail.mailbox, ref, NewAttachment.file("a", null, content));
            Attachment two = attachments.add(mail.mailbox, ref, NewAttachment.file("b", null, content));
            assertEquals(3, rows(mail, "content_chunk"));
            Item copy = mail.mailboxes.items().copy(mail.mailbox, ref, WellKnownFolder.ARCHIVE.id());
            attachments.remove(mail.mailbox, new AttachmentRef(ref, one.id()));
            attachments.remove(mail.mailbox, new AttachmentRef(ref, two.id()));
            assertFalse(mail.mailboxes
                    .items()
                    .get(mail.mailbox, ref, Fields.COLUMNS)
                    .flags()
                    .hasAttachments());
            ItemRef copied = ItemRef.of(copy.id());
            try (var in = attachments.open(mail.mailbox, copy.id(), one.id())) {
                assertArrayEquals(content, in.readAllBytes());
            }
            attachments.remove(mail.mailbox, new AttachmentRef(copied, one.id()));
            attachments.remove(mail.mailbox, new AttachmentRef(copied, two.id()));
            assertEquals(0, rows(mail, "content_chunk"));
            assertEquals(0, rows(mail, "content"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatNobodyUsesIsSwept(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            mail.mailboxes.contents().store(mail.mailbox, Content.of(bytes(mail, 300_000)));
            assertEquals(0, mail.mailboxes.contents().sweep(mail.mailbox));
            mail.pass(Duration.ofHours(2));
            assertEquals(1, mail.mailboxes.contents().sweep(mail.mailbox));
            assertEquals(0, rows(mail, "content_chunk"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyDraftsChangeAndInlineOnesDoNotCount(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Attachments attachments = mail.mailboxes.attachments();
            Item sent = mail.unread(WellKnownFolder.INBOX.id(), "x");
            NewAttachment file = NewAttachment.file("a", null, new byte[1]);
            assertThrows(
                    MailboxFailure.NotADraft.class, () -> attachments.add(mail.mailbox, ItemRef.of(sent.id()), file));
            NewAttachment picture = new NewAttachment(
                    Attachment.Kind.FILE, "p.png", "image/png", "p", true, Content.of(new byte[3]), null);
            Item draft = mail.mailboxes
                    .items()
                    .create(
                            mail.mailbox,
                            WellKnownFolder.DRAFTS.id(),
                            NewMessage.draft(MailFixture.json("{}"), List.of(picture)));
            assertFalse(draft.flags().hasAttachments());
            Attachment stored = attachments.list(mail.mailbox, draft.id()).getFirst();
            String wire = WireIds.attachment(draft, stored.id(), IdStyle.DEFAULT);
            assertEquals(stored, attachments.get(mail.mailbox, WireIds.attachment(mail.mailbox, wire)));
            mail.mailboxes.items().move(mail.mailbox, ItemRef.of(draft.id()), WellKnownFolder.ARCHIVE.id());
            assertThrows(
                    MailboxFailure.ItemNotFound.class,
                    () -> attachments.get(mail.mailbox, WireIds.attachment(mail.mailbox, wire)));
        }
    }
}
