package dev.postern.mailbox.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.ChangeSignal;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.store.FirstVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mailboxes of earlier versions get a calendar that works like that of a new one. */
class EarlierCalendarTest {
    private static final String ID = "bb0f1798-a377-3418-bfc9-945a02770b39";
    private static final MailboxId MAILBOX = new MailboxId(UUID.fromString(ID));
    private static final String TAKEN = "3fd0a1a0-0000-4000-8000-000000000001";
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private static Mailbox open(Database database, MailboxId mailbox) {
        var settings = new Mailboxes.Settings("contoso.example", true);
        return new Mailboxes(database, () -> NOW, new Random(1), settings, ChangeSignal.NONE).open(mailbox);
    }

    private static String folder(String id, String parent, String name, String folderClass) {
        return "insert into folder (mailbox_id, folder_id, parent_id, name, name_folded, hidden, listed, total,"
                + " unread, children, changed, recoverable,"
                + " folder_class)"
                + " values"
                + " (uuid'" + ID + "', uuid'" + id + "', uuid'" + parent + "', '"
                + name + "', '" + name.toLowerCase(Locale.ROOT) + "', false, true, 0, 0, 0, 1, false, '"
                + folderClass + "')";
    }

    private static void assertWorks(Mailbox mailbox, FolderId calendar) {
        var events = new Events(mailbox);
        EventInstance series = events.create(
                        calendar, EventFixture.daily("daily", "2026-12-01T09:00", "2026-12-01T10:00"), List.of())
                .event();
        var on = new ItemRef(series.item().id(), null, LocalDate.parse("2026-12-02"));
        new EventAttachments(mailbox).attach(on, NewAttachment.file("a", "text/plain", new byte[100_000]));
        Instant from = Instant.parse("2026-12-01T00:00:00Z");
        assertEquals(
                List.of(false, true),
                events.view(calendar, from, from.plusSeconds(172_800), Events.fields(true), _ -> {})
                        .map(EventInstance::hasAttachments)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMailboxWithoutCalendarGetsOne(Engine engine) {
        String top = WellKnownFolder.MSGFOLDERROOT.id().value().toString();
        var store = FirstVersion.of(engine, "24", List.of(folder(TAKEN, top, "Calendar", "mail")));
        try (Database database = store.open()) {
            Mailbox mailbox = open(database, MAILBOX);
            FolderId calendar = WellKnownFolder.CALENDAR.id();
            // a folder of mail has the name already, and keeps it
            assertEquals(
                    "Calendar (default)",
                    mailbox.folders(FolderClass.CALENDAR).get(calendar).name());
            assertEquals(
                    "Calendar",
                    mailbox.folders().get(new FolderId(UUID.fromString(TAKEN))).name());
            assertEquals(1, new Calendars(mailbox).list().size());
            assertTrue(new Calendars(mailbox).getDefault().isDefault());
            assertWorks(mailbox, calendar);
            UUID other = database.read(sql -> sql.list(
                            "select mailbox_id from mailbox where mailbox_id <> ?",
                            row -> row.uuid(1),
                            MAILBOX.value()))
                    .getFirst();
            Mailbox second = open(database, new MailboxId(other));
            assertEquals(
                    "Calendar",
                    second.folders(FolderClass.CALENDAR).get(calendar).name());
            assertWorks(second, calendar);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aStoreWithCalendarFoldersGetsEvents(Engine engine) {
        String calendar = WellKnownFolder.CALENDAR.id().value().toString();
        var store = FirstVersion.of(engine, "30", List.of(folder(TAKEN, calendar, "Work", "calendar")));
        try (Database database = store.open()) {
            Mailbox mailbox = open(database, MAILBOX);
            FolderId work = new FolderId(UUID.fromString(TAKEN));
            assertEquals(
                    List.of("Calendar", "Work"),
                    new Calendars(mailbox)
                            .list().stream().map(StoredCalendar::name).sorted().toList());
            assertWorks(mailbox, WellKnownFolder.CALENDAR.id());
            assertWorks(mailbox, work);
            new Calendars(mailbox).delete(work);
            assertEquals(1, new Calendars(mailbox).list().size());
        }
        store.open().close();
    }
}
