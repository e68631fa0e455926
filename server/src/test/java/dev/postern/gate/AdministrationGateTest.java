package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarRole;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.event.StoredCalendar;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.AutomaticReplies.Audience;
import dev.postern.mailbox.setting.AutomaticReplies.Status;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.setting.RegionalSettings;
import dev.postern.token.Resource;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators read and change in mailboxes, and what the audit says of it. */
class AdministrationGateTest {
    private static final Operation READ = GateFixture.of(Area.ADMINISTRATION, Form.READ, "User.ReadWrite.All");
    private static final Operation WRITE = GateFixture.of(Area.ADMINISTRATION, Form.WRITE, "User.ReadWrite.All");
    private static final FolderId CALENDAR = WellKnownFolder.CALENDAR.id();

    private final GateFixture fixture = new GateFixture();
    private Caller caller;
    private User anna;
    private AdministrationWriter administration;

    @BeforeEach
    void start() {
        anna = fixture.user("anna");
        caller = fixture.caller(fixture.app("app", "User.ReadWrite.All"));
        administration = writer();
    }

    @AfterEach
    void stop() {
        administration.close();
        fixture.close();
    }

    private AdministrationWriter writer() {
        return fixture.gate.changeAdministration(caller, Resource.GRAPH, WRITE, "target");
    }

    private User resource(RecipientType type) {
        return fixture.here.user(
                fixture.contoso, type, type.details(), type.details(), new MailboxId(fixture.here.uuid()));
    }

    @Test
    void permissionsOfCalendarsAreChanged() {
        assertEquals(
                List.of(CALENDAR),
                administration.calendars(anna).stream().map(StoredCalendar::id).toList());
        Grantee grantee = Grantee.outside("Fabrikam", "sales@fabrikam.example");
        int before = administration.permissions(anna, CALENDAR).size();
        administration.putPermission(anna, CALENDAR, grantee, CalendarRole.FREE_BUSY_READ.rights());
        assertTrue(administration
                .permissions(anna, CALENDAR)
                .contains(new CalendarPermission(grantee, CalendarRole.FREE_BUSY_READ.rights())));
        administration.updatePermission(anna, CALENDAR, grantee, CalendarRole.LIMITED_READ.rights());
        assertTrue(administration
                .permissions(anna, CALENDAR)
                .contains(new CalendarPermission(grantee, CalendarRole.LIMITED_READ.rights())));
        administration.removePermission(anna, CALENDAR, grantee);
        assertEquals(before, administration.permissions(anna, CALENDAR).size());
    }

    @Test
    void settingsAreChanged() {
        assertEquals(RegionalSettings.DEFAULT, administration.regional(anna));
        administration.localize(anna, regional -> regional.withTimeZone("Tokyo Standard Time"));
        assertEquals("Tokyo Standard Time", administration.regional(anna).timeZone());
        assertEquals(AutomaticReplies.DEFAULT, administration.replies(anna));
        administration.reply(
                anna, replies -> replies.changed(Status.ALWAYS_ENABLED, Audience.ALL, "inside", "outside", null));
        assertEquals("inside", administration.replies(anna).internalMessage());
        CalendarConfiguration before = administration.configuration(anna);
        administration.configure(anna, configuration -> configuration.withWeekStart(DayOfWeek.WEDNESDAY));
        assertEquals(before.withWeekStart(DayOfWeek.WEDNESDAY), administration.configuration(anna));
        assertEquals("Tokyo Standard Time", administration.regional(anna).timeZone());
    }

    @Test
    void rulesAreChanged() {
        MessageRules.Shown one = administration.createRule(
                anna,
                new MessageRule(
                        0, "one", 1, true, json("{'subjectContains':['x']}"), null, json("{'markAsRead':true}")));
        assertEquals(List.of(one), administration.rules(anna));
        administration.changeRule(anna, one.rule().id(), rule -> rule.enabled(false));
        assertFalse(administration.rules(anna).getFirst().rule().enabled());
        administration.deleteRule(anna, one.rule().id());
        assertEquals(List.of(), administration.rules(anna));
    }

    @Test
    void foldersAreFoundByTheirNames() {
        Folder inbox = administration.mailFolder(anna, List.of("Inbox")).orElseThrow();
        assertEquals(WellKnownFolder.INBOX.id(), inbox.id());
        assertEquals(Optional.empty(), administration.mailFolder(anna, List.of("no folder")));
        assertEquals(Optional.of("Inbox"), administration.folderName(anna, inbox.id()));
        assertEquals(Optional.empty(), administration.folderName(anna, new FolderId(UUID.randomUUID())));
    }

    @Test
    void onlyRoomsAndEquipmentProcessMeetingsAsResources() {
        for (RecipientType type : List.of(RecipientType.ROOM_MAILBOX, RecipientType.EQUIPMENT_MAILBOX)) {
            User owner = resource(type);
            assertTrue(administration.processing(owner).resource());
            administration.process(owner, processing -> processing.with("AllowConflicts", true));
            assertTrue(administration.processing(owner).resource());
            assertTrue(administration.processing(owner).flag("AllowConflicts"));
        }
        assertFalse(administration.processing(anna).resource());
        User without = fixture.here.put(
                fixture.contoso,
                new User(
                        anna.id(),
                        anna.createdAt(),
                        "anna",
                        anna.userPrincipalName(),
                        true,
                        null,
                        anna.mailbox(),
                        anna.profile()));
        assertFalse(administration.processing(without).resource());
    }

    private List<String> audited(User owner) {
        return fixture.audit(owner).stream()
                .filter(entry ->
                        caller.context().requestId().equals(entry.actor().requestId()))
                .map(entry -> entry.operation() + " " + entry.target() + " " + entry.verdict())
                .toList();
    }

    @Test
    void aChangeIsAuditedOnceWithTheMailbox() {
        administration.localize(anna, regional -> regional.withTimeZone("Tokyo Standard Time"));
        assertEquals(List.of(WRITE.name() + " target granted"), audited(anna), "with the change");
        administration.localize(anna, regional -> regional.withTimeZone("UTC"));
        administration.close();
        assertEquals(1, audited(anna).size());
        AuditEntry entry = fixture.audit(anna).getLast();
        assertEquals(fixture.contoso.id(), entry.tenant());
        assertEquals("PERMISSION_HELD", entry.rule());
        assertEquals(fixture.now.get(), entry.at());
    }

    @Test
    void aReadAndAnAttemptAreAuditedAtTheEnd() {
        try (AdministrationReader reader = fixture.gate.openAdministration(caller, Resource.GRAPH, READ, "target")) {
            assertEquals(caller.directory(), reader.snapshot());
            reader.calendars(anna);
            assertEquals(List.of(), audited(anna));
        }
        assertEquals(List.of(READ.name() + " target granted"), audited(anna));
        try (AdministrationWriter writer = writer()) {
            writer.rules(anna);
            writer.qualify("-WhatIf");
        }
        assertEquals(WRITE.name() + " -WhatIf target granted", audited(anna).getLast());
        assertEquals(2, audited(anna).size());
    }

    @Test
    void anOwnerWithoutAMailboxIsRefused() {
        User away = fixture.here.user(fixture.contoso, RecipientType.MAIL_USER, "away", "away", null);
        assertThrows(MailboxFailure.MailboxNotFound.class, () -> administration.calendars(away));
        assertThrows(
                MailboxFailure.MailboxNotFound.class,
                () -> administration.localize(away, regional -> regional.withTimeZone("UTC")));
    }
}
