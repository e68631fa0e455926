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

/** Every mailbox has the well-known folder {@code calendar}, which mail does not see. */
class CalendarFolderTest {
    private static final FolderId CALENDAR = WellKnownFolder.CALENDAR.id();
    private static final FolderId TOP = WellKnownFolder.MSGFOLDERROOT.id();

    /** Earlier mailboxes, the folders of mail that each has, and the name that its calendar gets. */
    private static final List<Earlier> EARLIER = List.of(
            new Earlier(new MailboxId(new UUID(1, 1)), List.of(), "Calendar"),
            new Earlier(new MailboxId(new UUID(1, 2)), List.of("CALENDAR"), "Calendar (default)"),
            new Earlier(new MailboxId(new UUID(1, 3)), List.of("Calendar (default)"), "Calendar"),
            new Earlier(
                    new MailboxId(new UUID(1, 4)),
                    List.of("calendar", "calendar (DEFAULT)"),
                    "Calendar (" + new UUID(1, 4) + ")"));

    private record Earlier(MailboxId mailbox, List<String> folders, String calendar) {}

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNewMailboxHasIt(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            requireCalendar(mail.mailboxes.open(mail.mailbox), "Calendar");
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
                requireCalendar(mailbox, earlier.calendar());
                var usage = mailbox.usage();
                assertEquals(
                        2 + earlier.folders().size(),
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

    private static void requireCalendar(Mailbox mailbox, String name) {
        Folder calendar = mailbox.folders(FolderClass.CALENDAR).get(CALENDAR);
        assertEquals(name, calendar.name());
        assertEquals(TOP, calendar.parent());
        assertEquals(FolderClass.CALENDAR, calendar.folderClass());
        Folders mail = mailbox.folders();
        assertTrue(mail.children(TOP, true).stream()
                .noneMatch(folder -> folder.id().equals(CALENDAR)));
        assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.get(CALENDAR));
        assertThrows(MailboxFailure.FolderDistinguished.class, () -> mail.delete(CALENDAR));
        assertEquals(CALENDAR, WireIds.folder(mailbox.id(), "calendar"));
    }
}
