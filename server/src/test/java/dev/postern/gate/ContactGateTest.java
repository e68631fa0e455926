package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static dev.postern.mailbox.MailFixture.newest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.contact.ContactFolders;
import dev.postern.mailbox.contact.ContactPhotos;
import dev.postern.mailbox.contact.Contacts;
import dev.postern.mailbox.sync.SyncOptions;
import dev.postern.mailbox.sync.SyncPage;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.query.SearchExpression;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the capabilities for contacts do in the mailbox. */
class ContactGateTest {
    private static final Operation READ = GateFixture.mailbox(Area.CONTACTS, Form.READ, "Contacts.ReadWrite");
    private static final Operation WRITE = GateFixture.mailbox(Area.CONTACTS, Form.WRITE, "Contacts.ReadWrite");
    private static final FolderId TOP = ContactFolders.TOP;

    private final GateFixture fixture = new GateFixture();
    private Caller caller;
    private ContactWriter contacts;

    @BeforeEach
    void start() {
        User anna = fixture.user("anna");
        caller = fixture.caller(fixture.app("app", "Contacts.ReadWrite"));
        contacts = fixture.gate.openMailbox(caller, WRITE, anna.id().toString(), MailboxOpening.CONTACTS_WRITE);
    }

    @AfterEach
    void stop() {
        contacts.close();
        fixture.close();
    }

    private Item create(FolderId folder, String name) {
        return contacts.create(folder, json("{}").put("givenName", name));
    }

    private static ItemRef ref(Item contact) {
        return ItemRef.of(contact.id());
    }

    private static List<String> names(Page<Item> page) {
        return page.values().stream().map(ContactGateTest::name).sorted().toList();
    }

    private static String name(Item contact) {
        return Objects.requireNonNull(contact.doc()).path("givenName").stringValue("");
    }

    private SyncPosition begun() {
        return SyncPosition.start().begun(contacts.syncState().last());
    }

    @Test
    void foldersAreCreatedChangedAndRemoved() {
        Folder one = contacts.createFolder(TOP, NewFolder.plain("one", false));
        Folder two = contacts.createFolder(TOP, NewFolder.plain("two", false));
        assertEquals(one, contacts.folder(one.id()));
        assertEquals(
                List.of("one", "two"),
                contacts.folders(TOP).stream().map(Folder::name).sorted().toList());
        Folder renamed = contacts.updateFolder(two.id(), new FolderPatch("renamed", null, null, null, null), one.id());
        assertEquals("renamed", renamed.name());
        assertEquals(one.id(), renamed.parent());
        assertEquals(List.of(contacts.folder(two.id())), contacts.folders(one.id()));
        contacts.deleteFolder(two.id());
        assertEquals(List.of(), contacts.folders(one.id()));
        contacts.purgeFolder(one.id());
        assertEquals(List.of(), contacts.folders(TOP));
        assertThrows(MailboxFailure.FolderNotFound.class, () -> contacts.folder(one.id()));
    }

    @Test
    void contactsAreCreatedChangedAndRemoved() {
        Item adele = create(TOP, "adele");
        Item bernd = create(TOP, "bernd");
        assertEquals("adele", name(contacts.contact(ref(adele))));
        assertEquals("adele", name(contacts.item(ref(adele), Fields.COLUMNS)));
        assertEquals(List.of("adele", "bernd"), names(contacts.list(newest(TOP, 10, Contacts.WHOLE), null)));
        assertEquals(
                List.of("bernd"),
                names(contacts.list(
                        newest(TOP, 10, Contacts.WHOLE),
                        new SearchExpression.Words(Optional.empty(), "bernd", SearchExpression.Matching.WHOLE))));
        Item changed = contacts.update(ref(adele), null, json("{'givenName':'anton'}"));
        assertEquals("anton", name(changed));
        assertThrows(
                MailboxFailure.ChangeKeyMismatch.class,
                () -> contacts.update(ref(adele), "stale", json("{'givenName':'again'}")));
        assertEquals("anton", name(contacts.contact(ref(adele))));
        assertEquals(Map.of(adele.id(), 0L), contacts.moveCounts(List.of(adele.id())));
        assertThrows(MailboxFailure.ChangeKeyMismatch.class, () -> contacts.delete(ref(adele), "stale"));
        contacts.delete(ref(adele), null);
        contacts.purge(ref(bernd));
        assertEquals(List.of(), names(contacts.list(newest(TOP, 10, Contacts.WHOLE), null)));
        assertThrows(MailboxFailure.ItemNotFound.class, () -> contacts.contact(ref(bernd)));
    }

    @Test
    void changesAreFollowedInFoldersOfContactsOnly() {
        Folder folder = contacts.createFolder(TOP, NewFolder.plain("followed", false));
        Item one = create(folder.id(), "one");
        create(TOP, "other folder");
        SyncOptions options = SyncOptions.all(IdStyle.DEFAULT);
        SyncPage<Item> page = contacts.changes(folder.id(), begun(), options, 10);
        assertEquals(
                List.of(one.id()),
                page.entries().stream().map(entry -> entry.value().id()).toList());
        SyncPage<Folder> folders = contacts.folderChanges(TOP, begun(), 10);
        assertEquals(
                List.of("followed"),
                folders.entries().stream().map(entry -> entry.value().name()).toList());
        contacts.deleteFolder(folder.id());
        assertThrows(MailboxFailure.FolderNotFound.class, () -> contacts.changes(folder.id(), begun(), options, 10));
        assertThrows(MailboxFailure.FolderNotFound.class, () -> contacts.folderChanges(folder.id(), begun(), 10));
    }

    @Test
    void aPhotoIsStoredReplacedAndRemoved() throws IOException {
        Item contact = create(TOP, "adele");
        assertNull(contacts.photo(contact.id()));
        byte[] bytes = {1, 2, 3, 4};
        assertThrows(
                MailboxFailure.ChangeKeyMismatch.class,
                () -> contacts.putPhoto(ref(contact), "stale", "image/png", 1, 1, Content.of(bytes)));
        contacts.putPhoto(ref(contact), null, "image/png", 48, 64, Content.of(bytes));
        ContactPhotos.Photo photo = Objects.requireNonNull(contacts.photo(contact.id()));
        assertEquals(new ContactPhotos.Photo("image/png", 48, 64, 4, photo.version()), photo);
        try (InputStream in = contacts.photoContent(contact.id())) {
            assertArrayEquals(bytes, in.readAllBytes());
        }
        contacts.removePhoto(ref(contact), null);
        assertNull(contacts.photo(contact.id()));
        assertThrows(MailboxFailure.ItemNotFound.class, () -> contacts.photoContent(contact.id()));
    }

    @Test
    void theMemoryOfWhatIsReadIsTaken() {
        Item contact = create(TOP, "adele");
        var memory = new HeldMemory();
        try (ContactReader reader = fixture.gate.openMailbox(
                GateFixture.counted(caller, memory),
                READ,
                contacts.ownerId().toString(),
                MailboxOpening.CONTACTS_READ)) {
            for (Runnable read : List.<Runnable>of(
                    () -> reader.contact(ref(contact)),
                    () -> reader.list(newest(TOP, 10, Contacts.WHOLE), null),
                    () -> reader.changes(TOP, begun(), SyncOptions.all(IdStyle.DEFAULT), 10))) {
                long before = memory.held();
                read.run();
                assertTrue(memory.held() > before);
            }
        }
    }
}
