package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.http.Response;
import dev.postern.mailbox.event.CalendarSettings;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The attachments of meetings, in the calendars of their attendees. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphMeetingFilesTest extends MeetingScenario {
    private static final String AGENDA = file("agenda.txt", "first this");
    private static final String LARGE = file("large.bin", "x".repeat(100_000));
    private static final String NOTE = "{'@odata.type':'#microsoft.graph.itemAttachment','name':'Note',"
            + "'item':{'@odata.type':'microsoft.graph.message','subject':'Attached'}}";
    private static final String LINK = "{'@odata.type':'#microsoft.graph.referenceAttachment','name':'Link'}";

    private static String file(String name, String text) {
        String bytes = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return "{'@odata.type':'#microsoft.graph.fileAttachment','name':'" + name + "','contentBytes':'" + bytes + "'}";
    }

    private static String attached(String... all) {
        return "'attachments':[" + String.join(",", all) + "]";
    }

    private String path(String name, String id) {
        return user(name) + "/events/" + id + "/attachments";
    }

    private List<JsonNode> files(String name, String id) {
        return expect(200, calendar.get(path(name, id) + "?$select=id,name,size"))
                .json()
                .path("value")
                .valueStream()
                .toList();
    }

    private List<String> names(String name, String id) {
        return files(name, id).stream()
                .map(one -> one.path("name").asString())
                .sorted()
                .toList();
    }

    private String add(String name, String id, String file) {
        String added =
                expect(201, calendar.post(path(name, id) + "?$select=id", file)).id();
        deliver();
        return added;
    }

    private String content(String path) {
        if (!(expect(200, calendar.get(path + "/$value")).response().body() instanceof Response.Stream stream)) {
            throw new AssertionError("no content");
        }
        try (InputStream in = stream.content()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anInvitationBringsItsAttachmentsIntoTheCalendar() {
        create("olga", "'subject':'Plan'", SINGLE, attendees("anna"), attached(AGENDA, LARGE, NOTE, LINK));
        JsonNode copy = only("anna");
        assertTrue(copy.path("hasAttachments").booleanValue(false));
        String anna = copy.path("id").asString();
        assertEquals(List.of("Link", "Note", "agenda.txt", "large.bin"), names("anna", anna));
        for (JsonNode one : files("anna", anna)) {
            String id = one.path("id").asString();
            switch (one.path("name").asString()) {
                case "agenda.txt" -> assertEquals("first this", content(path("anna", anna) + "/" + id));
                case "large.bin" ->
                    assertEquals(100_000, content(path("anna", anna) + "/" + id).length());
                case "Note" ->
                    assertEquals(
                            "Attached",
                            expect(
                                            200,
                                            calendar.get(path("anna", anna) + "/" + id
                                                    + "?$expand=microsoft.graph.itemAttachment/item"))
                                    .json()
                                    .at("/item/subject")
                                    .asString());
                default ->
                    assertEquals(
                            "#microsoft.graph.referenceAttachment",
                            one.path("@odata.type").asString());
            }
        }
        // the message stays as it is, and its attachments are not those of the event
        JsonNode message =
                mail.get(user("anna") + "/mailFolders/inbox/messages").json().at("/value/0");
        assertTrue(message.path("hasAttachments").booleanValue(false));
        expect(
                204,
                calendar.delete(path("anna", anna) + "/"
                        + files("anna", anna).getFirst().path("id").asString()));
        assertEquals(3, files("anna", anna).size());
        assertEquals(
                4,
                mail.get(user("anna") + "/messages/" + message.path("id").asString() + "/attachments?$select=id")
                        .json()
                        .path("value")
                        .size());
        create("olga", "'subject':'Bare'", SINGLE, attendees("bert"));
        assertFalse(only("bert").path("hasAttachments").booleanValue(true));
    }

    @Test
    void anAddedAttachmentGoesWithTheNextUpdate() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"), attached(AGENDA));
        String anna = id("anna");
        act("anna", anna, "accept", "");
        String old = files("anna", anna).getFirst().path("id").asString();
        add("olga", id, LARGE);
        assertEquals(List.of("meetingRequest Plan"), mail("anna", "inbox"), "adding one sends nothing");
        assertEquals(List.of("agenda.txt"), names("anna", anna));
        patch("olga", id, "'subject':'Plan B'");
        assertEquals(List.of("agenda.txt", "large.bin"), names("anna", anna));
        assertEquals("accepted", response("anna", anna));
        List<JsonNode> before = files("anna", anna);
        patch("olga", id, "'subject':'Plan C'");
        assertEquals(before, files("anna", anna), "the same attachments are not replaced");
        for (JsonNode one : files("olga", id)) {
            expect(204, calendar.delete(path("olga", id) + "/" + one.path("id").asString()));
        }
        patch("olga", id, "'subject':'Plan D'");
        assertEquals(List.of(), names("anna", anna));
        assertFalse(event("anna", anna).path("hasAttachments").booleanValue(true));
        assertEquals(404, calendar.get(path("anna", anna) + "/" + old).status());
        // those that an attendee has added follow the organizer, too
        add("anna", anna, AGENDA);
        patch("anna", anna, "'categories':['Mine']");
        assertEquals(List.of("agenda.txt"), names("anna", anna));
        patch("olga", id, "'subject':'Plan E'");
        assertEquals(List.of(), names("anna", anna));
    }

    @Test
    void anOccurrenceOfAnAttendeeGetsItsOwnAttachments() {
        String id = create("olga", "'subject':'Weekly'", SERIES, attendees("anna"), attached(AGENDA));
        List<JsonNode> all = view("olga");
        String second = all.get(1).path("id").asString();
        add("olga", second, LARGE);
        assertEquals("exception", event("olga", second).path("type").asString());
        assertEquals(List.of("agenda.txt"), names("olga", id));
        patch("olga", second, "'location':{'displayName':'Hall'}");
        String anna = view("anna").get(1).path("id").asString();
        assertEquals(List.of("agenda.txt", "large.bin"), names("anna", anna));
        assertEquals(List.of("agenda.txt"), names("anna", id("anna")));
        assertEquals(
                List.of("agenda.txt"),
                names("anna", view("anna").get(2).path("id").asString()));
        // an update of another occurrence brings no list of its own
        patch("olga", all.get(2).path("id").asString(), "'location':{'displayName':'Hall'}");
        for (JsonNode one : files("olga", id)) {
            expect(204, calendar.delete(path("olga", id) + "/" + one.path("id").asString()));
        }
        patch("olga", id, "'body':{'contentType':'text','content':'new'}");
        assertEquals(List.of(), names("anna", view("anna").get(2).path("id").asString()));
        assertEquals(List.of("agenda.txt", "large.bin"), names("anna", anna));
    }

    @Test
    void aRoomKeepsThemOnlyIfItIsToldTo() {
        for (boolean deleted : List.of(true, false)) {
            String name = deleted ? "plain" : "keeping";
            User room = graph.mailbox(RecipientType.ROOM_MAILBOX, name, "Room " + name);
            calendar.get(user(name) + "/calendar");
            new CalendarSettings(graph.mailboxes().open(Objects.requireNonNull(room.mailbox())))
                    .process(true, processing -> processing.with("DeleteAttachments", deleted));
            create("olga", "'subject':'Plan'", SINGLE, attendees(name), attached(AGENDA));
            assertEquals(!deleted, only(name).path("hasAttachments").booleanValue(deleted));
        }
    }

    @Test
    void aForwardedMeetingHasThemToo() {
        create("olga", "'subject':'Plan'", SINGLE, attendees("anna"), attached(AGENDA));
        act("anna", id("anna"), "forward", "{'toRecipients':[{'emailAddress':{'address':'bert@contoso.example'}}]}");
        assertEquals(List.of("agenda.txt"), names("bert", id("bert")));
    }

    @Test
    void receivedMailBringsItsFiles() {
        String part = String.join(
                "\r\n",
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "METHOD:REQUEST",
                "BEGIN:VEVENT",
                "UID:files-1",
                "DTSTAMP:20261101T080000Z",
                "DTSTART:20261201T090000Z",
                "DTEND:20261201T100000Z",
                "SUMMARY:From elsewhere",
                "ORGANIZER:mailto:olga@contoso.example",
                "ATTENDEE:mailto:anna@contoso.example",
                "ATTACH:https://files.contoso.example/plan.pdf",
                "ATTACH;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=text/plain;FILENAME=in.txt:aW5zaWRl",
                "ATTACH:cid:other@contoso.example",
                "ATTACH:javascript:alert(1)",
                "END:VEVENT",
                "END:VCALENDAR",
                "");
        String mime = String.join(
                "\r\n",
                "From: olga@contoso.example",
                "To: anna@contoso.example",
                "Subject: From elsewhere",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=x",
                "",
                "--x",
                "Content-Type: text/calendar; method=REQUEST; charset=utf-8",
                "",
                part,
                "--x",
                "Content-Type: text/plain; name=agenda.txt",
                "Content-Disposition: attachment; filename=agenda.txt",
                "",
                "first this",
                "--x--",
                "");
        Answer sent = mail.send(
                "POST",
                user("olga") + "/sendMail",
                Base64.getEncoder().encodeToString(mime.getBytes(StandardCharsets.UTF_8)),
                Map.of("Content-Type", "text/plain"));
        expect(202, sent);
        deliver();
        String anna = id("anna");
        assertEquals(List.of("agenda.txt", "https://files.contoso.example/plan.pdf", "in.txt"), names("anna", anna));
    }
}
