package dev.postern.graph.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.calendar.ZoneNames;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Categories, languages, time zones, and single settings. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphOutlookTest {
    private static final String ANNA = "/v1.0/users/anna@contoso.example";
    private static final String CATEGORIES = ANNA + "/outlook/masterCategories";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private GraphFixture.Client client;

    @BeforeEach
    void open() {
        graph = new GraphFixture(engine);
        graph.user("anna", "Anna");
        client = graph.client("MailboxSettings.ReadWrite");
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private Answer create(String body) {
        return client.post(CATEGORIES, body.replace('\'', '"'));
    }

    @Test
    void categories() {
        Answer made = create("{'displayName':'Project X','color':'PRESET9'}");
        assertEquals(201, made.status(), made::toString);
        assertEquals("preset9", made.json().path("color").stringValue(""));
        assertTrue(made.json().path("@odata.context").stringValue("").endsWith("/outlook/masterCategories/$entity"));
        String one = CATEGORIES + "/" + made.id();
        assertEquals(201, create("{'displayName':'Plain'}").status());
        JsonNode list = client.get(CATEGORIES).json().path("value");
        assertEquals("Project X", list.at("/0/displayName").stringValue(""));
        assertEquals("none", list.at("/1/color").stringValue(""));
        assertEquals("2", client.get(CATEGORIES + "/$count").text());
        assertEquals(200, client.patch(one, "{\"color\":\"preset3\"}").status());
        assertEquals("preset3", client.get(one).json().path("color").stringValue(""));
        assertEquals(204, client.delete(one).status());
        assertEquals(404, client.get(one).status());
        assertEquals(404, client.delete(one).status());
        assertEquals(1, client.get(CATEGORIES).json().path("value").size());
    }

    @Test
    void refusedCategories() {
        Answer made = create("{'displayName':'Project X'}");
        assertEquals(
                409, create("{'displayName':'PROJECT x','color':'preset1'}").status());
        assertEquals(400, create("{'displayName':' '}").status());
        assertEquals(400, create("{'color':'preset1'}").status());
        assertEquals(400, create("{'displayName':'a,b'}").status());
        assertEquals(400, create("{'displayName':'" + "x".repeat(256) + "'}").status());
        assertEquals(400, create("{'displayName':'y','color':'preset25'}").status());
        assertEquals(400, create("{'displayName':'y','size':1}").status());
        String one = CATEGORIES + "/" + made.id();
        assertEquals(400, client.patch(one, "{\"displayName\":\"Other\"}").status());
        assertEquals("Project X", client.get(one).json().path("displayName").stringValue(""));
        assertEquals(404, client.get(CATEGORIES + "/" + UUID.randomUUID()).status());
        assertEquals(404, client.get(CATEGORIES + "/nothing").status());
        assertEquals(403, graph.client("Mail.ReadWrite").get(CATEGORIES).status());
        assertEquals(
                403,
                graph.client("MailboxSettings.Read")
                        .post(CATEGORIES, "{\"displayName\":\"z\"}")
                        .status());
    }

    @Test
    void zonesAndLanguages() {
        JsonNode windows =
                client.get(ANNA + "/outlook/supportedTimeZones").json().path("value");
        assertTrue(windows.size() > 130);
        windows.forEach(zone ->
                assertTrue(ZoneNames.find(zone.path("alias").stringValue("")).isPresent(), zone::toString));
        assertTrue(windows.valueStream()
                .anyMatch(zone ->
                        zone.path("displayName").stringValue("").equals("(UTC-08:00) Pacific Time (US & Canada)")));
        for (String argument : new String[] {"microsoft.graph.timeZoneStandard'Iana'", "'iana'"}) {
            JsonNode iana = client.get(ANNA + "/outlook/supportedTimeZones(TimeZoneStandard=" + argument + ")")
                    .json()
                    .path("value");
            assertTrue(iana.valueStream()
                    .anyMatch(zone -> zone.path("alias").stringValue("").equals("Europe/Berlin")));
        }
        assertEquals(
                400,
                client.get(ANNA + "/outlook/supportedTimeZones(TimeZoneStandard='Mars')")
                        .status());
        JsonNode languages =
                client.get(ANNA + "/outlook/supportedLanguages()").json().path("value");
        assertTrue(languages
                .valueStream()
                .anyMatch(one -> one.path("displayName").stringValue("").equals("German (Germany)")));
        assertEquals(
                200,
                graph.client("MailboxSettings.Read")
                        .get(ANNA + "/outlook/supportedLanguages")
                        .status());
        assertEquals(
                403,
                graph.client("Mail.Read")
                        .get(ANNA + "/outlook/supportedLanguages")
                        .status());
        assertFalse(client.get(ANNA + "/outlook").id().isEmpty());
    }

    @Test
    void singleSettings() {
        String settings = ANNA + "/mailboxSettings";
        assertEquals(
                "UTC", client.get(settings + "/timeZone").json().path("value").stringValue(""));
        assertEquals(
                "user",
                client.get(settings + "/userPurpose").json().path("value").stringValue(""));
        JsonNode language = client.get(settings + "/language").json();
        assertEquals("en-US", language.path("locale").stringValue(""));
        assertTrue(language.path("@odata.context").stringValue("").endsWith("/mailboxSettings/language"));
        JsonNode replies = client.get(settings + "/automaticRepliesSetting").json();
        assertEquals(
                "2026-11-23T09:00:00.0000000",
                replies.at("/scheduledStartDateTime/dateTime").stringValue(""));
        assertEquals(
                "2026-11-24T09:00:00.0000000",
                replies.at("/scheduledEndDateTime/dateTime").stringValue(""));
        JsonNode selected = client.get(settings + "?$select=timeZone,language").json();
        assertEquals(3, selected.size(), selected::toString);
        assertEquals(400, client.get(settings + "?$select=nothing").status());
        assertEquals(400, client.get(settings + "?$filter=timeZone eq 'UTC'").status());
        Answer changed = client.patch(settings, "{\"workingHours\":{\"endTime\":\"16:00\"}}");
        assertEquals(2, changed.json().size(), changed::toString);
        assertEquals(
                "16:00:00.0000000", changed.json().at("/workingHours/endTime").stringValue(""));
        String longest = "x".repeat(128 * 1024);
        String reply = "{\"automaticRepliesSetting\":{\"internalReplyMessage\":\"%s\"}}";
        assertEquals(200, client.patch(settings, reply.formatted(longest)).status());
        assertEquals(400, client.patch(settings, reply.formatted(longest + "x")).status());
        assertEquals(
                405, client.patch(settings + "/timeZone", "{\"value\":\"UTC\"}").status());
        assertEquals(
                403, graph.client("MailboxSettings.Read").patch(settings, "{}").status());
        assertEquals(
                404,
                client.get("/v1.0/users/nobody@contoso.example/mailboxSettings").status());
    }

    @Test
    void aCustomZone() {
        String settings = ANNA + "/mailboxSettings";
        // the example of Graph: daylight saving time would be later than standard time, so the seasons are exchanged
        Answer changed = client.patch(settings, """
            {"workingHours":{"timeZone":{"@odata.type":"#microsoft.graph.customTimeZone","name":"Customized Time Zone",
             "bias":-300,"standardOffset":{"time":"02:00:00","dayOccurrence":4,"dayOfWeek":"sunday","month":5,"year":0},
             "daylightOffset":{"daylightBias":100,"time":"02:00:00","dayOccurrence":2,"dayOfWeek":"sunday","month":10,"year":0}}}}
            """);
        assertEquals(200, changed.status(), changed::toString);
        JsonNode example = changed.json().at("/workingHours/timeZone");
        assertEquals(-200, example.path("bias").intValue(0), "a zone that no name has");
        assertEquals(-100, example.at("/daylightOffset/daylightBias").intValue(0));
        for (String bad : List.of(
                "'bias':841",
                "'bias':-800,'standardOffset':{'dayOccurrence':1,'dayOfWeek':'sunday','month':5},"
                        + "'daylightOffset':{'daylightBias':-60,'dayOccurrence':1,'dayOfWeek':'sunday','month':9}",
                "'bias':60,'daylightOffset':{'daylightBias':-60}")) {
            Answer refused = client.patch(
                    settings,
                    "{'workingHours':{'timeZone':{'@odata.type':'#microsoft.graph.customTimeZone'," + bad + "}}}");
            assertEquals(400, refused.status(), bad);
            assertTrue(refused.toString().contains("InvalidTimeZone"), bad);
        }
        changed = client.patch(settings, """
            {"workingHours":{"timeZone":{"@odata.type":"#microsoft.graph.customTimeZone","name":"Customized Time Zone",
             "bias":-120,"standardOffset":{"time":"02:00:00","dayOccurrence":5,"dayOfWeek":"sunday","month":3,"year":0},
             "daylightOffset":{"daylightBias":60,"time":"03:00:00","dayOccurrence":5,"dayOfWeek":"sunday","month":10,"year":0}}}}
            """);
        assertEquals(200, changed.status(), changed::toString);
        JsonNode zone = changed.json().at("/workingHours/timeZone");
        assertEquals(-60, zone.path("bias").intValue(0));
        assertEquals(-60, zone.at("/daylightOffset/daylightBias").intValue(0));
        assertEquals(3, zone.at("/daylightOffset/month").intValue(0));
        assertEquals(10, zone.at("/standardOffset/month").intValue(0));
        JsonNode schedule = graph.client("Calendars.Read")
                .post(ANNA + "/calendar/getSchedule", """
                    {"schedules":["anna@contoso.example"],"startTime":{"dateTime":"2026-12-01T00:00:00","timeZone":"UTC"},
                     "endTime":{"dateTime":"2026-12-02T00:00:00","timeZone":"UTC"}}
                    """)
                .json();
        assertEquals(-60, schedule.at("/value/0/workingHours/timeZone/bias").intValue(0), schedule::toString);
    }
}
