package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.store.Engine;
import dev.postern.store.Pipeline;
import dev.postern.store.Uuids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every change of a mailbox is made in one way, with its number, its counts, its tombstones, and a call of its
 * consumers.
 */
class MailChangesTest {
    private static final FolderId INBOX = WellKnownFolder.INBOX.id();
    private static final FolderId ARCHIVE = WellKnownFolder.ARCHIVE.id();

    private record Seen(Map<MailboxId, Long> numbers, ItemChange change) {}

    /** Statements that belong to a change, and the only files that may contain them. */
    @Test
    void onlyOneClassTakesNumbersCountsAndWritesTombstones() {
        assertEquals(Set.of("ChangeLog.java"), filesWith("change_seq = change_seq + "));
        assertEquals(Set.of("Tombstones.java"), filesWith("into tombstone"));
        assertEquals(Set.of("FolderRows.java", "SharedChange.java"), filesWith("total = total + "));
        assertEquals(Set.of("MailboxUsage.java", "SharedChange.java"), filesWith("items = items + "));
        assertEquals(Set.of("IndexQueue.java"), filesWith("into unindexed"));
    }

    private static Set<String> filesWith(String text) {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var found = new TreeSet<String>();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains(text)) {
                    found.add(String.valueOf(file.getFileName()));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void consumersSeeEveryChangeOfAnItemWithItsNumber(Engine engine) {
        try (MailFixture mail = new MailFixture(engine)) {
            var seen = new ArrayList<Seen>();
            Mailboxes mailboxes = new Mailboxes(
                    mail.database,
                    mail,
                    mail.random(),
                    new Mailboxes.Settings("contoso.example", false),
                    ItemKind.ALL,
                    List.of((sql, numbers, change) -> seen.add(new Seen(numbers, change))));
            Items items = mailboxes.open(mail.mailbox).items();
            Item draft = items.create(INBOX, NewMessage.draft(MailFixture.json("{'subject':'a'}"), List.of()));
            ItemRef ref = ItemRef.of(draft.id());
            items.update(ref, null, MailFixture.json("{'subject':'b','isRead':false}"));
            mailboxes.open(mail.mailbox).attachments().add(ref, NewAttachment.file("f", null, new byte[3]));
            items.copy(ref, ARCHIVE);
            items.move(ref, ARCHIVE);
            items.delete(ref, null);
            ItemKind kind = ItemKind.MESSAGE;
            ItemId copied = seen.get(3).change().item();
            assertEquals(
                    List.of(
                            new ItemChange.Added(kind, draft.id(), INBOX),
                            new ItemChange.Updated(kind, draft.id(), INBOX, Set.of("subject", "isRead")),
                            new ItemChange.Updated(kind, draft.id(), INBOX, Set.of("attachments", "hasAttachments")),
                            new ItemChange.Added(kind, copied, ARCHIVE),
                            new ItemChange.Moved(kind, draft.id(), INBOX, ARCHIVE),
                            new ItemChange.Moved(
                                    kind, draft.id(), ARCHIVE, WellKnownFolder.RECOVERABLEITEMSDELETIONS.id())),
                    seen.stream().map(Seen::change).toList());
            List<Long> numbers =
                    seen.stream().map(each -> each.numbers().get(mail.mailbox)).toList();
            assertEquals(List.of(2L, 3L, 4L, 5L, 6L, 7L), numbers);

            seen.clear();
            MailboxId other = mail.newMailbox();
            Deliveries deliveries = mailboxes.deliveries();
            PreparedMessage report = deliveries.prepare(
                    mail.mailbox,
                    new ItemId(other.value()),
                    MailFixture.json("{'subject':'r'}"),
                    List.of(),
                    mail.instant());
            mail.database.write(sql -> deliveries.deliver(sql, report, List.of(mail.mailbox, other), Filing.NONE));
            mail.database.write(sql -> deliveries.deliver(sql, report, List.of(mail.mailbox, other), Filing.NONE));
            assertEquals(
                    List.of(new Seen(
                            Map.of(mail.mailbox, 8L, other, 2L),
                            new ItemChange.Added(kind, report.item().id(), INBOX))),
                    seen);

            seen.clear();
            List<PreparedMessage> messages = List.of(prepared(mail, INBOX), prepared(mail, ARCHIVE));
            MessageBatch batch = deliveries.batch(List.of(
                    new MessageBatch.Entry(mail.mailbox, messages.get(0)),
                    new MessageBatch.Entry(mail.mailbox, messages.get(1)),
                    new MessageBatch.Entry(other, messages.get(0))));
            mail.database.write(sql -> {
                Pipeline locks = sql.pipeline();
                batch.lock(locks);
                locks.run();
                Pipeline rows = sql.pipeline();
                batch.insert(rows);
                rows.run();
                batch.check();
                return true;
            });
            ItemChange first = new ItemChange.Added(kind, messages.get(0).item().id(), INBOX);
            ItemChange second =
                    new ItemChange.Added(kind, messages.get(1).item().id(), ARCHIVE);
            assertEquals(
                    Set.of(
                            new Seen(Map.of(mail.mailbox, 10L), first),
                            new Seen(Map.of(mail.mailbox, 11L), second),
                            new Seen(Map.of(other, 4L), first)),
                    Set.copyOf(seen));
            assertEquals(3, seen.size());
            StoredMailbox stored = mailboxes.find(mail.mailbox);
            assertTrue(stored != null && stored.changeSequence() == 11);
        }
    }

    private static PreparedMessage prepared(MailFixture mail, FolderId folder) {
        NewMessage message = NewMessage.draft(MailFixture.json("{'subject':'batch'}"), List.of());
        ItemId id = new ItemId(Uuids.timeOrdered(mail.instant(), mail.random()));
        return mail.mailboxes.open(mail.mailbox).items().prepare(id, folder, message);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aConsumerThatFailsUndoesTheChange(Engine engine) {
        try (MailFixture mail = new MailFixture(engine)) {
            Mailboxes mailboxes = new Mailboxes(
                    mail.database,
                    mail,
                    mail.random(),
                    new Mailboxes.Settings("contoso.example", false),
                    ItemKind.ALL,
                    List.of((sql, numbers, change) -> {
                        throw new IllegalStateException("not now");
                    }));
            Items items = mailboxes.open(mail.mailbox).items();
            assertThrows(
                    IllegalStateException.class,
                    () -> items.create(INBOX, NewMessage.draft(MailFixture.json("{}"), List.of())));
            assertEquals(0, mail.folder(WellKnownFolder.INBOX).total());
            StoredMailbox stored = mailboxes.find(mail.mailbox);
            assertTrue(stored != null && stored.changeSequence() == 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void tombstonesExpire(Engine engine) {
        try (MailFixture mail = new MailFixture(engine)) {
            Items items = mail.mailboxes.open(mail.mailbox).items();
            Item first = mail.unread(INBOX, "first");
            items.move(ItemRef.of(first.id()), ARCHIVE);
            mail.pass(Duration.ofDays(30).minusDays(1));
            Item second = mail.unread(INBOX, "second");
            items.move(ItemRef.of(second.id()), ARCHIVE);
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
            assertEquals(2, tombstones(mail));
            assertEquals(0, after(mail));
            mail.pass(Duration.ofDays(2));
            mail.mailboxes.sweeps().round(Duration.ofDays(30));
            assertEquals(1, tombstones(mail));
            assertEquals(3, after(mail));
            mail.mailboxes.sweeps().round(Duration.ofHours(1));
            assertEquals(0, tombstones(mail));
            assertEquals(5, after(mail));
            assertEquals(2, mail.mailboxes.sweeps().removed().tombstones());
        }
    }

    private static long tombstones(MailFixture mail) {
        return mail.database.read(
                sql -> sql.number("select count(*) from tombstone where mailbox_id = ?", mail.mailbox.value()));
    }

    /** The number of the last change whose tombstone has expired. */
    private static long after(MailFixture mail) {
        return mail.database.read(
                sql -> sql.number("select tombstones_after from mailbox where mailbox_id = ?", mail.mailbox.value()));
    }
}
