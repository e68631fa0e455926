package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The behaviour of folders on both engines. */
class MailFoldersTest {
    private static final FolderId TOP = WellKnownFolder.MSGFOLDERROOT.id();

    private static List<String> names(MailFixture mail, FolderId parent, boolean hidden) {
        return mail.mailboxes.open(mail.mailbox).folders().children(parent, hidden).stream()
                .map(Folder::name)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNewMailboxShowsEightFolders(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            assertEquals(
                    List.of(
                            "Archive",
                            "Conversation History",
                            "Deleted Items",
                            "Drafts",
                            "Inbox",
                            "Junk Email",
                            "Outbox",
                            "Sent Items"),
                    names(mail, TOP, false));
            assertEquals(8, mail.folder(WellKnownFolder.MSGFOLDERROOT).children());
            assertTrue(names(mail, TOP, true).contains("Sync Issues"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void siblingsHaveDifferentNames(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Folders folders = mail.mailboxes.open(mail.mailbox).folders();
            Folder made = folders.create(TOP, "Büro", false);
            assertEquals(9, mail.folder(WellKnownFolder.MSGFOLDERROOT).children());
            assertThrows(MailboxFailure.FolderExists.class, () -> folders.create(TOP, "BÜRO", false));
            folders.create(made.id(), "Büro", false);
            assertEquals(
                    "BÜRO", folders.update(made.id(), FolderPatch.named("BÜRO")).name());
            assertThrows(
                    MailboxFailure.FolderExists.class, () -> folders.update(made.id(), FolderPatch.named("inbox")));
            assertThrows(MailboxFailure.FolderNameInvalid.class, () -> folders.create(TOP, " ", false));
            assertThrows(
                    MailboxFailure.FolderNotFound.class,
                    () -> folders.create(new FolderId(mail.mailbox.value()), "x", false));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void wellKnownFoldersCannotBeChanged(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Folders folders = mail.mailboxes.open(mail.mailbox).folders();
            FolderId inbox = WellKnownFolder.INBOX.id();
            assertThrows(MailboxFailure.FolderDistinguished.class, () -> folders.delete(inbox));
            assertThrows(MailboxFailure.FolderDistinguished.class, () -> folders.purge(inbox));
            assertThrows(
                    MailboxFailure.FolderDistinguished.class, () -> folders.update(inbox, FolderPatch.named("In")));
            assertThrows(MailboxFailure.FolderDistinguished.class, () -> folders.move(inbox, TOP));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFolderIsDeletedInTwoSteps(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Folders folders = mail.mailboxes.open(mail.mailbox).folders();
            FolderId trash = WellKnownFolder.DELETEDITEMS.id();
            folders.create(trash, "a", false);
            Folder a = folders.create(TOP, "a", false);
            Folder b = folders.create(a.id(), "b", false);
            mail.unread(b.id(), "x");
            assertThrows(MailboxFailure.FolderCircular.class, () -> folders.move(a.id(), b.id()));
            folders.delete(a.id());
            assertEquals(List.of("a", "a1"), names(mail, trash, false));
            assertEquals(1, inMailbox(mail));
            folders.delete(a.id());
            assertEquals(0, inMailbox(mail));
            assertThrows(MailboxFailure.CannotDelete.class, () -> folders.delete(a.id()));
            folders.purge(a.id());
            assertThrows(MailboxFailure.FolderNotFound.class, () -> folders.get(b.id()));
            assertEquals(1, mail.folder(WellKnownFolder.RECOVERABLEITEMSPURGES).total());
        }
    }

    private static int inMailbox(MailFixture mail) {
        return mail.mailboxes
                .open(mail.mailbox)
                .items()
                .list(ListQuery.newest(null, 10, Fields.COLUMNS))
                .values()
                .size();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCopyIsDeep(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Folders folders = mail.mailboxes.open(mail.mailbox).folders();
            Folder a = folders.create(TOP, "a", false);
            Folder b = folders.create(a.id(), "b", false);
            mail.unread(b.id(), "x");
            Folder copy = folders.copy(a.id(), WellKnownFolder.ARCHIVE.id());
            Folder inner = folders.children(copy.id(), false).getFirst();
            assertEquals(1, inner.unread());
            assertEquals(2, inMailbox(mail));
        }
    }
}
