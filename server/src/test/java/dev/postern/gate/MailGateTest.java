package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static dev.postern.mailbox.MailFixture.newest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.BoundedReads;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.SearchFolder;
import dev.postern.mailbox.SearchFolders;
import dev.postern.mailbox.SearchQuery;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.mailbox.event.MeetingStep;
import dev.postern.mailbox.setting.InferenceOverride;
import dev.postern.mailbox.sync.SyncOptions;
import dev.postern.mailbox.sync.SyncPage;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.query.Condition;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import dev.postern.query.SearchExpression;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What the capabilities for mail do in the mailbox. */
class MailGateTest {
    private static final FolderId TOP = WellKnownFolder.MSGFOLDERROOT.id();
    private static final FolderId INBOX = WellKnownFolder.INBOX.id();
    private static final FolderId DRAFTS = WellKnownFolder.DRAFTS.id();
    private static final Condition UNREAD =
            new Condition.Compare(Path.of("isRead"), Condition.Operator.EQ, new Literal.Bool(false));

    private final GateFixture fixture = new GateFixture();
    private Caller caller;
    private MailWriter mail;

    @BeforeEach
    void start() {
        User anna = fixture.user("anna");
        caller = fixture.caller(fixture.app("app", "Mail.ReadWrite", "Mail.Read"));
        mail = fixture.gate.openMailbox(caller, GateFixture.WRITE, anna.id().toString(), MailboxOpening.MAIL_WRITE);
    }

    @AfterEach
    void stop() {
        mail.close();
        fixture.close();
    }

    private static List<String> names(List<Folder> folders) {
        return folders.stream().map(Folder::name).sorted().toList();
    }

    private static List<String> subjects(Page<Item> page) {
        return page.values().stream().map(MailGateTest::subject).sorted().toList();
    }

    private static String subject(Item item) {
        return String.valueOf(item.message().subject());
    }

    private static ListQuery all(FolderId folder) {
        return newest(folder, 10, Fields.DEFAULT);
    }

    private Item unread(FolderId folder, String subject) {
        return mail.create(
                folder, new NewMessage(json("{}").put("subject", subject), List.of(), false, false, null, null));
    }

    private Item draft(ObjectNode message) {
        return mail.create(DRAFTS, NewMessage.draft(message, List.of()));
    }

    private static ItemRef ref(Item item) {
        return ItemRef.of(item.id());
    }

    private Item read(ItemRef item) {
        return mail.item(item, Fields.DEFAULT);
    }

    private void gone(ItemRef item) {
        assertThrows(MailboxFailure.ItemNotFound.class, () -> read(item));
    }

    private void gone(Folder folder) {
        assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.folder(folder.id()));
    }

    @Test
    void foldersAreCreatedChangedAndRemoved() {
        Folder one = mail.createFolder(TOP, NewFolder.plain("one", false));
        Folder hidden = mail.createFolder(one.id(), NewFolder.plain("hidden", true));
        assertEquals(one, mail.folder(one.id()));
        assertEquals(List.of(), mail.folders(one.id(), false));
        assertEquals(List.of("hidden"), names(mail.folders(one.id(), true)));
        assertEquals(0, mail.folderSize(one.id()));
        Item item = unread(one.id(), "in one");
        assertEquals(item.size(), mail.folderSize(one.id()));
        assertEquals(1, mail.folder(one.id()).total());
        assertEquals(
                "renamed",
                mail.updateFolder(hidden.id(), new FolderPatch("renamed", null, null, null, null))
                        .name());
        assertEquals("renamed", mail.folder(hidden.id()).name());
        Folder copy = mail.copyFolder(one.id(), INBOX);
        assertEquals(INBOX, copy.parent());
        assertEquals(List.of("one"), names(mail.folders(INBOX, false)));
        Folder moved = mail.moveFolder(hidden.id(), INBOX);
        assertEquals(INBOX, moved.parent());
        assertEquals(List.of(), mail.folders(one.id(), true));
        mail.deleteFolder(moved.id());
        assertEquals(List.of("one"), names(mail.folders(INBOX, true)));
        mail.purgeFolder(copy.id());
        assertEquals(List.of(), mail.folders(INBOX, true));
        gone(copy);
    }

    @Test
    void aSearchFolderFindsWhatItsSourcesContain() {
        Item found = unread(INBOX, "found");
        Item read = unread(INBOX, "read");
        Item elsewhere = unread(DRAFTS, "elsewhere");
        assertTrue(mail.update(ref(read), null, json("{'isRead':true}")).isRead());
        SearchFolder search = new SearchFolder(List.of(INBOX), false, "");
        assertEquals(List.of("found", "read"), subjects(mail.find(search, all(INBOX))));
        Condition every = new Condition.Not(
                new Condition.Compare(Path.of("subject"), Condition.Operator.EQ, new Literal.Text("no such subject")));
        assertEquals(new SearchFolders.Counts(2, 1), mail.countFound(search, every));
        assertTrue(mail.finds(search, UNREAD, found.id()));
        assertFalse(mail.finds(search, UNREAD, read.id()));
        assertFalse(mail.finds(search, UNREAD, elsewhere.id()));
    }

    @Test
    void messagesAreCreatedChangedAndRemoved() {
        Item item = unread(INBOX, "first");
        assertEquals("first", subject(item));
        assertFalse(read(ref(item)).isRead());
        mail.markRead(ref(item));
        assertTrue(read(ref(item)).isRead());
        ItemRef draft = ref(draft(json("{'subject':'draft'}")));
        Item changed = mail.update(draft, null, json("{'subject':'changed'}"));
        assertEquals("changed", subject(changed));
        assertEquals("changed", subject(read(draft)));
        assertThrows(
                MailboxFailure.ChangeKeyMismatch.class, () -> mail.update(draft, "stale", json("{'subject':'again'}")));
        Item copy = mail.copy(ref(item), DRAFTS);
        assertNotEquals(item.id(), copy.id());
        assertEquals(List.of("changed", "first"), subjects(mail.list(all(DRAFTS))));
        Item moved = mail.move(ref(item), WellKnownFolder.ARCHIVE.id());
        assertEquals(WellKnownFolder.ARCHIVE.id(), moved.folder());
        assertEquals(List.of("first"), subjects(mail.list(all(WellKnownFolder.ARCHIVE.id()))));
        assertEquals(Map.of(item.id(), 1L, copy.id(), 0L), mail.moveCounts(List.of(item.id(), copy.id())));
        mail.delete(draft, null);
        assertEquals(List.of("first"), subjects(mail.list(all(DRAFTS))));
        mail.purge(ref(copy));
        gone(ref(copy));
        assertEquals(List.of(), subjects(mail.list(all(DRAFTS))));
    }

    @Test
    void wordsAreSearched() {
        unread(INBOX, "budget plan");
        unread(INBOX, "holidays");
        var search = new SearchExpression.Words(Optional.empty(), "budget", SearchExpression.Matching.WHOLE);
        assertEquals(List.of("budget plan"), subjects(mail.search(search, all(INBOX))));
        assertEquals(
                List.of("budget plan"), subjects(mail.search(new SearchQuery(INBOX, search, null, 5, Fields.DEFAULT))));
        assertEquals(List.of(), subjects(mail.search(new SearchQuery(DRAFTS, search, null, 5, Fields.DEFAULT))));
    }

    @Test
    void changesAreFollowed() {
        Folder folder = mail.createFolder(TOP, NewFolder.plain("followed", false));
        Item first = unread(folder.id(), "first");
        unread(INBOX, "other folder");
        SyncOptions options = SyncOptions.all(IdStyle.DEFAULT);
        SyncPosition begun = SyncPosition.start().begun(mail.syncState().last());
        SyncPage<Item> page = mail.changes(folder.id(), begun, options, 10, Fields.DEFAULT);
        assertEquals(
                List.of(first.id()),
                page.entries().stream().map(entry -> entry.value().id()).toList());
        SyncPage<Folder> folders = mail.folderChanges(folder.id(), begun, 10);
        assertEquals(List.of(), folders.entries());
        mail.createFolder(folder.id(), NewFolder.plain("child", false));
        folders = mail.folderChanges(
                folder.id(), SyncPosition.start().begun(mail.syncState().last()), 10);
        assertEquals(
                List.of("child"),
                folders.entries().stream().map(entry -> entry.value().name()).toList());
    }

    @Test
    void attachmentsAreAddedReadAndRemoved() throws IOException {
        ItemRef draft = ref(draft(json("{}")));
        byte[] bytes = {1, 2, 3};
        Attachment added = mail.attach(draft, NewAttachment.file("a.txt", "text/plain", bytes));
        AttachmentRef one = new AttachmentRef(draft, added.id());
        assertEquals(added, mail.attachment(one));
        assertEquals(List.of(added), mail.attachments(draft.id()));
        assertEquals(List.of(added), mail.attachments(draft));
        try (InputStream in = mail.attachmentContent(draft.id(), added.id())) {
            assertArrayEquals(bytes, in.readAllBytes());
        }
        mail.detach(one);
        assertEquals(List.of(), mail.attachments(draft));
        assertThrows(MailboxFailure.ItemNotFound.class, () -> mail.attachment(one));
    }

    @Test
    void theMemoryOfWhatIsReadIsTaken() {
        ItemRef draft = ref(draft(json("{'subject':'x','body':{'contentType':'text','content':'text'}}")));
        ObjectNode item = json("{'subject':'inner'}");
        mail.attach(
                draft,
                new NewAttachment(Attachment.Kind.ITEM, "inner", null, null, false, Content.of(new byte[0]), item));
        var memory = new HeldMemory();
        Caller counted = GateFixture.counted(caller, memory);
        try (MailReader reader = fixture.gate.openMailbox(
                counted, GateFixture.READ, mail.ownerId().toString(), MailboxOpening.MAIL_READ)) {
            reader.attachments(draft.id());
            assertEquals(BoundedReads.memoryOf(item.toString().length()), memory.held());
            for (Runnable read : List.<Runnable>of(
                    () -> reader.item(draft, Fields.DEFAULT),
                    () -> reader.list(all(DRAFTS)),
                    () -> reader.changes(
                            DRAFTS,
                            SyncPosition.start().begun(mail.syncState().last()),
                            SyncOptions.all(IdStyle.DEFAULT),
                            10,
                            Fields.DEFAULT))) {
                long before = memory.held();
                read.run();
                assertTrue(memory.held() > before);
            }
        }
    }

    @Test
    void theOriginalIsKeptUntilTheMessageChanges() throws IOException {
        Item draft = draft(json("{'subject':'x'}"));
        assertNull(mail.original(draft.id()));
        byte[] mime = {77, 73, 77, 69};
        mail.keepOriginal(ref(draft), Content.of(mime));
        Content kept = Objects.requireNonNull(mail.original(draft.id()));
        try (InputStream in = kept.open()) {
            assertArrayEquals(mime, in.readAllBytes());
        }
        mail.update(ref(draft), null, json("{'subject':'y'}"));
        assertNull(mail.original(draft.id()));
    }

    @Test
    void overridesAreCreatedChangedAndRemoved() {
        InferenceOverride one = mail.putOverride("focused", "Sales", "sales@fabrikam.example");
        assertEquals(List.of(one), mail.overrides());
        assertEquals(1, mail.countOverrides());
        assertEquals(one, mail.override(one.id()));
        InferenceOverride other = mail.reclassify(one.id(), "other");
        assertEquals("other", other.classifyAs());
        assertEquals(other, mail.override(one.id()));
        mail.deleteOverride(one.id());
        assertEquals(List.of(), mail.overrides());
        assertEquals(0, mail.countOverrides());
        assertThrows(MailboxFailure.ItemNotFound.class, () -> mail.override(one.id()));
    }

    @Test
    void aMeetingMessageIsOutOfDateIfTheCalendarHasANewerVersion() {
        try (CalendarWriter calendar = fixture.gate.openMailbox(
                fixture.caller(fixture.app("calendar", "Calendars.ReadWrite")),
                GateFixture.mailbox(Area.CALENDAR, Form.WRITE, "Calendars.ReadWrite"),
                mail.ownerId().toString(),
                MailboxOpening.CALENDAR_WRITE)) {
            calendar.createEvent(
                    calendar.defaultCalendarId(),
                    json("{'subject':'meeting','iCalUId':'uid-1','sequence':1,"
                            + "'start':{'dateTime':'2026-12-01T09:00:00.0000000','timeZone':'UTC'},"
                            + "'end':{'dateTime':'2026-12-01T10:00:00.0000000','timeZone':'UTC'}}"),
                    List.of());
        }
        assertTrue(mail.isOutOfDate(reply("uid-1", 0)));
        assertFalse(mail.isOutOfDate(reply("uid-1", 1)));
        assertFalse(mail.isOutOfDate(reply("uid-2", 0)));
    }

    private MeetingNotice reply(String uid, int sequence) {
        return new MeetingNotice(
                MeetingStep.REPLY,
                uid,
                sequence,
                fixture.now.get(),
                null,
                null,
                new Address("Anna", fixture.at("anna")),
                json("{}"),
                Map.of(),
                List.of(),
                null);
    }

    @Test
    void aReaderReadsAndOpensTips() {
        Item item = unread(INBOX, "x");
        try (MailReader reader = fixture.gate.openMailbox(
                caller, GateFixture.READ, mail.ownerId().toString(), MailboxOpening.MAIL_READ)) {
            assertEquals("x", subject(reader.item(ref(item), Fields.DEFAULT)));
            assertTrue(reader.mailTips().messageBytes() > 0);
            assertThrows(MailboxFailure.ItemNotFound.class, () -> reader.override(UUID.randomUUID()));
        }
    }
}
