package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Characters that a database cannot store, or that are half of a character: no text of a calendar makes a request fail. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class CalendarCharactersTest {
    private static final String ADA = "/v1.0/users/ada@contoso.example";
    private static final List<String> ODD = List.of("\\u0000", "\\ud800", "\\udfff", "\\ud83d\\ude00", "\\u202e");

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private Client client;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        client = graph.client("Calendars.ReadWrite");
        graph.user("ada", "Ada");
        graph.user("bob", "Bob");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    private static String event(String more) {
        return "{'start':{'dateTime':'2026-12-01T09:00:00','timeZone':'UTC'},'end':{'dateTime':'2026-12-01T10:00:00','timeZone':'UTC'},"
                + more + "}";
    }

    @Test
    void everyTextOfAnEventIsStored() {
        for (String odd : ODD) {
            for (String member : List.of(
                    "'subject':'a%s'",
                    "'body':{'contentType':'text','content':'a%s'}",
                    "'body':{'contentType':'html','content':'<p>a%s</p>'}",
                    "'location':{'displayName':'a%s','locationUri':'a%s'}",
                    "'categories':['a%s']",
                    "'attendees':[{'emailAddress':{'address':'bob@contoso.example','name':'a%s'}}]",
                    "'extensions':[{'@odata.type':'microsoft.graph.openTypeExtension','extensionName':'a.b','x':'a%s'}]",
                    "'singleValueExtendedProperties':[{'id':'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name"
                            + " a','value':'a%s'}]",
                    "'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','name':'a%s','contentBytes':'AAAA'}]")) {
                Answer answer = client.post(ADA + "/events", event(member.replace("%s", odd)));
                assertEquals(201, answer.status(), member + odd + answer.text());
                graph.deliver();
                assertEquals(200, client.get(ADA + "/events/" + answer.id()).status());
            }
        }
        assertEquals(200, client.get(ADA + "/events?$top=100").status());
    }

    /** What identifies something is refused, or stored. */
    @Test
    void everyNameIsStoredOrRefused() {
        for (String odd : ODD) {
            for (String body : List.of(
                    "/events " + event("'transactionId':'t%s'"),
                    "/calendars {'name':'calendar%s'}",
                    "/calendarGroups {'name':'group%s'}",
                    "/calendar/calendarPermissions"
                            + " {'role':'read','emailAddress':{'address':'a%s@fabrikam.example','name':'b%s'}}",
                    "/calendar/getSchedule"
                        + " {'schedules':['a%s'],'startTime':{'dateTime':'2026-12-01T09:00:00','timeZone':'UTC'},'endTime':{'dateTime':'2026-12-01T10:00:00','timeZone':'UTC'}}")) {
                int at = body.indexOf(' ');
                Answer answer = client.post(
                        ADA + body.substring(0, at), body.substring(at + 1).replace("%s", odd));
                assertTrue(answer.status() < 500, body + odd + answer.text());
            }
            for (String path : List.of(
                    "/calendars?$filter=name eq 'a%s'",
                    "/events?$filter=subject eq 'a%s'",
                    "/events?$filter=contains(subject,'%s')",
                    "/events?$filter=iCalUId eq '%s'",
                    "/events?$filter=categories/any(c:c eq 'a%s')",
                    "/events?$filter=location/displayName eq 'a%s'",
                    "/calendar/allowedCalendarSharingRoles(User='a%s@x.example')")) {
                String text = path.replace("%s", decoded(odd));
                Answer answer = client.get(ADA + text);
                assertTrue(answer.status() < 500, path + odd + answer.text());
            }
        }
        assertEquals(200, client.get(ADA + "/calendars").status());
        assertEquals(200, client.get(ADA + "/calendarGroups").status());
        assertEquals(200, client.get(ADA + "/calendar/calendarPermissions").status());
    }

    private static String decoded(String escapes) {
        var text = new StringBuilder();
        for (String one : escapes.substring(2).split("\\\\u", -1)) {
            text.append((char) Integer.parseInt(one, 16));
        }
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void anAddressOfAPermissionIsBounded() {
        String body = "{'role':'read','emailAddress':{'address':'%s@fabrikam.example'}}";
        assertEquals(
                200,
                client.post(ADA + "/calendar/calendarPermissions", body.formatted("x".repeat(60)))
                        .status());
        Answer refused = client.post(ADA + "/calendar/calendarPermissions", body.formatted("x".repeat(1000)));
        assertEquals(400, refused.status(), refused.text());
        Answer longName = client.post(
                ADA + "/calendar/calendarPermissions",
                "{'role':'read','emailAddress':{'address':'y@fabrikam.example','name':'" + "n".repeat(100_000) + "'}}");
        assertTrue(longName.status() == 400 || longName.text().length() < 2000, longName.text());
        assertFalse(client.get(ADA + "/calendar/calendarPermissions").text().length() > 10_000);
    }
}
