package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.query.Condition;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Matching;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import dev.postern.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A second kind of item, defined only by this test, beside messages: operations work on both and never mix them. */
class MailKindsTest {
    private static final FolderId TOP = WellKnownFolder.MSGFOLDERROOT.id();
    private static final FolderId TRASH = WellKnownFolder.DELETEDITEMS.id();
    private static final ItemKind NOTE = new ItemKind(
            "note",
            "note",
            FolderClass.CALENDAR,
            PropertyTable.of(List.of(
                    "name,type,stored,columns,compared,writable,selected,basic,searched,mime,queued",
                    "title,text,column,title,title:exact,always,default,yes,no,no,no")),
            List.of(),
            List.of(),
            "1 = 0",
            "1 = 1",
            "created_at");

    /** A mailbox with a table of notes, and the parts of a class for notes. */
    private static final class Notes implements AutoCloseable {
        final MailFixture mail;
        final Mailboxes mailboxes;
        final Mailbox mailbox;
        final MailboxContext context;
        final ItemTable table;
        final ItemMoves moves;
        final ItemLists lists;
        final List<ItemChange> changes = new ArrayList<>();

        Notes(Engine engine) {
            mail = new MailFixture(engine);
            MailboxId id = mail.mailbox;
            mail.database.write(sql -> sql.update(
                    engine == Engine.SQLITE
                            ? "create table note (mailbox_id blob, item_id blob, folder_id blob, move_count integer,"
                                    + " changed integer, arrived integer, created_at integer, modified_at integer,"
                                    + " has_attachments integer, size integer, doc text, folded text, title text,"
                                    + " primary key (mailbox_id, item_id))"
                            : "create table note (mailbox_id uuid, item_id uuid, folder_id uuid, move_count bigint,"
                                    + " changed bigint, arrived bigint, created_at bigint, modified_at bigint,"
                                    + " has_attachments boolean, size bigint, doc text, folded text, title text,"
                                    + " primary key (mailbox_id, item_id))"));
            var settings = new Mailboxes.Settings("contoso.example", true);
            List<ChangeConsumer> consumers = List.of(new IndexQueue(), (sql, numbers, change) -> changes.add(change));
            mailboxes = new Mailboxes(
                    mail.database, mail, mail.random(), settings, List.of(ItemKind.MESSAGE, NOTE), consumers);
            mailbox = mailboxes.open(id);
            ChangeClock clock = new ChangeClock(mail, mail.random());
            StorageLimits limits = new StorageLimits(Quotas.DEFAULT, DiskSpace.unlimited());
            context = new MailboxContext(
                    id,
                    mail.database,
                    clock,
                    new MailboxUsage(id, limits),
                    new ChangeLog(clock, limits, consumers, ChangeSignal.NONE));
            Contents contents = new Contents(context);
            FolderRows folders = new FolderRows(id, NOTE.folderClass());
            table = new ItemTable(id, NOTE);
            moves = new ItemMoves(context, folders, new AttachmentRows(id, contents), contents, true);
            lists = new ItemLists(id, new Reader(id), folders);
        }

        private record Reader(MailboxId mailbox) implements ItemReader {
            @Override
            public ItemKind kind() {
                return NOTE;
            }

            @Override
            public String columns(Fields fields) {
                return ItemTable.core(NOTE);
            }

            @Override
            public String weight(Fields fields) {
                return "0";
            }

            @Override
            public Item read(Row row) {
                return new Item(ItemTable.read(mailbox, row), null, null);
            }
        }

        FolderId calendar(String name) {
            return mailbox.folders(FolderClass.CALENDAR)
                    .create(TOP, name, false)
                    .id();
        }

        ItemCore create(FolderId folder, String title) {
            ItemId id = new ItemId(context.clock().nextId());
            return context.change(change -> {
                ItemCore core = new ItemCore(
                        context.id(),
                        id,
                        folder,
                        0,
                        change.number(),
                        change.number(),
                        change.time(),
                        change.time(),
                        false,
                        false,
                        10);
                change.added(NOTE, core);
                change.grow(MailboxUsage.Growth.of(false, 1, core.size()));
                change.sql()
                        .update(
                                "insert into note values (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, '{}', '{}', ?)",
                                context.id().value(),
                                id.value(),
                                folder.value(),
                                change.number(),
                                change.number(),
                                change.time(),
                                change.time(),
                                false,
                                core.size(),
                                title);
                return core;
            });
        }

        ItemCore move(ItemCore note, FolderId to) {
            return context.change(
                    change -> moves.move(change, table, table.require(change.sql(), ItemRef.of(note.id())), to));
        }

        void delete(ItemCore note) {
            ItemCore now = read(note);
            context.change(change -> moves.delete(change, table, now));
        }

        void purge(ItemCore note) {
            ItemCore now = read(note);
            context.change(change -> moves.purge(change, table, now));
        }

        List<ItemId> list(FolderId folder) {
            return mail
                    .database
                    .read(sql -> lists.read(sql, ListQuery.newest(folder, 10, Fields.COLUMNS)))
                    .values()
                    .stream()
                    .map(Item::id)
                    .toList();
        }

        ItemCore read(ItemCore note) {
            ItemCore read = mail.database.read(sql -> table.find(sql, note.id()));
            if (read == null) {
                throw new AssertionError("The note is gone");
            }
            return read;
        }

        MailboxUsage.Totals usage() {
            return mail.database.read(mailbox.usage()::totals);
        }

        long total(FolderId folder) {
            return mailbox.folders(FolderClass.CALENDAR).get(folder).total();
        }

        @Override
        public void close() {
            mail.close();
        }
    }

    private static List<ItemId> ids(Page<Item> page) {
        return page.values().stream().map(Item::id).toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void noListOfMessagesContainsAnotherKind(Engine engine) {
        try (var notes = new Notes(engine)) {
            ItemCore note = notes.create(notes.calendar("Work"), "plans");
            notes.move(note, TRASH);
            Item message = notes.mailbox
                    .items()
                    .create(TRASH, NewMessage.sent(MailFixture.json("{'subject':'plans'}"), List.of()));
            assertEquals(2, notes.mailbox.folders().get(TRASH).total());

            List<ItemId> onlyMessage = List.of(message.id());
            var items = notes.mailbox.items();
            assertEquals(onlyMessage, ids(items.list(ListQuery.newest(TRASH, 10, Fields.DEFAULT))));
            assertEquals(onlyMessage, ids(items.list(ListQuery.newest(null, 10, Fields.DEFAULT))));
            var words = new SearchExpression.Words(Optional.empty(), "plans", Matching.WHOLE);
            assertEquals(
                    onlyMessage,
                    ids(notes.mailbox.search().find(new SearchQuery(TRASH, words, null, 10, Fields.DEFAULT))));
            assertEquals(
                    onlyMessage, ids(notes.mailbox.search().list(words, ListQuery.newest(null, 10, Fields.DEFAULT))));
            SearchFolder search = new SearchFolder(List.of(TOP), true, "");
            var searches = notes.mailbox.searchFolders();
            assertEquals(onlyMessage, ids(searches.list(search, ListQuery.newest(null, 10, Fields.DEFAULT))));
            assertEquals(1, searches.counts(search, Condition.ALWAYS).total());
            assertFalse(searches.finds(search, Condition.ALWAYS, note.id()));

            ItemRef ref = ItemRef.of(note.id());
            assertThrows(MailboxFailure.ItemNotFound.class, () -> items.get(ref, Fields.DEFAULT));
            assertThrows(MailboxFailure.ItemNotFound.class, () -> items.move(ref, TRASH));
            assertThrows(MailboxFailure.ItemNotFound.class, () -> items.purge(ref));
            assertEquals(List.of(note.id()), notes.list(TRASH));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void operationsWorkOnEveryKindOfItem(Engine engine) {
        try (var notes = new Notes(engine)) {
            FolderId work = notes.calendar("Work");
            FolderId home = notes.calendar("Home");
            ItemCore note = notes.create(work, "plans");
            ItemCore moved = notes.move(note, home);
            assertEquals(1, moved.moveCount());
            assertEquals(List.of(0L, 1L), List.of(notes.total(work), notes.total(home)));
            assertEquals(
                    "note",
                    notes.mail.database.read(sql -> sql.one(
                            "select kind from tombstone where mailbox_id = ? and gone_id = ?",
                            row -> row.text(1),
                            notes.context.id().value(),
                            note.id().value())));

            ItemId second = new ItemId(notes.context.clock().nextId());
            notes.context.change(change -> notes.moves.copy(change, notes.table, moved, second, work));
            assertEquals(
                    "plans",
                    notes.mail.database.read(sql ->
                            sql.one("select title from note where item_id = ?", row -> row.text(1), second.value())));
            assertEquals(2, notes.usage().items());
            assertEquals(List.of(second), notes.list(work));

            // to Deleted Items, to Recoverable Items, to Purges
            notes.delete(note);
            assertEquals(TRASH, notes.read(note).folder());
            notes.delete(note);
            assertEquals(
                    WellKnownFolder.RECOVERABLEITEMSDELETIONS.id(),
                    notes.read(note).folder());
            assertEquals(1, notes.usage().recoverableItems());
            notes.purge(note);
            assertThrows(
                    MailboxFailure.ItemNotFound.class,
                    () -> notes.mail.database.read(sql -> notes.table.require(sql, ItemRef.of(note.id()))));

            // a folder is moved with its contents
            var folders = notes.mailbox.folders(FolderClass.CALENDAR);
            Folder copy = folders.copy(work, home);
            assertEquals(1, copy.total());
            assertNotEquals(List.of(second), notes.list(copy.id()));
            folders.purge(home);
            assertEquals(2, notes.usage().recoverableItems());
            assertEquals(1, notes.usage().items());
            ItemCore gone = notes.read(note);
            notes.context.change(change -> {
                notes.moves.remove(change, notes.table, gone);
                return true;
            });
            assertEquals(1, notes.usage().recoverableItems());
            assertEquals(
                    List.of("Added", "Moved", "Added", "Moved", "Moved", "Moved", "Added", "Moved", "Removed"),
                    notes.changes.stream()
                            .map(change -> change.getClass().getSimpleName())
                            .toList());
            notes.mailboxes.remove(notes.context.id());
            long left = notes.mail.database.read(sql -> sql.number("select count(*) from note"));
            assertEquals(0, left);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void foldersAcceptOnlyItemsOfTheirClass(Engine engine) {
        try (var notes = new Notes(engine)) {
            FolderId work = notes.calendar("Work");
            FolderId inbox = WellKnownFolder.INBOX.id();
            ItemCore note = notes.create(work, "plans");
            assertThrows(MailboxFailure.FolderClassMismatch.class, () -> notes.move(note, inbox));
            assertThrows(MailboxFailure.FolderClassMismatch.class, () -> notes.create(inbox, "more"));
            Item message = notes.mail.unread(inbox, "hello");
            var items = notes.mailbox.items();
            ItemRef ref = ItemRef.of(message.id());
            assertThrows(MailboxFailure.FolderClassMismatch.class, () -> items.move(ref, work));
            assertThrows(MailboxFailure.FolderClassMismatch.class, () -> items.copy(ref, work));
            assertThrows(
                    MailboxFailure.FolderClassMismatch.class,
                    () -> items.create(work, NewMessage.sent(MailFixture.json("{}"), List.of())));
            assertEquals(
                    List.of(1L, 1L),
                    List.of(
                            notes.total(work),
                            notes.mailbox.folders().get(inbox).total()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void mailDoesNotSeeFoldersOfAnotherClass(Engine engine) {
        try (var notes = new Notes(engine)) {
            Folders mail = notes.mailbox.folders();
            long before = mail.get(TOP).children();
            FolderId work = notes.calendar("Work");
            FolderId shared = notes.mailbox
                    .folders(FolderClass.CALENDAR)
                    .create(work, "Shared", false)
                    .id();
            for (FolderId hidden : List.of(work, shared)) {
                assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.get(hidden));
                assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.children(hidden, true));
                assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.create(hidden, "x", false));
                assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.delete(hidden));
                assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.purge(hidden));
                assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.update(hidden, FolderPatch.named("y")));
                assertThrows(
                        MailboxFailure.FolderNotFound.class,
                        () -> notes.mailbox.items().list(ListQuery.newest(hidden, 10, Fields.COLUMNS)));
                assertThrows(
                        MailboxFailure.FolderNotFound.class,
                        () -> mail.create(
                                WellKnownFolder.SEARCHFOLDERS.id(),
                                new NewFolder("s", false, new SearchFolder(List.of(hidden), true, ""), null)));
            }
            FolderId own = mail.create(TOP, "Own", false).id();
            assertThrows(MailboxFailure.FolderClassMismatch.class, () -> mail.move(own, work));
            assertThrows(MailboxFailure.FolderClassMismatch.class, () -> mail.copy(own, work));
            assertEquals(before + 1, mail.get(TOP).children());
            assertTrue(mail.children(TOP, true).stream()
                    .noneMatch(folder -> folder.name().equals("Work")));
            assertTrue(mail.changedSince(1).stream()
                    .noneMatch(folder -> folder.name().equals("Work")));

            Folders calendars = notes.mailbox.folders(FolderClass.CALENDAR);
            assertEquals(
                    List.of(WellKnownFolder.CALENDAR.id(), work),
                    calendars.children(TOP, true).stream().map(Folder::id).toList());
            assertEquals(1, calendars.get(work).children());
            assertThrows(MailboxFailure.FolderNotFound.class, () -> calendars.get(WellKnownFolder.INBOX.id()));
            assertThrows(MailboxFailure.FolderClassMismatch.class, () -> calendars.move(work, own));
            assertEquals(
                    Set.of("Work", "Shared"),
                    Set.copyOf(
                            calendars.changedSince(1).stream().map(Folder::name).toList()));

            // Deleted Items accepts it, and mail does not see it there
            long deleted = mail.get(TRASH).children();
            calendars.delete(work);
            assertEquals(TRASH, calendars.get(work).parent());
            assertEquals(deleted, mail.get(TRASH).children());
            assertEquals(List.of(), mail.children(TRASH, true));
        }
    }
}
