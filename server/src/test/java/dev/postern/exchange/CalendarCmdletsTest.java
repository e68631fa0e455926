package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What administrators type for calendars: good and bad values of each setting, folders that do not exist, entries that exist already. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarCmdletsTest {
    private static final int MAX_RECIPIENTS = 1000;
    private ExchangeFixture fixture;

    @BeforeAll
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        for (String type : List.of("Shared", "Room")) {
            run("New-Mailbox", "'Name':'" + type + "','" + type + "':true");
        }
        run("New-Mailbox", "'Name':'Megan','Shared':true");
        run("New-DistributionGroup", "'Name':'List'");
        run("New-DistributionGroup", "'Name':'Team','Type':'Security'");
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private ExchangeFixture.Reply run(String cmdlet, String parameters) {
        return fixture.run(cmdlet, "{" + parameters.replace('\'', '"') + "}");
    }

    private void assertDone(String cmdlet, String parameters) {
        ExchangeFixture.Reply reply = run(cmdlet, parameters);
        assertEquals(200, reply.status(), parameters + ": " + reply.json());
    }

    private void assertRefused(String text, String cmdlet, String parameters) {
        ExchangeFixture.Reply reply = run(cmdlet, parameters);
        String all = reply.detail() + reply.json();
        assertTrue(reply.status() == 400 || reply.status() == 404, parameters + ": " + reply.json());
        assertTrue(all.contains(text), all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "WorkDays              | 'Monday,Tuesday'          | Monday, Tuesday",
                "WorkDays              | ['Weekdays','Sunday']     | Sunday, Monday, Tuesday, Wednesday, Thursday,"
                        + " Friday",
                "WorkDays              | 'None'                    | None",
                "WorkDays              | 'weekenddays'             | WeekEndDays",
                "WorkingHoursStartTime | '9:30'                    | 09:30:00",
                "WorkingHoursStartTime | '07:15:30.0000000'        | 07:15:30",
                "WorkingHoursEndTime   | '18:00'                   | 18:00:00",
                "WorkingHoursTimeZone  | 'W. Europe Standard Time' | W. Europe Standard Time",
                "WorkingHoursTimeZone  | 'Europe/Berlin'           | Europe/Berlin",
                "WeekStartDay          | 'monday'                  | Monday",
                "RemindersEnabled      | false                     | false",
                "DefaultReminderTime   | '1.00:30:00'              | 1.00:30:00",
                "DefaultReminderTime   | '00:05'                   | 00:05:00",
            })
    void aConfigurationIsShownAsItWasSet(String name, String value, String shown) {
        assertDone("Set-MailboxCalendarConfiguration", "'Identity':'Shared','" + name + "':" + value);
        assertEquals(
                shown,
                run("Get-MailboxCalendarConfiguration", "'Identity':'Shared'")
                        .row()
                        .path(name)
                        .asString(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'WorkDays':[]",
                "'WorkDays':null",
                "'WorkDays':'Someday'",
                "'WorkingHoursStartTime':'24:00:00'",
                "'WorkingHoursStartTime':'08:00:00.5'",
                "'WorkingHoursStartTime':480",
                "'WorkingHoursStartTime':''",
                "'WorkingHoursStartTime':null",
                "'WorkingHoursStartTime':'23:59:00'",
                "'WorkingHoursEndTime':'00:00:00'",
                "'WorkingHoursTimeZone':'GMT+1'",
                "'WorkingHoursTimeZone':''",
                "'WeekStartDay':'Someday'",
                "'RemindersEnabled':'no'",
                "'DefaultReminderTime':'00:00:30'",
                "'DefaultReminderTime':'15'",
                "'DefaultReminderTime':'-00:15:00'",
                "'DefaultReminderTime':'14.00:01:00'",
                "'ShowWeekNumbers':true",
            })
    void aWrongConfigurationIsRefusedByName(String parameters) {
        JsonNode before =
                run("Get-MailboxCalendarConfiguration", "'Identity':'Megan'").row();
        String name = parameters.substring(1, parameters.indexOf('\'', 1));
        assertRefused(
                name.contains("Zone") ? "time zone" : name,
                "Set-MailboxCalendarConfiguration",
                "'Identity':'Megan'," + parameters);
        assertEquals(
                before,
                run("Get-MailboxCalendarConfiguration", "'Identity':'Megan'").row());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'RemoveOldMeetingMessages':true    | RemoveOldMeetingMessages",
                "'EnforceCapacity':true             | EnforceCapacity",
                "'AllowConflicts':null              | AllowConflicts",
                "'AllowConflicts':'yes'             | AllowConflicts",
                "'BookingWindowInDays':1081         | from 0 to 1080",
                "'BookingWindowInDays':-1           | BookingWindowInDays",
                "'BookingWindowInDays':1.5          | BookingWindowInDays",
                "'ConflictPercentageAllowed':101    | from 0 to 100",
                "'AutomateProcessing':'Always'      | AutoAccept",
                "'AutomateProcessing':null          | AutomateProcessing",
                "'BookInPolicy':'Nobody'            | Nobody",
                "'BookInPolicy':{'append':'Megan'}  | BookInPolicy",
                "'MinimumDurationInMinutes':5       | MinimumDurationInMinutes",
            })
    void aWrongProcessingIsRefusedByName(String parameters, String text) {
        JsonNode before = run("Get-CalendarProcessing", "'Identity':'Room'").row();
        assertRefused(text, "Set-CalendarProcessing", "'Identity':'Room'," + parameters);
        assertEquals(before, run("Get-CalendarProcessing", "'Identity':'Room'").row());
    }

    @Test
    void onlyResourcesHaveDelegates() {
        assertRefused(
                "resource mailboxes", "Set-CalendarProcessing", "'Identity':'Shared','ResourceDelegates':'Megan'");
        assertDone("Set-CalendarProcessing", "'Identity':'Room','ResourceDelegates':'Megan'");
        assertDone("Set-Mailbox", "'Identity':'Room','Type':'Shared'");
        assertDone("Set-CalendarProcessing", "'Identity':'Room','AllowConflicts':true");
        assertDone("Set-CalendarProcessing", "'Identity':'Room','ResourceDelegates':null,'AllowConflicts':false");
        assertDone("Set-Mailbox", "'Identity':'Room','Type':'Room'");
    }

    @Test
    void aListOfRecipientsIsBounded() {
        run("New-Mailbox", "'Name':'Bounded','Room':true");
        List<String> names = IntStream.rangeClosed(0, MAX_RECIPIENTS)
                .mapToObj(i -> "guest" + i)
                .toList();
        fixture.users(names);
        String all = names.subList(0, MAX_RECIPIENTS).stream()
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(","));
        String last = "'" + names.getLast() + "'";

        assertRefused(
                "BookInPolicy can contain at most 1000 recipients",
                "Set-CalendarProcessing",
                "'Identity':'Bounded','BookInPolicy':[" + all + "," + last + "]");
        assertEquals(0, booked());
        assertDone("Set-CalendarProcessing", "'Identity':'Bounded','BookInPolicy':[" + all + "]");
        assertEquals(MAX_RECIPIENTS, booked());
        assertRefused(
                "at most 1000 recipients",
                "Set-CalendarProcessing",
                "'Identity':'Bounded','BookInPolicy':{'add':" + last + "}");
        assertDone(
                "Set-CalendarProcessing",
                "'Identity':'Bounded','BookInPolicy':{'add':" + last + ",'remove':'" + names.getFirst() + "'}");
        assertEquals(MAX_RECIPIENTS, booked());
    }

    private int booked() {
        return run("Get-CalendarProcessing", "'Identity':'Bounded'")
                .row()
                .path("BookInPolicy")
                .size();
    }

    @Test
    void anAdditionalResponseIsBounded() {
        assertDone("Set-CalendarProcessing", "'Identity':'Room','AdditionalResponse':'" + "x".repeat(1024) + "'");
        assertRefused(
                "AdditionalResponse",
                "Set-CalendarProcessing",
                "'Identity':'Room','AdditionalResponse':'" + "x".repeat(1025) + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Shared",
                "Shared:",
                "Shared:\\\\",
                "Shared:/Calendar",
                "Shared:\\\\Inbox",
                "Shared:\\\\Kalender",
                "Shared:\\\\Calendar\\\\Sub",
                "Shared:\\\\Calendar\\\\",
                "List:\\\\Calendar",
                "Nobody:\\\\Calendar"
            })
    void otherFoldersAreNotFound(String identity) {
        for (String more : List.of("Get|", "Add|,'User':'Megan','AccessRights':'Reviewer'", "Remove|,'User':'Megan'")) {
            String[] parts = more.split("\\|", -1);
            assertEquals(
                    404,
                    run(parts[0] + "-MailboxFolderPermission", "'Identity':'" + identity + "'" + parts[1])
                            .status(),
                    identity);
        }
    }

    @Test
    void permissionsOfPeopleAreAddedOnceAndThoseOfEverybodyStay() {
        String folder = "'Identity':'Megan:\\\\calendar',";
        assertDone("Add-MailboxFolderPermission", folder + "'User':'Team','AccessRights':['Reviewer']");
        for (String again :
                List.of("'User':'team','AccessRights':'Editor'", "'User':'Default','AccessRights':'Editor'")) {
            assertRefused("existing permission entry", "Add-MailboxFolderPermission", folder + again);
        }
        assertRefused("List", "Add-MailboxFolderPermission", folder + "'User':'List','AccessRights':'Editor'");
        assertRefused("owner", "Add-MailboxFolderPermission", folder + "'User':'Megan','AccessRights':'Editor'");
        assertRefused("outside", "Set-MailboxFolderPermission", folder + "'User':'Anonymous','AccessRights':'Editor'");
        assertRefused(
                "Delegate",
                "Set-MailboxFolderPermission",
                folder + "'User':'Team','AccessRights':'Editor','SharingPermissionFlags':'Delegate'");
        for (String everybody : List.of("Default", "Anonymous")) {
            assertRefused("can't be removed", "Remove-MailboxFolderPermission", folder + "'User':'" + everybody + "'");
        }
        assertDone("Remove-MailboxFolderPermission", folder + "'User':'Team'");
        assertRefused("no existing permission", "Remove-MailboxFolderPermission", folder + "'User':'Team'");
    }
}
