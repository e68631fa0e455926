package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.graph.Answer;
import dev.postern.http.Json;
import dev.postern.itip.ItipReader;
import dev.postern.itip.MeetingMessage;
import dev.postern.itip.MeetingMethod;
import dev.postern.itip.UnreadableCalendar;
import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.store.Engine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Meetings as internet mail, in both directions. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphMeetingMailTest extends MeetingScenario {
    private static final Path CORPUS = Path.of("../../shared/corpus/ics");

    private static String calendar(String method, String... lines) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//elsewhere//EN\r\nMETHOD:" + method
                + "\r\nBEGIN:VEVENT\r\nUID:abc@elsewhere\r\n"
                + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    }

    private static String[] request(int sequence, String start, String end) {
        return new String[] {
            "SEQUENCE:" + sequence,
            "DTSTAMP:2026112" + (sequence + 1) + "T100000Z",
            "DTSTART:" + start,
            "DTEND:" + end,
            "SUMMARY:From elsewhere",
            "LOCATION:Their place",
            "ORGANIZER;CN=Olga:mailto:olga@contoso.example",
            "ATTENDEE;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:anna@contoso.example",
            "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:bert@contoso.example"
        };
    }

    private Answer submit(String from, String to, String method, String calendar) {
        String mime = "From: " + from + "@contoso.example\r\nTo: " + to + "@contoso.example\r\nSubject: By MIME\r\n"
                + "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: text/plain\r\n\r\nPlease come.\r\n"
                + "--b\r\nContent-Type: text/calendar; method=" + method + "; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(calendar.getBytes(StandardCharsets.UTF_8))
                + "\r\n--b--\r\n";
        Answer answer = mail.send(
                "POST",
                user(from) + "/sendMail",
                Base64.getMimeEncoder().encodeToString(mime.getBytes(StandardCharsets.UTF_8)),
                Map.of("Content-Type", "text/plain"));
        deliver();
        return answer;
    }

    private void send(String from, String to, String method, String... lines) {
        expect(202, submit(from, to, method, calendar(method, lines)));
    }

    @Test
    void aMessageFromElsewhereIsAMeeting() {
        send("olga", "anna", "REQUEST", request(0, "20261201T090000Z", "20261201T100000Z"));
        JsonNode event = only("anna");
        assertEquals("From elsewhere", event.path("subject").asString());
        assertEquals("abc@elsewhere", event.path("iCalUId").asString());
        assertEquals("Their place", event.at("/location/displayName").asString());
        assertEquals("2026-12-01T09:00:00.0000000", event.at("/start/dateTime").asString());
        assertEquals("optional", event.at("/attendees/1/type").asString());
        assertTrue(event.at("/body/content").asString().contains("Please come."));
        JsonNode message =
                mail.get(user("anna") + "/mailFolders/inbox/messages").json().at("/value/0");
        assertEquals(
                "#microsoft.graph.eventMessageRequest",
                message.path("@odata.type").asString());
        assertEquals("newMeetingRequest", message.path("meetingRequestType").asString());
        assertFalse(message.path("hasAttachments").booleanValue(true), "the calendar is a form of the text");
        act("anna", event.path("id").asString(), "accept", "");
        send("olga", "anna", "REQUEST", request(1, "20261202T090000Z", "20261202T100000Z"));
        assertEquals(
                "2026-12-02T09:00:00.0000000",
                only("anna").at("/start/dateTime").asString());
        assertEquals("notResponded", only("anna").at("/responseStatus/response").asString());
        send("olga", "anna", "REQUEST", request(0, "20261205T090000Z", "20261205T100000Z"));
        assertEquals(
                "2026-12-02T09:00:00.0000000",
                only("anna").at("/start/dateTime").asString(),
                "an older version changes nothing");
        send(
                "olga",
                "anna",
                "CANCEL",
                "SEQUENCE:2",
                "DTSTAMP:20261125T100000Z",
                "ORGANIZER:mailto:olga@contoso.example");
        assertTrue(only("anna").path("isCancelled").booleanValue(false));
    }

    @Test
    void answersFromElsewhereAreTallied() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna", "bert"));
        String uid = event("olga", id).path("iCalUId").asString();
        String reply = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:" + uid
                + "\nDTSTAMP:20270101T000000Z\nORGANIZER:mailto:olga@contoso.example\n"
                + "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@contoso.example\nEND:VEVENT\nEND:VCALENDAR";
        expect(202, submit("bert", "olga", "REPLY", reply));
        assertEquals("none", status("olga", id, "anna"), "answers for another person do not count");
        expect(202, submit("anna", "olga", "REPLY", reply));
        assertEquals("accepted", status("olga", id, "anna"));
        String counter = "BEGIN:VCALENDAR\nMETHOD:COUNTER\nBEGIN:VEVENT\nUID:" + uid
                + "\n"
                + "DTSTAMP:20270102T000000Z\n"
                + "DTSTART:20261203T110000Z\n"
                + "DTEND:20261203T120000Z\n"
                + "END:VEVENT\n"
                + "END:VCALENDAR";
        expect(202, submit("bert", "olga", "COUNTER", counter));
        assertEquals("tentativelyAccepted", status("olga", id, "bert"));
        assertEquals(
                "2026-12-03T11:00:00.0000000",
                event("olga", id)
                        .at("/attendees/1/proposedNewTime/start/dateTime")
                        .asString());
    }

    @Test
    void aDelegateBecomesAnAttendee() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        String uid = event("olga", id).path("iCalUId").asString();
        String delegated = "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:bert@contoso.example\":mailto:";
        String[] common = {"UID:" + uid, "DTSTAMP:20261124T100000Z", "ORGANIZER:mailto:olga@contoso.example"};
        // not by the attendee
        delegate("bert", common, delegated + "anna@contoso.example");
        assertEquals("", status("olga", id, "bert"));
        delegate("anna", common, delegated + "anna@contoso.example");
        assertEquals("none", status("olga", id, "anna"));
        assertEquals("none", status("olga", id, "bert"));
        assertEquals(List.of("none By MIME", "none By MIME"), mail("olga", "inbox"));
        delegate("bert", common, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bert@contoso.example");
        assertEquals("accepted", status("olga", id, "bert"));
    }

    private void delegate(String from, String[] common, String attendee) {
        String calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
                + String.join("\r\n", common) + "\r\n" + attendee + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        expect(202, submit(from, "olga", "REPLY", calendar));
    }

    @Test
    void datesOutsideOfThePatternAreEventsOfTheirOwn() {
        String[] dates = {
            "DTSTAMP:20261120T100000Z",
            "DTSTART:20261207T090000Z",
            "DTEND:20261207T100000Z",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "RDATE:20261214T090000Z,20261209T130000Z,20261210T130000Z",
            "RDATE;VALUE=PERIOD:20261230T090000Z/PT1H",
            "SUMMARY:Some dates",
            "ORGANIZER:mailto:olga@contoso.example",
            "ATTENDEE:mailto:anna@contoso.example"
        };
        send("olga", "anna", "REQUEST", dates);
        assertEquals(4, events("anna").size());
        assertEquals(
                List.of(
                        "2026-12-07T09",
                        "2026-12-09T13",
                        "2026-12-10T13",
                        "2026-12-14T09",
                        "2026-12-21T09",
                        "2026-12-30T09"),
                starts());
        // one of them moves, and one is cancelled
        send(
                "olga",
                "anna",
                "REQUEST",
                "DTSTAMP:20261121T100000Z",
                "RECURRENCE-ID:20261209T130000Z",
                "DTSTART:20261209T150000Z",
                "DTEND:20261209T160000Z",
                "SUMMARY:Moved",
                "ORGANIZER:mailto:olga@contoso.example",
                "ATTENDEE:mailto:anna@contoso.example");
        assertEquals("2026-12-09T15", starts().get(1));
        send(
                "olga",
                "anna",
                "CANCEL",
                "DTSTAMP:20261121T100000Z",
                "RECURRENCE-ID:20261210T130000Z",
                "ORGANIZER:mailto:olga@contoso.example",
                "ATTENDEE:mailto:anna@contoso.example");
        assertEquals("true", view("anna").get(2).path("isCancelled").asString());
        assertEquals("false", view("anna").get(3).path("isCancelled").asString());
        // an answer to one of them names it
        act("anna", view("anna").getLast().path("id").asString(), "accept", "");
        assertEquals(
                "accepted",
                view("anna").getLast().at("/responseStatus/response").asString());
        assertEquals(
                "notResponded",
                view("anna").getFirst().at("/responseStatus/response").asString());
        // a newer request replaces all of them
        dates[0] = "DTSTAMP:20261122T100000Z";
        dates[4] = "RDATE:20261211T130000Z";
        dates[5] = "PRIORITY:5";
        send("olga", "anna", "REQUEST", dates);
        assertEquals(List.of("2026-12-07T09", "2026-12-11T13", "2026-12-14T09", "2026-12-21T09"), starts());
        send("olga", "anna", "CANCEL", "DTSTAMP:20261123T100000Z", "ORGANIZER:mailto:olga@contoso.example");
        assertEquals(
                List.of("true"),
                view("anna").stream()
                        .map(one -> one.path("isCancelled").asString())
                        .distinct()
                        .toList());
    }

    private List<String> starts() {
        return view("anna").stream()
                .map(one -> one.at("/start/dateTime").asString().substring(0, 13))
                .toList();
    }

    @Test
    void aMessageInTheNameOfAnotherOrganizerChangesNothing() {
        send("bert", "anna", "REQUEST", request(0, "20261201T090000Z", "20261201T100000Z"));
        assertEquals(List.of(), events("anna"));
        assertEquals(1, mail("anna", "inbox").size(), "it remains mail");
        create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        String uid = only("anna").path("iCalUId").asString();
        for (String organizer : List.of("olga", "bert")) {
            expect(
                    202,
                    submit(
                            "bert",
                            "anna",
                            "CANCEL",
                            "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:" + uid
                                    + "\nSEQUENCE:9\nORGANIZER:mailto:" + organizer
                                    + "@contoso.example\nEND:VEVENT\nEND:VCALENDAR"));
        }
        assertFalse(only("anna").path("isCancelled").booleanValue(true));
    }

    @Test
    void whatIsNoMeetingRemainsAFile() {
        expect(
                202,
                submit(
                        "olga",
                        "anna",
                        "PUBLISH",
                        calendar("PUBLISH", request(0, "20261201T090000Z", "20261201T100000Z"))));
        expect(202, submit("olga", "anna", "REQUEST", "BEGIN:VCALENDAR\nnonsense"));
        expect(202, submit("olga", "anna", "REQUEST", calendar("REQUEST", "SUMMARY:no time")));
        assertEquals(List.of(), events("anna"));
        mail.get(user("anna") + "/mailFolders/inbox/messages")
                .json()
                .path("value")
                .forEach(one -> {
                    assertTrue(one.path("hasAttachments").booleanValue(false));
                    assertFalse(one.has("@odata.type"));
                });
    }

    @Test
    void theEventOfAMessageNeedsThePermissionOfCalendars() {
        create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        expect(
                202,
                mail.post(
                        user("olga") + "/sendMail",
                        "{'message':{'subject':'plain','toRecipients':[{'emailAddress':{'address':'anna@contoso.example'}}]}}"));
        deliver();
        String expanding = user("anna") + "/mailFolders/inbox/messages?$expand=microsoft.graph.eventMessage/event"
                + "&$orderby=receivedDateTime";
        assertEquals(403, mail.get(expanding).status());
        assertEquals(403, calendar.get(expanding).status());
        var both = graph.client("Mail.Read", "Calendars.Read");
        JsonNode found = expect(200, both.get(expanding)).json().path("value");
        assertEquals(id("anna"), found.at("/0/event/id").asString());
        assertEquals("Plan", found.at("/0/event/subject").asString());
        assertFalse(found.path(1).has("event"), "a message without a meeting has no event");
        JsonNode narrow = expect(
                        200,
                        both.get(user("anna") + "/messages/"
                                + found.at("/0/id").asString()
                                + "?$select=subject&$expand=microsoft.graph.eventMessage/event($select=subject)"))
                .json();
        assertEquals("Plan", narrow.at("/event/subject").asString());
        assertFalse(narrow.path("event").has("start"));
        act("anna", id("anna"), "decline", "");
        assertTrue(both.get(expanding).json().at("/value/0/event").isNull());
        JsonNode response = expect(
                        200,
                        both.get(user("olga")
                                + "/mailFolders/inbox/messages?$expand=microsoft.graph.eventMessage/event"))
                .json()
                .at("/value/0");
        assertEquals(id("olga"), response.at("/event/id").asString());
    }

    @Test
    void olderMessagesAreOutOfDate() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        patch("olga", id, "'subject':'Other'");
        List<Boolean> outdated = mail.get(user("anna") + "/mailFolders/inbox/messages?$orderby=receivedDateTime")
                .json()
                .path("value")
                .valueStream()
                .map(one -> one.path("isOutOfDate").booleanValue(false))
                .toList();
        assertEquals(List.of(true, false), outdated);
    }

    private MeetingMessage sentCalendar(String name, String folder, int at) throws IOException, UnreadableCalendar {
        String id = mail.get(user(name) + "/mailFolders/" + folder + "/messages?$orderby=receivedDateTime")
                .json()
                .at("/value/" + at + "/id")
                .asString();
        Answer mime = mail.get(user(name) + "/messages/" + id + "/$value");
        byte[] bytes = bytes(mime);
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertTrue(text.contains("multipart/alternative"), text);
        try (ParsedMime parsed = MimeIn.read(new ByteArrayInputStream(bytes), Instant.EPOCH)) {
            byte[] part = parsed.attachments().getFirst().content().open().readAllBytes();
            MeetingMessage read = ItipReader.read(part).getFirst();
            assertTrue(text.contains("text/calendar; method=" + read.method()), text);
            return read;
        }
    }

    private static byte[] bytes(Answer answer) throws IOException {
        return answer.response().body() instanceof dev.postern.http.Response.Stream stream
                ? stream.content().readAllBytes()
                : answer.text().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theMimeOfAMeetingMessageHasACalendar() throws Exception {
        create(
                "olga",
                "'subject':'Weekly'",
                SERIES,
                attendees("anna", "bert?"),
                "'showAs':'oof'",
                "'body':{'contentType':'html','content':'<p>agenda</p>'}");
        patch("olga", view("olga").get(1).path("id").asString(), "'subject':'Special'");
        expect(
                204,
                calendar.delete(user("olga") + "/events/"
                        + view("olga").get(2).path("id").asString()));
        deliver();
        patch("olga", id("olga"), "'location':{'displayName':'Room 1'}");
        MeetingMessage first = sentCalendar("olga", "sentitems", 0);
        assertEquals(MeetingMethod.REQUEST, first.method());
        assertEquals("Weekly", first.event().content().subject());
        assertEquals(
                event("olga", id("olga")).path("uid").asString(), first.event().uid());
        assertEquals(2, first.event().attendees().size());
        assertTrue(first.event().content().html().contains("agenda"));
        MeetingMessage update = sentCalendar("anna", "inbox", 3);
        assertEquals("Special", update.overrides().getFirst().content().subject());
        assertEquals(
                List.of(LocalDate.parse("2026-12-21")),
                Objects.requireNonNull(update.event().times()).deletedDates(java.time.ZoneOffset.UTC));
        MeetingMessage cancelled = sentCalendar("anna", "inbox", 2);
        assertEquals(MeetingMethod.CANCEL, cancelled.method());
        assertEquals(
                Instant.parse("2026-12-21T08:00:00Z"),
                Objects.requireNonNull(cancelled.event().recurrenceId()).instant(java.time.ZoneOffset.UTC));
        act("anna", id("anna"), "decline", "{'comment':'no'}");
        MeetingMessage reply = sentCalendar("olga", "inbox", 0);
        assertEquals(MeetingMethod.REPLY, reply.method());
        assertEquals("no", reply.event().content().comment().strip());
        assertEquals(1, reply.event().attendees().size());
    }

    @Test
    void everyFileOfTheCorpusIsDeliveredAndRequestsBecomeEvents() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "SKIPPED: " + CORPUS.toAbsolutePath() + " is missing");
        int requests = 0;
        for (JsonNode file : Json.parse(Files.readString(CORPUS.resolve("index.json")))) {
            String text = Files.readString(CORPUS.resolve(file.path("file").asString()), StandardCharsets.UTF_8)
                    .replaceAll("(?im)^(ORGANIZER[^:\r\n]*:).*$", "$1mailto:olga@contoso.example");
            int before = events("anna").size();
            expect(202, submit("olga", "anna", file.path("method").asString("PUBLISH"), text));
            boolean request = file.path("method").asString("").equals("REQUEST");
            int dates = file.path("file").asString().contains("rdate") ? 5 : 1;
            assertEquals(before + (request ? dates : 0), events("anna").size(), file.toString());
            if (request) {
                requests++;
                JsonNode event = events("anna").stream()
                        .skip(before)
                        .min(Comparator.comparing(
                                one -> one.at("/start/dateTime").asString()))
                        .orElseThrow();
                JsonNode expected = file.at("/events/0");
                assertEquals(
                        expected.path("summary").asString(),
                        event.path("subject").asString());
                assertEquals(
                        expected.path("isAllDay").booleanValue(false),
                        event.path("isAllDay").booleanValue(true));
                if (expected.has("startUtc")) {
                    assertEquals(
                            expected.path("startUtc").asString().replace("Z", ".0000000"),
                            event.at("/start/dateTime").asString());
                }
                if (expected.path("recurrence").isObject()) {
                    assertEquals(
                            expected.at("/recurrence/pattern/type").asString(),
                            event.at("/recurrence/pattern/type").asString());
                }
            }
        }
        assertEquals(4, requests);
    }
}
