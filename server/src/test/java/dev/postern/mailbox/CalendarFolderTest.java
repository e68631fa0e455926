package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.EarlierSchema;
import dev.postern.store.Engine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every mailbox has the well-known folders {@code calendar} and {@code contacts}, which mail does not see. */
class CalendarFolderTest {
    private static final FolderId TOP = WellKnownFolder.MSGFOLDERROOT.id();

    /** Earlier mailboxes, the folders of mail that each has, and the names that its calendar and its contacts get. */
    private static final List<Earlier> EARLIER = List.of(
            new Earlier(new MailboxId(new UUID(1, 1)), List.of(), "Calendar", "Contacts"),
            new Earlier(
                    new MailboxId(new UUID(1, 2)),
                    List.of("CALENDAR", "CONTACTS"),
                    "Calendar (default)",
                    "Contacts (default)"),
            new Earlier(
                    new MailboxId(new UUID(1, 3)),
                    List.of("Calendar (default)", "Contacts (default)"),
                    "Calendar",
                    "Contacts"),
            new Earlier(
                    new MailboxId(new UUID(1, 4)),
                    List.of("calendar", "calendar (DEFAULT)", "contacts", "contacts (DEFAULT)"),
                    "Calendar (" + new UUID(1, 4) + ")",
                    "Contacts (" + new UUID(1, 4) + ")"));

    private record Earlier(MailboxId mailbox, List<String> folders, String calendar, String contacts) {}

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNewMailboxHasIt(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            requireFolders(mail.mailboxes.open(mail.mailbox), "Calendar", "Contacts");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anEarlierMailboxGetsIt(Engine engine) throws Exception {
        String url = EarlierSchema.create(engine, "26");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (Earlier earlier : EARLIER) {
                MailboxId mailbox = earlier.mailbox();
                statement.execute("insert into mailbox (mailbox_id, tenant_id, owner_id, change_seq, created_at, items,"
                        + " bytes, recoverable_items, recoverable_bytes, folders, tombstones_after) values ("
                        + id(engine, mailbox.value()) + ", " + id(engine, new UUID(2, 2)) + ", "
                        + id(engine, mailbox.value()) + ", 5, 0, 0, 0, 0, 0, "
                        + (1 + earlier.folders().size()) + ", 0)");
                folder(
                        engine,
                        statement,
                        mailbox,
                        TOP.value(),
                        WellKnownFolder.ROOT.id().value(),
                        "Top");
                for (String name : earlier.folders()) {
                    folder(engine, statement, mailbox, new UUID(3, name.hashCode()), TOP.value(), name);
                }
            }
        }
        // the core closes it
        Database database = EarlierSchema.open(engine, url);
        try (var core = TestCore.on(database).open()) {
            for (Earlier earlier : EARLIER) {
                Mailbox mailbox = core.mailboxes().open(earlier.mailbox());
                requireFolders(mailbox, earlier.calendar(), earlier.contacts());
                var usage = mailbox.usage();
                assertEquals(
                        3 + earlier.folders().size(),
                        database.read(usage::totals).folders());
            }
        }
    }

    private static void folder(Engine engine, Statement statement, MailboxId mailbox, UUID id, UUID parent, String name)
            throws java.sql.SQLException {
        String no = engine == Engine.SQLITE ? "0" : "false";
        statement.execute("insert into folder (mailbox_id, folder_id, parent_id, name, name_folded, hidden, listed,"
                + " total, unread, children, changed, recoverable, folder_class) values ("
                + id(engine, mailbox.value()) + ", " + id(engine, id) + ", " + id(engine, parent) + ", '" + name
                + "', '" + name.toLowerCase(java.util.Locale.ROOT) + "', " + no + ", " + no + ", 0, 0, 1, 1, " + no
                + ", 'mail')");
    }

    private static String id(Engine engine, UUID id) {
        return engine == Engine.SQLITE ? "x'" + id.toString().replace("-", "") + "'" : "'" + id + "'";
    }

    private static void requireFolders(Mailbox mailbox, String calendar, String contacts) {
        require(mailbox, WellKnownFolder.CALENDAR, FolderClass.CALENDAR, calendar);
        require(mailbox, WellKnownFolder.CONTACTS, FolderClass.CONTACTS, contacts);
    }

    private static void require(Mailbox mailbox, WellKnownFolder known, FolderClass folderClass, String name) {
        FolderId id = known.id();
        Folder folder = mailbox.folders(folderClass).get(id);
        assertEquals(name, folder.name());
        assertEquals(TOP, folder.parent());
        assertEquals(folderClass, folder.folderClass());
        Folders mail = mailbox.folders();
        assertTrue(mail.children(TOP, true).stream().noneMatch(each -> each.id().equals(id)));
        assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.get(id));
        assertThrows(MailboxFailure.FolderDistinguished.class, () -> mail.delete(id));
        assertEquals(id, WireIds.folder(mailbox.id(), known.wireName()));
    }
}
