package dev.postern.mailbox.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.store.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calendars as folders, and the rows of their properties. */
class CalendarStoreTest {
    private static final CalendarPatch PLAIN = new CalendarPatch(null, null, false, null);
    private static final List<String> TABLES =
            List.of("calendar", "calendar_group", "calendar_permission", "mailbox_setting");

    private static Mailbox mailbox(MailFixture mail) {
        return mail.mailboxes.open(mail.mailbox);
    }

    private static long rows(MailFixture mail, String table) {
        return mail.database.read(
                sql -> sql.number("select count(*) from " + table + " where mailbox_id = ?", mail.mailbox.value()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void readingWritesNoRows(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Calendars calendars = new Calendars(mailbox(mail));
            FolderId first = calendars.getDefault().id();
            assertEquals(WellKnownFolder.CALENDAR.id(), first);
            assertEquals(1, new CalendarGroups(mailbox(mail)).list().size());
            assertEquals(2, new CalendarPermissions(mailbox(mail), first).list().size());
            TABLES.forEach(table -> assertEquals(0, rows(mail, table), table));
            String before = calendars.getDefault().changeKey();
            calendars.update(first, new CalendarPatch(null, "lightRed", false, null));
            assertEquals(1, rows(mail, "calendar"));
            assertNotEquals(before, calendars.getDefault().changeKey());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeletedCalendarIsAFolderInDeletedItems(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Mailbox mailbox = mailbox(mail);
            Calendars calendars = new Calendars(mailbox);
            for (int i = 0; i < 2; i++) {
                FolderId work = calendars.create(null, "Work", PLAIN).id();
                assertEquals(
                        1,
                        mailbox.folders(FolderClass.CALENDAR)
                                .get(WellKnownFolder.CALENDAR.id())
                                .children());
                calendars.delete(work);
                Folder trash = mailbox.folders(FolderClass.CALENDAR).get(work);
                assertEquals(WellKnownFolder.DELETEDITEMS.id(), trash.parent());
                assertEquals(i == 0 ? "Work" : "Work1", trash.name());
                assertThrows(MailboxFailure.FolderNotFound.class, () -> calendars.get(work));
                assertThrows(MailboxFailure.FolderNotFound.class, () -> calendars.update(work, PLAIN));
            }
            assertEquals(1, calendars.list().size());
            assertThrows(MailboxFailure.FolderNotFound.class, () -> calendars.delete(WellKnownFolder.INBOX.id()));
            assertThrows(MailboxFailure.CalendarKept.class, () -> calendars.purge(WellKnownFolder.CALENDAR.id()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingStaysOfAPurgedCalendarOrARemovedMailbox(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Mailbox mailbox = mailbox(mail);
            Calendars calendars = new Calendars(mailbox);
            Grantee megan = Grantee.inside(new ObjectId(new UUID(1, 1)), "Megan", "megan@contoso.example");
            FolderId work = calendars.create(null, "Work", PLAIN).id();
            new CalendarPermissions(mailbox, work).put(megan, CalendarRole.READ.rights());
            assertEquals(1, rows(mail, "calendar_permission"));
            calendars.purge(work);
            assertEquals(0, rows(mail, "calendar_permission"));
            assertEquals(0, rows(mail, "calendar"));

            CalendarGroupId group = new CalendarGroups(mailbox).create("Team").id();
            FolderId rota = calendars.create(group, "Rota", PLAIN).id();
            new CalendarPermissions(mailbox, rota).put(megan, CalendarRole.READ.rights());
            mail.remove(mail.mailbox);
            TABLES.forEach(table -> assertEquals(0, rows(mail, table), table));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ofTwoCallersWithOneNameExactlyOneSucceeds(Engine engine) {
        try (var mail = new MailFixture(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = new ArrayList<CompletableFuture<Boolean>>();
            for (int i = 0; i < 8; i++) {
                both.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                new Calendars(mailbox(mail)).create(null, "Work", PLAIN);
                                return true;
                            } catch (MailboxFailure.FolderExists e) {
                                return false;
                            }
                        },
                        threads));
            }
            assertEquals(1, both.stream().filter(CompletableFuture::join).count());
            assertEquals(2, new Calendars(mailbox(mail)).list().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void groupsAndPermissionsAreBounded(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            FolderId calendar = WellKnownFolder.CALENDAR.id();
            mail.database.write(sql -> {
                for (int i = 0; i < 998; i++) {
                    sql.update(
                            "insert into calendar_permission (mailbox_id, folder_id, grantee, name, address,"
                                    + " access_rights, is_delegate, sees_private) values (?, ?, ?, 'x', 'x', 'None', ?,"
                                    + " ?)",
                            mail.mailbox.value(),
                            calendar.value(),
                            "x" + i,
                            false,
                            false);
                    sql.update(
                            "insert into calendar_group (mailbox_id, group_id, name, name_folded, class_id, changed)"
                                    + " values (?, ?, 'x', ?, ?, 1)",
                            mail.mailbox.value(),
                            new UUID(1, i),
                            "x" + i,
                            new UUID(1, 1));
                }
                return true;
            });
            CalendarPermissions permissions = new CalendarPermissions(mailbox(mail), calendar);
            assertThrows(
                    MailboxFailure.QuotaExceeded.class,
                    () -> permissions.put(Grantee.outside("y", "y@x"), CalendarRole.READ.rights()));
            permissions.put(Grantee.outside("x1", "x1"), CalendarRole.READ.rights());
            CalendarGroups groups = new CalendarGroups(mailbox(mail));
            groups.create("last");
            assertThrows(MailboxFailure.QuotaExceeded.class, () -> groups.create("too many"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void settingsAreKept(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            CalendarSettings settings = new CalendarSettings(mailbox(mail));
            MailboxSettings hours = new MailboxSettings(mailbox(mail));
            assertEquals(CalendarConfiguration.DEFAULT, hours.calendar());
            hours.change(before -> before.with(before.calendar().withTimeZone("W. Europe Standard Time")));
            settings.process(true, before -> before.with("AllowConflicts", true));
            settings.process(true, before -> before.with("BookInPolicy", List.of("a")));
            assertEquals(CalendarConfiguration.DEFAULT.withTimeZone("W. Europe Standard Time"), hours.calendar());
            CalendarProcessing processing = settings.processing(true);
            assertTrue(processing.flag("AllowConflicts"));
            assertEquals(List.of("a"), processing.recipients("BookInPolicy"));
            assertEquals("AutoAccept", processing.text("AutomateProcessing"));
            assertEquals("AutoUpdate", settings.processing(false).text("AutomateProcessing"));
            assertThrows(IllegalArgumentException.class, () -> processing.flag("BookInPolicy"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void exactlyOneCalendarIsTheDefault(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Calendars calendars = new Calendars(mailbox(mail));
            for (String name : List.of("A", "B", "C")) {
                FolderId made = calendars
                        .create(null, name, new CalendarPatch(null, null, true, null))
                        .id();
                assertEquals(made, calendars.getDefault().id());
                assertEquals(
                        1,
                        calendars.list().stream()
                                .filter(StoredCalendar::isDefault)
                                .count());
                assertTrue(calendars.list().stream().noneMatch(one -> one.isDefault() && one.isRemovable()));
            }
        }
    }
}
