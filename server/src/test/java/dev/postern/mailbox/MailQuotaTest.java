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

/** Every operation that adds to a mailbox is limited by its quota, and no operation that frees space is. */
class MailQuotaTest {
    private static final byte[] SECRET = new byte[32];
    private static final long ITEMS = 3;
    private static final long BYTES = 400_000;

    private static MailFixture mail(Engine engine) {
        return MailUsageTest.withQuotas(engine, new Quotas(ITEMS, BYTES, 10_000_000, 28, 5, 2, 3, 1_000_000_000));
    }

    private static void refused(Executable work) {
        assertThrows(MailboxFailure.QuotaExceeded.class, work);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theNumberOfItemsIsLimited(Engine engine) {
        try (var mail = mail(engine)) {
            Item first = mail.draft("{}");
            mail.draft("{}");
            mail.mailboxes.open(mail.mailbox).items().copy(ItemRef.of(first.id()), WellKnownFolder.INBOX.id());
            refused(() -> mail.draft("{}"));
            refused(() ->
                    mail.mailboxes.open(mail.mailbox).items().copy(ItemRef.of(first.id()), WellKnownFolder.INBOX.id()));
            assertEquals(2, mail.folder(WellKnownFolder.DRAFTS).total());
            // operations that free space or need none
            mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .update(ItemRef.of(first.id()), null, MailFixture.json("{'isRead':true}"));
            mail.mailboxes.open(mail.mailbox).items().move(ItemRef.of(first.id()), WellKnownFolder.ARCHIVE.id());
            mail.mailboxes.open(mail.mailbox).items().get(ItemRef.of(first.id()), Fields.DEFAULT);
            mail.mailboxes.open(mail.mailbox).items().delete(ItemRef.of(first.id()), null);
            Item last = mail.draft("{}");
            refused(() -> mail.draft("{}"));
            mail.mailboxes.open(mail.mailbox).items().purge(ItemRef.of(last.id()));
            mail.draft("{}");
            // recovered items count again
            refused(() ->
                    mail.mailboxes.open(mail.mailbox).items().move(ItemRef.of(first.id()), WellKnownFolder.INBOX.id()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void bytesOfAllKindsAreLimited(Engine engine) {
        try (var mail = mail(engine)) {
            ItemRef draft = ItemRef.of(mail.draft("{}").id());
            String much = "x".repeat((int) BYTES);
            Items items = mail.mailboxes.open(mail.mailbox).items();
            var mime = Content.of(("Subject: m\r\n\r\n" + much).getBytes(StandardCharsets.US_ASCII));
            var document = MailFixture.json("{'subject':'" + much + "'}");
            Stream.<Executable>of(
                            () -> mail.draft("{'body':{'content':'" + much + "'}}"),
                            () -> mail.draft("{'internetMessageHeaders':[{'name':'x-a','value':'" + much + "'}]}"),
                            () -> mail.draft("{'extensions':[{'id':'a','b':'" + much + "'}]}"),
                            () -> items.update(draft, null, MailFixture.json("{'extensions':[{'b':'" + much + "'}]}")),
                            () -> items.update(draft, null, MailFixture.json("{'categories':['" + much + "']}")),
                            () -> items.update(draft, null, MailFixture.json("{'subject':'" + much + "'}")),
                            () -> items.create(
                                    WellKnownFolder.DRAFTS.id(),
                                    new NewMessage(MailFixture.json("{}"), List.of(), true, true, null, null, mime)),
                            () -> items.keepOriginal(draft, mime),
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
            // independent of the quota
            assertThrows(
                    MailboxFailure.MessagePropertiesTooLarge.class, () -> mail.draft("{'subject':'" + much + "'}"));
            assertEquals(0, unused(mail), "a refused attachment leaves no content");
            attach(mail, draft, NewAttachment.file("a", null, new byte[(int) BYTES / 2]));
            refused(() -> items.copy(draft, WellKnownFolder.INBOX.id()));
            refused(() -> mail.mailboxes
                    .open(mail.mailbox)
                    .folders()
                    .copy(WellKnownFolder.DRAFTS.id(), WellKnownFolder.ARCHIVE.id()));
        }
    }

    private static Attachment attach(MailFixture mail, ItemRef draft, NewAttachment attachment) {
        return mail.mailboxes.open(mail.mailbox).attachments().add(draft, attachment);
    }

    private static Upload begin(MailFixture mail, ItemRef draft, long size) {
        return mail.mailboxes
                .open(mail.mailbox)
                .uploads()
                .begin(ItemKind.MESSAGE, draft, new Upload.File("u", null, null, false, size), "x", SECRET);
    }

    private static long unused(MailFixture mail) {
        return mail.database.read(
                sql -> sql.number("select count(*) from content_chunk where mailbox_id = ?", mail.mailbox.value()));
    }

    /** Contents are stored before they are referenced, and must count already then, or they would bypass the quota. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void unreferencedContentsCount(Engine engine) {
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
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
            assertEquals(0, unused(mail));
            assertThrows(
                    MailboxFailure.NotADraft.class,
                    () -> attach(mail, sent, NewAttachment.file("a", null, new byte[100_001])));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theNumberAndDepthOfFoldersAreLimited(Engine engine) {
        try (var mail = mail(engine)) {
            Folders folders = mail.mailboxes.open(mail.mailbox).folders();
            FolderId inbox = WellKnownFolder.INBOX.id();
            FolderId one = folders.create(inbox, "1", false).id();
            FolderId two = folders.create(one, "2", false).id();
            // Root, Top of Information Store, Inbox and these are five
            refused(() -> folders.create(two, "3", false));
            FolderId apart = folders.create(inbox, "apart", false).id();
            refused(() -> folders.move(one, apart));
            refused(() -> folders.copy(one, apart));
            assertThrows(
                    MailboxFailure.FolderPropertiesTooLarge.class,
                    () -> folders.create(
                            WellKnownFolder.SEARCHFOLDERS.id(),
                            new NewFolder(
                                    "s",
                                    false,
                                    new SearchFolder(List.of(inbox), false, "subject eq '" + "x".repeat(70_000) + "'"),
                                    null)));
            folders.create(inbox, "last", true);
            refused(() -> folders.create(inbox, "more", false));
            refused(() -> folders.copy(apart, WellKnownFolder.ARCHIVE.id()));
            refused(() -> folders.create(
                    WellKnownFolder.SEARCHFOLDERS.id(),
                    new NewFolder("s", false, new SearchFolder(List.of(inbox), false, ""), null)));
            folders.move(apart, WellKnownFolder.ARCHIVE.id());
            folders.delete(apart);
            folders.purge(apart);
            folders.create(inbox, "more", false);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void uploadsReserveTheirWholeSize(Engine engine) {
        try (var mail = mail(engine)) {
            ItemRef draft = ItemRef.of(mail.draft("{}").id());
            Upload upload = begin(mail, draft, 250_000);
            refused(() -> begin(mail, draft, 250_000));
            refused(() -> attach(mail, draft, NewAttachment.file("a", null, new byte[200_000])));
            begin(mail, draft, 10);
            refused(() -> begin(mail, draft, 10));
            // an upload near the quota can still be finished
            Uploads uploads = mail.mailboxes.open(mail.mailbox).uploads();
            uploads.finish(uploads.append(upload, 250_000, new ByteArrayInputStream(new byte[250_000])));
            begin(mail, draft, 10);
            mail.pass(Uploads.LIFETIME.plusSeconds(1));
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
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
                mail.mailboxes.open(mail.mailbox).items().purge(ItemRef.of(item.id()));
            }
            mail.mailboxes.indexer().round();
            // creating and purging cannot fill the disk
            refused(() -> mail.draft("{}"));
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
            assertEquals(10, mail.folder(WellKnownFolder.RECOVERABLEITEMSPURGES).total(), "kept for an hour");
            mail.pass(Duration.ofMinutes(61));
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
            long left = mail.folder(WellKnownFolder.RECOVERABLEITEMSPURGES).total();
            assertTrue(left > 5 && left < 10, "left: " + left);
            assertEquals(10 - left, mail.mailboxes.sweeps().removed().items());
            mail.draft("{}");
            assertEquals(
                    MailUsageTest.recount(mail.database, mail.mailbox),
                    mail.database.read(
                            sql -> mail.mailboxes.open(mail.mailbox).usage().totals(sql)));
            for (String table : List.of("message", "content", "search_entry")) {
                long rows = mail.database.read(sql ->
                        sql.number("select count(*) from " + table + " where mailbox_id = ?", mail.mailbox.value()));
                assertEquals(left + (table.equals("message") ? 1 : 0), rows, table);
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
                    () -> mail.mailboxes.open(mail.mailbox).contents().store(breaks));
            assertEquals(1, unused(mail));
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
            assertEquals(1, unused(mail), "it may be on its way still");
            mail.pass(Duration.ofMinutes(61));
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
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
    void aContentThatIsStoredAgainIsKept(Engine engine) {
        try (var mail = mail(engine)) {
            var content = Content.of(new byte[100_000]);
            byte[] hash = mail.mailboxes.open(mail.mailbox).contents().store(content);
            mail.pass(Duration.ofMinutes(59));
            mail.mailboxes.open(mail.mailbox).contents().store(content);
            mail.pass(Duration.ofMinutes(59));
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
            mail.database.write(sql -> {
                mail.mailboxes.open(mail.mailbox).contents().refer(sql, hash, 1);
                return true;
            });
            mail.pass(Duration.ofDays(9));
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
            assertTrue(mail.mailboxes.open(mail.mailbox).contents().open(hash) != null);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void belowTheReserveOnlyOperationsThatFreeSpaceAreAllowed(Engine engine) {
        var free = new AtomicLong(1_000);
        var disk = new DiskSpace(free::get, 1_000, InstantSource.system());
        try (var mail = new MailFixture(
                Databases.open(engine),
                new Mailboxes.Settings("x.example", false, Quotas.DEFAULT, disk, TemporaryFiles.ofSystem()))) {
            Item item = mail.draft("{}");
            ItemRef ref = ItemRef.of(item.id());
            Upload upload = begin(mail, ref, 10);
            free.set(999);
            Items items = mail.mailboxes.open(mail.mailbox).items();
            Stream.<Executable>of(
                            () -> mail.draft("{}"),
                            () -> items.copy(ref, WellKnownFolder.INBOX.id()),
                            () -> items.update(ref, null, MailFixture.json("{'subject':'longer'}")),
                            () -> attach(mail, ref, NewAttachment.file("a", null, new byte[1])),
                            () -> begin(mail, ref, 1),
                            () -> mail.mailboxes
                                    .open(mail.mailbox)
                                    .uploads()
                                    .append(upload, 10, new ByteArrayInputStream(new byte[10])),
                            () -> mail.mailboxes
                                    .open(mail.mailbox)
                                    .folders()
                                    .create(WellKnownFolder.INBOX.id(), "f", false))
                    .forEach(work -> assertThrows(DiskFull.class, work));
            items.update(ref, null, MailFixture.json("{'isRead':false}"));
            items.move(ref, WellKnownFolder.ARCHIVE.id());
            items.get(ref, Fields.DEFAULT);
            mail.mailboxes.open(mail.mailbox).uploads().cancel(upload);
            items.delete(ref, null);
            items.purge(ref);
            free.set(1_000);
            mail.draft("{}");
        }
    }
}
