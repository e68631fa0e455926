package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an attack on meetings found, each as it should be. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphMeetingEdgesTest extends MeetingScenario {
    @Test
    void aDeclinedSeriesIsDeclinedInEveryOccurrence() {
        String id = create("olga", "'subject':'Plan'", SERIES, attendees("anna"));
        act("anna", view("anna").get(1).path("id").asString(), "accept", "");
        act("anna", id("anna"), "decline", "");
        assertEquals(List.of(), events("anna"));
        for (var one : view("olga")) {
            assertEquals("declined", status("olga", one.path("id").asString(), "anna"), one::toString);
        }
        assertEquals("declined", status("olga", id, "anna"));
    }

    @Test
    void onlyTheDefaultCalendarCountsAnswers() {
        String second = expect(201, calendar.post(user("olga") + "/calendars", "{'name':'Second'}"))
                .id();
        String id = expect(
                        201,
                        calendar.post(
                                user("olga") + "/calendars/" + second + "/events",
                                "{'subject':'Plan'," + SINGLE + "," + attendees("anna") + "}"))
                .id();
        deliver();
        act("anna", id("anna"), "accept", "");
        assertEquals("none", status("olga", id, "anna"));
        assertEquals(List.of("meetingAccepted Accepted: Plan"), mail("olga", "inbox"));
    }

    @Test
    void aTimeProposedWithAnAcceptanceIsIgnored() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        act("anna", id("anna"), "accept", "{'proposedNewTime':{" + SINGLE + "}}");
        assertEquals("accepted", status("olga", id, "anna"));
        assertTrue(event("olga", id)
                .path("attendees")
                .get(0)
                .path("proposedNewTime")
                .isMissingNode());
    }

    @Test
    void eventsOfADeletedCalendarAreGone() {
        String second = expect(201, calendar.post(user("olga") + "/calendars", "{'name':'Second'}"))
                .id();
        String body = "{'subject':'Plan','transactionId':'t-1'," + SINGLE + "," + attendees("anna") + "}";
        String url = user("olga") + "/calendars/" + second;
        String id = expect(201, calendar.post(url + "/events", body)).id();
        deliver();
        expect(204, calendar.delete(url));
        expect(404, calendar.get(user("olga") + "/events/" + id));
        expect(404, calendar.patch(user("olga") + "/events/" + id, "{'subject':'Other'}"));
        expect(404, calendar.post(user("olga") + "/events/" + id + "/cancel", ""));
        act("anna", id("anna"), "accept", "");
        String again =
                expect(201, calendar.post(user("olga") + "/events", body)).id();
        assertEquals(again, only("olga").path("id").asString());
    }

    @Test
    void anOrganizerWithAnotherAddressIsTheSamePerson() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        graph.address("olga", "olga.new@contoso.example");
        String moved = SINGLE.replace("T09", "T11").replace("T10", "T12");
        expect(200, calendar.patch("/v1.0/users/olga.new@contoso.example/events/" + id, "{" + moved + "}"));
        deliver();
        assertEquals(
                "2026-12-01T11:00:00.0000000",
                only("anna").path("start").path("dateTime").asString());
        assertEquals(
                "olga.new@contoso.example",
                only("anna")
                        .path("organizer")
                        .path("emailAddress")
                        .path("address")
                        .asString());
        act("anna", id("anna"), "accept", "");
        assertEquals("accepted", status("olga.new", id, "anna"));
        expect(202, calendar.post("/v1.0/users/olga.new@contoso.example/events/" + id + "/cancel", ""));
        deliver();
        assertTrue(only("anna").path("isCancelled").asBoolean());
    }

    @Test
    void controlCharactersAndInfiniteNumbersAreNotStored() {
        String location = "'location':{'displayName':'Room\\u0000 1\\r\\n','coordinates':{'latitude':%s}}";
        String id = create("olga", "'subject':'Plan'", SINGLE, location.formatted("1.5"), "'categories':['a\\u0000b']");
        assertEquals(
                "Room  1 ",
                event("olga", id).path("location").path("displayName").asString());
        expect(
                400,
                calendar.post(
                        user("olga") + "/events",
                        "{'subject':'Plan'," + SINGLE + "," + location.formatted("1e999") + "}"));
    }

    private void invite(String calendarPart) {
        String mime = "From: olga@contoso.example\r\nTo: anna@contoso.example\r\nSubject: Plan\r\n"
                + "MIME-Version: 1.0\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"
                + "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Contoso//EN\r\nMETHOD:REQUEST\r\n" + calendarPart
                + "END:VCALENDAR\r\n";
        Answer sent = mail.send(
                "POST",
                user("olga") + "/sendMail",
                Base64.getMimeEncoder().encodeToString(mime.getBytes(StandardCharsets.UTF_8)),
                Map.of("Content-Type", "text/plain"));
        expect(202, sent);
        deliver();
    }

    private static final String EVENT = """
        BEGIN:VEVENT
        UID:u-1
        DTSTAMP:20261101T080000Z
        ORGANIZER:mailto:olga@contoso.example
        SUMMARY:Plan
        """.replace("\n", "\r\n");

    @Test
    void anOverrideWithoutAttendeesHasThoseOfItsSeries() {
        invite(EVENT
                + "ATTENDEE:mailto:anna@contoso.example\r\nDTSTART:20261207T090000Z\r\nDTEND:20261207T100000Z\r\n"
                + "RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n" + EVENT
                + "RECURRENCE-ID:20261214T090000Z\r\nDTSTART:20261214T150000Z\r\nDTEND:20261214T160000Z\r\n"
                + "END:VEVENT\r\n");
        var second = view("anna").get(1);
        assertEquals(
                "2026-12-14T15:00:00.0000000",
                second.path("start").path("dateTime").asString());
        assertEquals("Plan", second.path("subject").asString());
        assertEquals(1, second.path("attendees").size());
    }

    @Test
    void aMeetingOfManyFromElsewhereIsAnEvent() {
        var people = new StringBuilder();
        for (int i = 0; i < 700; i++) {
            people.append("ATTENDEE:mailto:guest").append(i).append("@fabrikam.example\r\n");
        }
        invite(EVENT + people + "ATTENDEE:mailto:anna@contoso.example\r\nDTSTART:20261207T090000Z\r\n"
                + "DTEND:20261207T100000Z\r\nEND:VEVENT\r\n");
        assertEquals(701, only("anna").path("attendees").size());
        act("anna", id("anna"), "accept", "");
    }

    @Test
    void changesAtOnceDoNotConflict() throws Exception {
        String id = create("olga", "'subject':'Plan'", SINGLE);
        try (var callers = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String change = "{'subject':'Plan " + i + "'}";
                all.add(callers.submit(() ->
                        calendar.patch(user("olga") + "/events/" + id, change).status()));
            }
            for (Future<Integer> one : all) {
                assertEquals(200, one.get());
            }
        }
    }
}
