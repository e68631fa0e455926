package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Databases;
import dev.postern.store.DiskFull;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way that adds something to a mailbox ends at its quota, and none that makes room does. */
class MailQuotaTest {
    private static final byte[] SECRET = new byte[32];
    private static final long ITEMS = 3;
    private static final long BYTES = 400_000;

    private static MailFixture mail(Engine engine) {
        return MailUsageTest.withQuotas(engine, new Quotas(ITEMS, BYTES, 10_000_000, 26, 5, 2, 3, 1_000_000_000));
    }

    private static void refused(Executable work) {
        assertThrows(MailboxFailure.QuotaExceeded.class, work);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void itemsEndAtTheirNumber(Engine engine) {
        try (var mail = mail(engine)) {
            Item first = mail.draft("{}");
            mail.draft("{}");
            mail.mailboxes.items().copy(mail.mailbox, ItemRef.of(first.id()), WellKnownFolder.INBOX.id());
            refused(() -> mail.draft("{}"));
            refused(() ->
                    mail.mailboxes.items().copy(mail.mailbox, ItemRef.of(first.id()), WellKnownFolder.INBOX.id()));
            assertEquals(2, mail.folder(WellKnownFolder.DRAFTS).total());
            // what makes room, or needs none
            mail.mailboxes
                    .items()
                    .update(mail.mailbox, ItemRef.of(first.id()), null, MailFixture.json("{'isRead':true}"));
            mail.mailboxes.items().move(mail.mailbox, ItemRef.of(first.id()), WellKnownFolder.ARCHIVE.id());
            mail.mailboxes.items().get(mail.mailbox, ItemRef.of(first.id()), Fields.DEFAULT);
            mail.mailboxes.items().delete(mail.mailbox, ItemRef.of(first.id()), null);
            Item last = mail.draft("{}");
            refused(() -> mail.draft("{}"));
            mail.mailboxes.items().purge(mail.mailbox, ItemRef.of(last.id()));
            mail.draft("{}");
            // what is recovered counts again
            refused(() ->
                    mail.mailboxes.items().move(mail.mailbox, ItemRef.of(first.id()), WellKnownFolder.INBOX.id()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void bytesEndWhateverTheyAre(Engine engine) {
        try (var mail = mail(engine)) {
            ItemRef draft = ItemRef.of(mail.draft("{}").id());
            String much = "x".repeat((int) BYTES);
            Items items = mail.mailboxes.items();
            var mime = Content.of(("Subject: m\r\n\r\n" + much).getBytes(StandardCharsets.US_ASCII));
            var document = MailFixture.json("{'subject':'" + much + "'}");
            Stream.<Executable>of(
                            () -> mail.draft("{'body':{'content':'" + much + "'}}"),
                            () -> mail.draft("{'subject':'" + much + "'}"),
                            () -> mail.draft("{'internetMessageHeaders':[{'name':'x-a','value':'" + much + "'}]}"),
                            () -> mail.draft("{'extensions':[{'id':'a','b':'" + much + "'}]}"),
                            () -> items.update(
                                    mail.mailbox,
                                    draft,
                                    null,
                                    MailFixture.json("{'extensions':[{'b':'" + much + "'}]}")),
                            () -> items.update(
                                    mail.mailbox, draft, null, MailFixture.json("{'categories':['" + much + "']}")),
                            () -> items.update(
                                    mail.mailbox, draft, null, MailFixture.json("{'subject':'" + much + "'}")),
                            () -> items.create(
                                    mail.mailbox,
                                    WellKnownFolder.DRAFTS.id(),
                                    new NewMessage(MailFixture.json("{}"), List.of(), true, true, null, null, mime)),
                            () -> items.keepOriginal(mail.mailbox, draft, mime),
                            () -> attach(mail, draft, NewAttachment.file("a", null, new byte[(int) BYTES])),
                            () -> attach(
                                    mail,
                                    draft,
                                    new NewAttachment(
                                            Attachment.Kind.ITEM,
                                            "a",
                                            null,
                                            null,
                                            false,
                                            Content.of(new byte[0]),
                                            document)),
                            () -> begin(mail, draft, BYTES))
                    .forEach(MailQuotaTest::refused);
            assertEquals(0, unused(mail), "what is refused leaves no content behind");
            attach(mail, draft, NewAttachment.file("a", null, new byte[(int) BYTES / 2]));
            refused(() -> items.copy(mail.mailbox, draft, WellKnownFolder.INBOX.id()));
            refused(() -> mail.mailboxes
                    .folders()
                    .copy(mail.mailbox, WellKnownFolder.DRAFTS.id(), WellKnownFolder.ARCHIVE.id()));
        }
    }

    private static Attachment attach(MailFixture mail, ItemRef draft, NewAttachment attachment) {
        return mail.mailboxes.attachments().add(mail.mailbox, draft, attachment);
    }

    private static Upload begin(MailFixture mail, ItemRef draft, long size) {
        return mail.mailboxes
                .uploads()
                .begin(mail.mailbox, draft, new Upload.File("u", null, null, false, size), "x", SECRET);
    }

    private static long unused(MailFixture mail) {
        return mail.database.read(
                sql -> sql.number("select count(*) from content_chunk where mailbox_id = ?", mail.mailbox.value()));
    }

    /** Written before it is known whether they are wanted, contents must not be a way around the quota. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void contentsThatNobodyRefersToCount(Engine engine) {
        try (var mail = mail(engine)) {
            ItemRef sent = ItemRef.of(
                    mail.unread(WellKnownFolder.INBOX.id(), "no draft").id());
            for (int i = 0; i < 3; i++) {
                byte[] bytes = new byte[100_000];
                bytes[0] = (byte) i;
                var attachment = NewAttachment.file("a", null, bytes);
                assertThrows(MailboxFailure.NotADraft.class, () -> attach(mail, sent, attachment));
            }
            refused(() -> attach(mail, sent, NewAttachment.file("a", null, new byte[100_001])));
            mail.pass(Duration.ofMinutes(61));
            mail.mailboxes.sweeps().round();
            assertEquals(0, unused(mail));
            assertThrows(
                    MailboxFailure.NotADraft.class,
                    () -> attach(mail, sent, NewAttachment.file("a", null, new byte[100_001])));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void foldersEndByNumberAndDepth(Engine engine) {
        try (var mail = mail(engine)) {
            Folders folders = mail.mailboxes.folders();
            FolderId inbox = WellKnownFolder.INBOX.id();
            FolderId one = folders.create(mail.mailbox, inbox, "1", false).id();
            FolderId two = folders.create(mail.mailbox, one, "2", false).id();
            // Root, Top of Information Store, Inbox and these are five
            refused(() -> folders.create(mail.mailbox, two, "3", false));
            FolderId apart = folders.create(mail.mailbox, inbox, "apart", false).id();
            refused(() -> folders.move(mail.mailbox, one, apart));
            refused(() -> folders.copy(mail.mailbox, one, apart));
            assertThrows(
                    MailboxFailure.FolderPropertiesTooLarge.class,
                    () -> folders.create(
                            mail.mailbox,
                            WellKnownFolder.SEARCHFOLDERS.id(),
                            new NewFolder(
                                    "s",
                                    false,
                                    new SearchFolder(List.of(inbox), false, "subject eq '" + "x".repeat(70_000) + "'"),
                                    null)));
            folders.create(mail.mailbox, inbox, "last", true);
            refused(() -> folders.create(mail.mailbox, inbox, "more", false));
            refused(() -> folders.copy(mail.mailbox, apart, WellKnownFolder.ARCHIVE.id()));
            refused(() -> folders.create(
                    mail.mailbox,
                    WellKnownFolder.SEARCHFOLDERS.id(),
                    new NewFolder("s", false, new SearchFolder(List.of(inbox), false, ""), null)));
            folders.move(mail.mailbox, apart, WellKnownFolder.ARCHIVE.id());
            folders.delete(mail.mailbox, apart);
            folders.purge(mail.mailbox, apart);
            folders.create(mail.mailbox, inbox, "more", false);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void uploadsReserveWhatTheyWillHold(Engine engine) {
        try (var mail = mail(engine)) {
            ItemRef draft = ItemRef.of(mail.draft("{}").id());
            Upload upload = begin(mail, draft, 250_000);
            refused(() -> begin(mail, draft, 250_000));
            refused(() -> attach(mail, draft, NewAttachment.file("a", null, new byte[200_000])));
            begin(mail, draft, 10);
            refused(() -> begin(mail, draft, 10));
            // near the end of the quota it is finished all the same
            Uploads uploads = mail.mailboxes.uploads();
            uploads.finish(uploads.append(upload, 250_000, new ByteArrayInputStream(new byte[250_000])));
            begin(mail, draft, 10);
            mail.pass(Uploads.LIFETIME.plusSeconds(1));
            mail.mailboxes.sweeps().round();
            assertEquals(2, mail.mailboxes.sweeps().removed().uploads());
            begin(mail, draft, 100_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void recoverableItemsBeyondTheirQuotaAreRemovedOldestFirst(Engine engine) {
        var quotas = new Quotas(100, 10_000_000, 1_000_000, 100, 50, 10, 10, 1_000_000_000);
        try (var mail = MailUsageTest.withQuotas(engine, quotas)) {
            for (int i = 0; i < 10; i++) {
                byte[] bytes = new byte[100_000];
                bytes[0] = (byte) i;
                Item item = mail.draft("{'subject':'number" + i + "'}");
                attach(mail, ItemRef.of(item.id()), NewAttachment.file("a", null, bytes));
                mail.mailboxes.items().purge(mail.mailbox, ItemRef.of(item.id()));
            }
            mail.mailboxes.indexer().round();
            // making and purging is no way to fill the disk
            refused(() -> mail.draft("{}"));
            mail.mailboxes.sweeps().round();
            assertEquals(10, mail.folder(WellKnownFolder.RECOVERABLEITEMSPURGES).total(), "kept for an hour");
            mail.pass(Duration.ofMinutes(61));
            mail.mailboxes.sweeps().round();
            long left = mail.folder(WellKnownFolder.RECOVERABLEITEMSPURGES).total();
            assertTrue(left > 5 && left < 10, "left: " + left);
            assertEquals(10 - left, mail.mailboxes.sweeps().removed().items());
            mail.draft("{}");
            assertEquals(
                    MailUsageTest.recount(mail.database, mail.mailbox),
                    mail.database.read(sql -> MailboxUsage.of(sql, mail.mailbox)));
            for (String table : List.of("item", "content", "search_entry")) {
                long rows = mail.database.read(sql ->
                        sql.number("select count(*) from " + table + " where mailbox_id = ?", mail.mailbox.value()));
                assertEquals(left + (table.equals("item") ? 1 : 0), rows, table);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aContentThatWasNeverCompletedIsSwept(Engine engine) {
        try (var mail = mail(engine)) {
            var breaks = new Content() {
                private int opened;

                @Override
                public long size() {
                    return 300_000;
                }

                @Override
                public java.io.InputStream open() throws java.io.IOException {
                    if (opened++ == 0) {
                        return new ByteArrayInputStream(new byte[300_000]);
                    }
                    return new java.io.SequenceInputStream(
                            new ByteArrayInputStream(new byte[270_000]), new BrokenStream());
                }
            };
            assertThrows(
                    java.io.UncheckedIOException.class,
                    () -> mail.mailboxes.contents().store(mail.mailbox, breaks));
            assertEquals(1, unused(mail));
            mail.mailboxes.sweeps().round();
            assertEquals(1, unused(mail), "it may be on its way still");
            mail.pass(Duration.ofMinutes(61));
            mail.mailboxes.sweeps().round();
            assertEquals(0, unused(mail));
            assertEquals(1, mail.mailboxes.sweeps().removed().contents());
        }
    }

    private static final class BrokenStream extends java.io.InputStream {
        @Override
        public int read() throws java.io.IOException {
            throw new java.io.IOException("planned");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws java.io.IOException {
            throw new java.io.IOException("planned");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aContentThatIsAskedForAgainIsKept(Engine engine) {
        try (var mail = mail(engine)) {
            var content = Content.of(new byte[100_000]);
            byte[] hash = mail.mailboxes.contents().store(mail.mailbox, content);
            mail.pass(Duration.ofMinutes(59));
            mail.mailboxes.contents().store(mail.mailbox, content);
            mail.pass(Duration.ofMinutes(59));
            mail.mailboxes.sweeps().round();
            mail.database.write(sql -> {
                mail.mailboxes.contents().refer(sql, mail.mailbox, hash, 1);
                return true;
            });
            mail.pass(Duration.ofDays(9));
            mail.mailboxes.sweeps().round();
            assertTrue(mail.mailboxes.contents().open(mail.mailbox, hash) != null);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void belowTheReserveOnlyRoomIsMade(Engine engine) {
        var free = new AtomicLong(1_000);
        var disk = new DiskSpace(free::get, 1_000, InstantSource.system());
        try (var mail = new MailFixture(
                Databases.open(engine),
                new Mailboxes.Settings("x.example", false, Quotas.DEFAULT, disk, TemporaryFiles.ofSystem()))) {
            Item item = mail.draft("{}");
            ItemRef ref = ItemRef.of(item.id());
            Upload upload = begin(mail, ref, 10);
            free.set(999);
            Items items = mail.mailboxes.items();
            Stream.<Executable>of(
                            () -> mail.draft("{}"),
                            () -> items.copy(mail.mailbox, ref, WellKnownFolder.INBOX.id()),
                            () -> items.update(mail.mailbox, ref, null, MailFixture.json("{'subject':'longer'}")),
                            () -> attach(mail, ref, NewAttachment.file("a", null, new byte[1])),
                            () -> begin(mail, ref, 1),
                            () -> mail.mailboxes.uploads().append(upload, 10, new ByteArrayInputStream(new byte[10])),
                            () -> mail.mailboxes.folders().create(mail.mailbox, WellKnownFolder.INBOX.id(), "f", false))
                    .forEach(work -> assertThrows(DiskFull.class, work));
            items.update(mail.mailbox, ref, null, MailFixture.json("{'isRead':false}"));
            items.move(mail.mailbox, ref, WellKnownFolder.ARCHIVE.id());
            items.get(mail.mailbox, ref, Fields.DEFAULT);
            mail.mailboxes.uploads().cancel(upload);
            items.delete(mail.mailbox, ref, null);
            items.purge(mail.mailbox, ref);
            free.set(1_000);
            mail.draft("{}");
        }
    }
}
