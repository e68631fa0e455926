package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code getSchedule}: whose times are shown to whom, and how much of them. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphScheduleTest {
    private static final String ADA = "ada@contoso.example";
    private static final String BOB = "bob@contoso.example";
    private static final String EVE = "eve@contoso.example";

    @Parameter
    Engine engine;

    private final List<String> statements = Collections.synchronizedList(new ArrayList<>());
    private GraphFixture graph;
    private Client writer;
    private User ada;
    private User bob;
    private User eve;
    private User outlander;
    private Group team;
    private Group foreigners;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine, statements::add);
        writer = graph.client("Calendars.ReadWrite");
        ada = graph.user("ada", "Ada");
        bob = graph.user("bob", "Bob");
        eve = graph.user("eve", "Eve");
        outlander = graph.mailUser("outlander", "Out Lander");
        team = graph.group("team", ada.id(), bob.id());
        graph.group("everybody", team.id(), eve.id(), outlander.id());
        foreigners = graph.group("foreigners", eve.id(), outlander.id());
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    private static String body(String from, String to, String... schedules) {
        ObjectNode body = Json.object();
        var names = body.putArray("schedules");
        Stream.of(schedules).forEach(names::add);
        body.putObject("startTime").put("dateTime", from).put("timeZone", "UTC");
        body.putObject("endTime").put("dateTime", to).put("timeZone", "UTC");
        body.put("availabilityViewInterval", 60);
        return Json.text(body);
    }

    private static String day(String... schedules) {
        return body("2027-03-02T00:00:00", "2027-03-03T00:00:00", schedules);
    }

    private static Answer ask(Client client, String user, String body) {
        return client.post("/v1.0/users/" + user + "/calendar/getSchedule", body);
    }

    private static JsonNode entry(Answer answer, int number) {
        assertEquals(200, answer.status(), answer.text());
        return answer.json().path("value").path(number);
    }

    private void event(User owner, String json) {
        Answer answer = writer.post("/v1.0/users/" + owner.userPrincipalName() + "/events", json);
        assertEquals(201, answer.status(), answer.text());
    }

    private static String timed(String subject, String day, int from, int to, String more) {
        return "{'subject':'%s','location':{'displayName':'Room %s'},'start':{'dateTime':'%sT%02d:00:00','timeZone':'UTC'},'end':{'dateTime':'%sT%02d:00:00','timeZone':'UTC'}%s}"
                .formatted(subject, subject, day, from, day, to, more);
    }

    // what a name gives

    @Test
    void entriesKeepOrderAndSpellingAndAnUnknownOneDoesNotFailTheCall() {
        Answer answer =
                ask(writer, ADA, day("nobody@contoso.example", "BOB@contoso.example", "bob.alias@contoso.example"));

        assertTrue(answer.json()
                .path("@odata.context")
                .asString("")
                .endsWith("/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)"));
        assertEquals(
                "{\"scheduleId\":\"nobody@contoso.example\",\"availabilityView\":\"\",\"error\":{\"message\":\"Unable"
                        + " to resolve e-mail address <nobody@contoso.example> to an Active Directory object.\","
                        + "\"responseCode\":\"5009\"}}",
                entry(answer, 0).toString());
        assertEquals("BOB@contoso.example", entry(answer, 1).path("scheduleId").asString(""));
        assertFalse(entry(answer, 1).has("error"));
        assertFalse(entry(answer, 2).has("error"));
    }

    @Test
    void aRecipientWithoutMailboxHasAnErrorOfItsOwn() {
        assertEquals(
                "{\"scheduleId\":\"outlander@contoso.example\",\"availabilityView\":\"\",\"error\":{\"message\":"
                        + "\"Proxy web request failed.\",\"responseCode\":\"5016\"},\"scheduleItems\":null}",
                entry(ask(writer, ADA, day("outlander@contoso.example")), 0).toString());
    }

    @Test
    void aConfinedApplicationSeesMailboxesOutsideItsScopeAsThoseThatDoNotExist() {
        Client confined = graph.client("Calendars.Read", "Mail.Send");
        graph.confine(confined, team);
        event(eve, timed("Secret", "2027-03-02", 9, 10, ""));
        String[] outside = {
            EVE,
            "eve.alias@contoso.example",
            "outlander@contoso.example",
            "foreigners@contoso.example",
            "everybody@contoso.example",
            eve.id().toString()
        };
        for (String name : outside) {
            // a name of the same length that does not exist
            String unknown = name.contains("@") ? "x" + name.substring(1) : "0" + name.substring(1);
            assertEquals(
                    ask(confined, ADA, day(ADA, unknown)).text().replace(unknown, name),
                    ask(confined, ADA, day(ADA, name)).text(),
                    name);
        }
        assertFalse(entry(ask(confined, ADA, day(BOB)), 0).has("error"));
        assertFalse(entry(ask(writer, ADA, day(EVE)), 0).has("error"));
        assertEquals(403, ask(confined, EVE, day(ADA)).status());
    }

    /** What is looked up could take a time that can be measured. */
    @Test
    void nothingMoreIsLookedUpForAMailboxOutOfScopeThanForOneThatDoesNotExist() {
        Client confined = graph.client("Calendars.Read", "User.Read.All");
        graph.confine(confined, team);

        List<String> unknown = statementsOf(confined, "nobody@contoso.example");
        assertEquals(unknown, statementsOf(confined, EVE));
        assertEquals(unknown, statementsOf(confined, "outlander@contoso.example"));
        assertEquals(unknown, statementsOf(confined, "everybody@contoso.example"));
        if (engine == Engine.POSTGRES) {
            // SQLite prepares a statement once
            assertTrue(String.join(" ", statementsOf(confined, BOB)).contains("event_week"));
            assertFalse(String.join(" ", unknown).contains("event_week"));
        }
    }

    private List<String> statementsOf(Client client, String name) {
        statements.clear();
        assertEquals(200, ask(client, ADA, day(name)).status());
        return List.copyOf(statements);
    }

    @Test
    void aDeniedMailboxIsOneThatDoesNotExist() {
        Client denied = graph.client("Calendars.Read", "Mail.Read");
        graph.deny(denied, foreigners);

        assertEquals(
                ask(denied, ADA, day("xve@contoso.example")).text().replace("xve@", "eve@"),
                ask(denied, ADA, day(EVE)).text());
        assertFalse(entry(ask(denied, ADA, day(BOB)), 0).has("error"));
    }

    @Test
    void eachMailboxIsAudited() {
        Client confined = graph.client("Calendars.Read", "Contacts.Read");
        graph.confine(confined, team);

        ask(confined, ADA, day(BOB, EVE, "nobody@contoso.example", "team@contoso.example"));

        assertEquals(
                List.of("granted bob@contoso.example", "granted team@contoso.example (bob@contoso.example)"),
                entries(confined, bob));
        assertEquals(List.of("denied eve@contoso.example"), entries(confined, eve));
        assertEquals(
                List.of("denied nobody@contoso.example", "granted team@contoso.example"),
                own(confined, graph.audit().ofTenant(graph.contoso.id())));
    }

    private List<String> entries(Client client, User owner) {
        return own(client, graph.audit().ofMailbox(Objects.requireNonNull(owner.mailbox())));
    }

    private static List<String> own(Client client, List<AuditEntry> entries) {
        return entries.stream()
                .filter(entry -> client.principal().id().equals(entry.actor().principal()))
                .map(entry -> entry.verdict() + " " + entry.target())
                .toList();
    }

    @Test
    void theRowsOfAllCalendarsGiveTheSame() {
        String group = writer.get("/v1.0/users/" + ADA + "/calendarGroups")
                .json()
                .at("/value/0/id")
                .asString("");
        String calendar = writer.get("/v1.0/users/" + ADA + "/calendar").id();
        String expected = ask(writer, ADA, day(BOB)).text();

        for (String path : List.of("/calendars/" + calendar, "/calendarGroups/" + group + "/calendars/" + calendar)) {
            assertEquals(
                    expected,
                    writer.post("/v1.0/users/" + ADA + path + "/getSchedule", day(BOB))
                            .text());
        }
        assertEquals(
                404,
                writer.post("/v1.0/users/" + BOB + "/calendars/" + calendar + "/getSchedule", day(BOB))
                        .status());
        assertEquals(403, ask(graph.client("Mail.ReadWrite"), ADA, day(BOB)).status());
    }

    // parameters

    @Test
    void wrongParametersAreRefused() {
        refused(body("2027-03-02T10:00:00", "2027-03-02T10:00:00", BOB), "ErrorInvalidTimeInterval", "is invalid.");
        refused(body("2027-03-02T10:00:00", "2027-03-02T09:00:00", BOB), "ErrorInvalidTimeInterval", "is invalid.");
        refused(
                body("2027-03-01T00:00:00", "2027-05-02T00:00:01", BOB),
                "ErrorTimeIntervalTooBig",
                "The allowed limit = 62 days; the actual limit = 63 days.");
        refused(day(), "ErrorMailboxDataArrayEmpty", "no target users");
        refused(
                day(IntStream.range(0, 101).mapToObj(i -> "a" + i).toArray(String[]::new)),
                "ErrorMailboxDataArrayTooBig",
                "The allowed size = 100; the actual size = 101.");
        refused(day(BOB).replace("60}", "4}"), "ErrorInvalidParameter", "from 5 to 1440 minutes");
        refused(day(BOB).replace("60}", "1441}"), "ErrorInvalidParameter", "from 5 to 1440 minutes");
        refused(
                body("2027-03-02T10:00:00", "2027-03-02T10:59:00", BOB),
                "ErrorInvalidParameter",
                "not longer than the time window");
        refused(day(BOB).replace("UTC", "Nowhere"), "TimeZoneNotSupportedException", "'Nowhere'");
        refused(
                "{'schedules':['a'],'startTime':{'dateTime':'2027-03-02T10:00:00','timeZone':'UTC'}}",
                "ErrorInvalidParameter",
                "'endTime'");
    }

    private void refused(String body, String code, String text) {
        Answer answer = ask(writer, ADA, body);
        assertEquals(400, answer.status(), answer.text());
        assertEquals(code, answer.json().at("/error/code").asString(""));
        assertTrue(answer.json().at("/error/message").asString("").contains(text), answer.text());
    }

    @Test
    void spellingsOfClientsAreAccepted() {
        String expected = "0".repeat(48);
        for (String interval : List.of("30", "\"30\"", "null")) {
            String body = day(BOB).replace("60}", interval + "}");
            assertEquals(
                    expected,
                    entry(ask(writer, ADA, body), 0).path("availabilityView").asString(""));
        }
        String pascal = day(BOB).replace("schedules", "Schedules")
                .replace("startTime", "StartTime")
                .replace("availabilityViewInterval", "AvailabilityViewInterval");
        assertEquals(
                "0".repeat(24),
                entry(ask(writer, ADA, pascal), 0).path("availabilityView").asString(""));
        assertEquals(
                62 * 24 * 12,
                entry(
                                ask(
                                        writer,
                                        ADA,
                                        body("2027-03-01T00:00:00", "2027-05-02T00:00:00", BOB)
                                                .replace("60}", "5}")),
                                0)
                        .path("availabilityView")
                        .asString("")
                        .length());
    }

    // items

    private static String view(JsonNode entry) {
        return entry.path("availabilityView").asString("");
    }

    /** What an entry shows of its items, in one line each. */
    private static List<String> items(JsonNode entry) {
        return entry.path("scheduleItems")
                .valueStream()
                .map(item -> item.path("status").asString("") + " "
                        + item.at("/start/dateTime").asString("").substring(5, 16) + " "
                        + item.at("/end/dateTime").asString("").substring(5, 16)
                        + (item.has("subject") ? " " + item.path("subject").asString("") : "")
                        + (item.path("isPrivate").booleanValue(false) ? " private" : ""))
                .toList();
    }

    @Test
    void itemsAreSortedAndNotClippedAndFreeOnesAreShown() {
        User own = graph.user("own", "Own");
        event(own, timed("Late", "2027-03-02", 16, 17, ",'showAs':'tentative'"));
        event(own, timed("Lunch", "2027-03-02", 12, 14, ""));
        event(own, timed("Within", "2027-03-02", 13, 14, ",'showAs':'tentative'"));
        event(own, timed("Early", "2027-03-02", 7, 10, ",'showAs':'oof'"));
        event(own, timed("Free", "2027-03-02", 15, 16, ",'showAs':'free'"));
        event(own, timed("Home", "2027-03-02", 10, 11, ",'showAs':'workingElsewhere','sensitivity':'private'"));
        event(own, timed("Before", "2027-03-02", 6, 7, ""));
        event(own, timed("After", "2027-03-02", 18, 19, ""));

        JsonNode entry = entry(
                ask(
                        writer,
                        own.userPrincipalName(),
                        body("2027-03-02T07:00:00", "2027-03-02T18:00:00", own.userPrincipalName())),
                0);

        assertEquals(
                List.of(
                        "oof 03-02T07:00 03-02T10:00 Early",
                        "workingElsewhere 03-02T10:00 03-02T11:00 Home private",
                        "busy 03-02T12:00 03-02T14:00 Lunch",
                        "tentative 03-02T13:00 03-02T14:00 Within",
                        "free 03-02T15:00 03-02T16:00 Free",
                        "tentative 03-02T16:00 03-02T17:00 Late"),
                items(entry));
        assertEquals("33300220010", view(entry));
        assertEquals("Room Early", entry.at("/scheduleItems/0/location").asString(""));
        assertEquals(
                "{\"daysOfWeek\":[\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\"],"
                    + "\"startTime\":\"08:00:00.0000000\",\"endTime\":\"17:00:00.0000000\",\"timeZone\":{\"name\":\"UTC\"}}",
                entry.path("workingHours").toString());
        JsonNode later = entry(
                ask(
                        writer,
                        own.userPrincipalName(),
                        body("2027-03-02T08:00:00", "2027-03-02T09:00:00", own.userPrincipalName())),
                0);
        assertEquals(List.of("oof 03-02T07:00 03-02T10:00 Early"), items(later));
    }

    @Test
    void aCalendarShowsWhatItsPermissionsGiveToTheAskingMailbox() {
        User shy = graph.user("shy", "Shy");
        event(shy, timed("Plain", "2027-03-02", 9, 10, ""));
        event(shy, timed("Personal", "2027-03-02", 10, 11, ",'sensitivity':'personal'"));
        event(shy, timed("Private", "2027-03-02", 11, 12, ",'sensitivity':'private'"));
        event(shy, timed("Confidential", "2027-03-02", 12, 13, ",'sensitivity':'confidential'"));
        List<String> times = List.of(
                "busy 03-02T09:00 03-02T10:00",
                "busy 03-02T10:00 03-02T11:00",
                "busy 03-02T11:00 03-02T12:00",
                "busy 03-02T12:00 03-02T13:00");
        List<String> details = List.of(
                "busy 03-02T09:00 03-02T10:00 Plain",
                "busy 03-02T10:00 03-02T11:00 Personal",
                "busy 03-02T11:00 03-02T12:00 private",
                "busy 03-02T12:00 03-02T13:00 private");
        List<String> everything = List.of(
                "busy 03-02T09:00 03-02T10:00 Plain",
                "busy 03-02T10:00 03-02T11:00 Personal",
                "busy 03-02T11:00 03-02T12:00 Private private",
                "busy 03-02T12:00 03-02T13:00 Confidential private");

        JsonNode first = entry(ask(writer, ADA, day(shy.userPrincipalName())), 0);
        assertEquals(times, items(first));
        assertFalse(first.at("/scheduleItems/0").has("isPrivate"));
        role(shy, BOB, "limitedRead");
        assertEquals(details, items(entry(ask(writer, BOB, day(shy.userPrincipalName())), 0)));
        assertEquals(times, items(entry(ask(writer, ADA, day(shy.userPrincipalName())), 0)));
        role(shy, BOB, "write");
        assertEquals(details, items(entry(ask(writer, BOB, day(shy.userPrincipalName())), 0)));
        role(shy, BOB, "delegateWithPrivateEventAccess");
        assertEquals(everything, items(entry(ask(writer, BOB, day(shy.userPrincipalName())), 0)));
        everybody(shy, "none");
        assertEquals(
                "{\"message\":\"The calendar does not show its free/busy times to the requesting mailbox.\","
                        + "\"responseCode\":\"ErrorNoFreeBusyAccess\"}",
                entry(ask(writer, ADA, day(shy.userPrincipalName())), 0)
                        .path("error")
                        .toString());
        assertEquals(everything, items(entry(ask(writer, shy.userPrincipalName(), day(shy.userPrincipalName())), 0)));
        role(shy, "team@contoso.example", "read");
        assertEquals(details, items(entry(ask(writer, ADA, day(shy.userPrincipalName())), 0)));
        assertEquals(everything, items(entry(ask(writer, BOB, day(shy.userPrincipalName())), 0)));
        assertTrue(entry(ask(writer, EVE, day(shy.userPrincipalName())), 0).has("error"));
    }

    private void role(User owner, String address, String role) {
        Answer answer = writer.post(
                "/v1.0/users/" + owner.userPrincipalName() + "/calendar/calendarPermissions",
                "{'emailAddress':{'address':'" + address + "'},'role':'" + role + "'}");
        assertTrue(answer.status() < 300, answer.text());
    }

    private void everybody(User owner, String role) {
        Answer answer = writer.patch(
                "/v1.0/users/" + owner.userPrincipalName() + "/calendar/calendarPermissions/RGVmYXVsdA==",
                "{'role':'" + role + "'}");
        assertEquals(200, answer.status(), answer.text());
    }

    @Test
    void anAllDayEventIsADayOfTheZoneThatIsAskedFor() {
        User tourist = graph.user("tourist", "Tourist");
        event(
                tourist,
                "{'subject':'Trip','isAllDay':true,'start':{'dateTime':'2027-03-02T00:00:00','timeZone':'UTC'},"
                        + "'end':{'dateTime':'2027-03-03T00:00:00','timeZone':'UTC'}}");
        String day = day(tourist.userPrincipalName());

        JsonNode utc = entry(ask(writer, ADA, day), 0);
        assertEquals(List.of("busy 03-02T00:00 03-03T00:00"), items(utc));
        assertEquals("2".repeat(24), view(utc));
        Answer inTokyo = writer.send(
                "POST",
                "/v1.0/users/" + ADA + "/calendar/getSchedule",
                day,
                Map.of("Prefer", "outlook.timezone=\"Tokyo Standard Time\""));
        assertEquals(List.of("busy 03-02T00:00 03-03T00:00"), items(entry(inTokyo, 0)));
        assertEquals(
                "Tokyo Standard Time",
                entry(inTokyo, 0).at("/scheduleItems/0/start/timeZone").asString(""));
        assertEquals("2".repeat(15) + "0".repeat(9), view(entry(inTokyo, 0)));
        Answer inHonolulu = writer.send(
                "POST",
                "/v1.0/users/" + ADA + "/calendar/getSchedule",
                body("2027-03-03T09:00:00", "2027-03-03T11:00:00", tourist.userPrincipalName()),
                Map.of("Prefer", "outlook.timezone=\"Pacific/Honolulu\""));
        assertEquals("20", view(entry(inHonolulu, 0)));
    }

    @Test
    void occurrencesCountAtTheirCurrentTimesAndOnlyThoseOfTheDefaultCalendar() {
        User busy = graph.user("busy", "Busy");
        String path = "/v1.0/users/" + busy.userPrincipalName();
        event(
                busy,
                timed(
                        "Daily",
                        "2027-03-01",
                        9,
                        10,
                        ",'recurrence':{'pattern':{'type':'daily','interval':1},'range':{'type':'noEnd','startDate':'2027-03-01'}}"));
        JsonNode instances = writer.get(
                        path + "/calendarView?startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-03-04T00:00:00Z")
                .json()
                .path("value");
        assertEquals(
                204,
                writer.delete(path + "/events/" + instances.at("/0/id").asString(""))
                        .status());
        assertEquals(
                200,
                writer.patch(
                                path + "/events/" + instances.at("/1/id").asString(""),
                                "{'start':{'dateTime':'2027-03-02T15:00:00','timeZone':'UTC'},'end':{'dateTime':'2027-03-02T17:00:00','timeZone':'UTC'}}")
                        .status());
        String other = writer.post(path + "/calendars", "{'name':'Other'}").id();
        assertEquals(
                201,
                writer.post(path + "/calendars/" + other + "/events", timed("Elsewhere", "2027-03-02", 11, 12, ""))
                        .status());

        JsonNode entry = entry(
                ask(writer, ADA, body("2027-03-01T00:00:00", "2027-03-04T00:00:00", busy.userPrincipalName())), 0);

        assertEquals(List.of("busy 03-02T15:00 03-02T17:00", "busy 03-03T09:00 03-03T10:00"), items(entry));
    }

    @Test
    void moreItemsThanAllowedAreAnErrorOfTheEntry() {
        User full = graph.user("full", "Full");
        for (int i = 0; i < 11; i++) {
            event(
                    full,
                    "{'start':{'dateTime':'2027-03-01T%02d:00:00','timeZone':'UTC'},'end':{'dateTime':'2027-03-01T%02d:30:00','timeZone':'UTC'},'recurrence':{'pattern':{'type':'daily','interval':1},'range':{'type':'noEnd','startDate':'2027-03-01'}}}"
                            .formatted(i, i));
        }
        String all = full.userPrincipalName();

        // 11 a day
        assertEquals(
                682,
                items(entry(ask(writer, ADA, body("2027-03-01T00:00:00", "2027-05-02T00:00:00", all)), 0))
                        .size());
        for (int i = 11; i < 17; i++) {
            event(
                    full,
                    "{'start':{'dateTime':'2027-03-01T%02d:00:00','timeZone':'UTC'},'end':{'dateTime':'2027-03-01T%02d:30:00','timeZone':'UTC'},'recurrence':{'pattern':{'type':'daily','interval':1},'range':{'type':'noEnd','startDate':'2027-03-01'}}}"
                            .formatted(i, i));
        }
        Answer tooMany = ask(writer, ADA, body("2027-03-01T00:00:00", "2027-05-02T00:00:00", all, BOB));
        assertEquals("5006", entry(tooMany, 0).at("/error/responseCode").asString(""));
        assertTrue(entry(tooMany, 0)
                .at("/error/message")
                .asString("")
                .startsWith("The result set contains too many calendar entries. The allowed size = 1000;"));
        assertFalse(entry(tooMany, 1).has("error"));
    }

    @Test
    void aGroupIsOneEntryOfAllItsMembers() {
        User one = graph.user("one", "One");
        User two = graph.user("two", "Two");
        Group inner = graph.group("inner", two.id());
        graph.group("outer", one.id(), inner.id(), outlander.id());
        event(one, timed("First", "2027-03-02", 9, 10, ""));
        event(two, timed("Second", "2027-03-02", 9, 11, ",'showAs':'tentative'"));
        role(one, ADA, "read");

        JsonNode entry =
                entry(ask(writer, ADA, body("2027-03-02T09:00:00", "2027-03-02T12:00:00", "outer@contoso.example")), 0);

        assertEquals("210", view(entry));
        assertEquals(List.of("busy 03-02T09:00 03-02T10:00 First", "tentative 03-02T09:00 03-02T11:00"), items(entry));
        assertFalse(entry.has("workingHours"));
        assertFalse(entry.has("error"));
    }

    @Test
    void groupsWithTooManyMembersAreNotRead() {
        User[] crowd = IntStream.range(0, 60)
                .mapToObj(i -> graph.user("crowd" + i, "Crowd " + i))
                .toArray(User[]::new);
        ObjectId[] ids = Stream.of(crowd).map(User::id).toArray(ObjectId[]::new);
        graph.group("crowd", ids);
        graph.group("copy", ids);

        Answer answer = ask(writer, ADA, day("crowd@contoso.example", "copy@contoso.example", BOB));

        assertFalse(entry(answer, 0).has("error"));
        assertEquals(
                "ErrorFreeBusyDLLimitReached",
                entry(answer, 1).at("/error/responseCode").asString(""));
        assertFalse(entry(answer, 2).has("error"));
    }
}
