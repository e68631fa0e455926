package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.audit.AuditEntry;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.http.Json;
import dev.postern.store.Engine;
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

    private GraphFixture graph;
    private Client writer;
    private User ada;
    private User bob;
    private User eve;
    private User outlander;
    private Group team;
    private Group everybody;
    private Group foreigners;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        writer = graph.client("Calendars.ReadWrite");
        ada = graph.user("ada", "Ada");
        bob = graph.user("bob", "Bob");
        eve = graph.user("eve", "Eve");
        outlander = graph.mailUser("outlander", "Out Lander");
        team = graph.group("team", ada.id(), bob.id());
        everybody = graph.group("everybody", team.id(), eve.id(), outlander.id());
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

    @SuppressWarnings("unused")
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
        Answer answer = ask(writer, ADA, day("nobody@contoso.example", "BOB@contoso.example", "bob.alias@contoso.example"));

        assertTrue(answer.json()
                .path("@odata.context")
                .asString("")
                .endsWith("/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)"));
        assertEquals(
                "{\"scheduleId\":\"nobody@contoso.example\",\"availabilityView\":\"\",\"error\":{\"message\":"
                        + "\"Unable to resolve e-mail address <nobody@contoso.example> to an Active Directory object.\","
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
        String[] outside = {
            EVE, "eve.alias@contoso.example", "outlander@contoso.example", "foreigners@contoso.example",
            "everybody@contoso.example", eve.id().toString()
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

        assertEquals(List.of("granted bob@contoso.example", "granted team@contoso.example (bob@contoso.example)"), entries(confined, bob));
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
                    writer.post("/v1.0/users/" + ADA + path + "/getSchedule", day(BOB)).text());
        }
        assertEquals(
                404,
                writer.post("/v1.0/users/" + BOB + "/calendars/" + calendar + "/getSchedule", day(BOB))
                        .status());
        assertEquals(
                403,
                ask(graph.client("Mail.ReadWrite"), ADA, day(BOB)).status());
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
        refused("{'schedules':['a'],'startTime':{'dateTime':'2027-03-02T10:00:00','timeZone':'UTC'}}", "ErrorInvalidParameter", "'endTime'");
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
            assertEquals(expected, entry(ask(writer, ADA, body), 0).path("availabilityView").asString(""));
        }
        String pascal = day(BOB)
                .replace("schedules", "Schedules")
                .replace("startTime", "StartTime")
                .replace("availabilityViewInterval", "AvailabilityViewInterval");
        assertEquals("0".repeat(24), entry(ask(writer, ADA, pascal), 0).path("availabilityView").asString(""));
        assertEquals(
                62 * 24 * 12,
                entry(ask(writer, ADA, body("2027-03-01T00:00:00", "2027-05-02T00:00:00", BOB).replace("60}", "5}")), 0)
                        .path("availabilityView")
                        .asString("")
                        .length());
    }
}
