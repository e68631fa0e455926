package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Meetings between mailboxes of one tenant. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphMeetingsTest extends MeetingScenario {
    @Test
    void anInvitationIsAMessageAndATentativeEvent() {
        String id = create(
                "olga",
                "'subject':'Plan'",
                SINGLE,
                attendees("anna", "bert?", "olga"),
                "'body':{'contentType':'html','content':'<p>agenda</p>'}",
                "'showAs':'oof'",
                "'reminderMinutesBeforeStart':30",
                "'location':{'displayName':'Room 1'}");
        assertEquals(List.of("meetingRequest Plan"), mail("anna", "inbox"));
        assertEquals(List.of("meetingRequest Plan"), mail("bert", "inbox"));
        assertEquals(List.of("meetingRequest Plan"), mail("olga", "sentitems"));
        assertEquals(List.of(), mail("olga", "inbox"));
        JsonNode own = event("olga", id);
        JsonNode copy = only("anna");
        assertNotEquals(id, copy.path("id").asString());
        assertEquals(own.path("iCalUId").asString(), copy.path("iCalUId").asString());
        assertEquals(own.path("uid").asString(), copy.path("uid").asString());
        assertFalse(copy.path("isOrganizer").booleanValue(true));
        assertEquals(
                "olga@contoso.example",
                copy.at("/organizer/emailAddress/address").asString());
        assertEquals("tentative", copy.path("showAs").asString());
        assertEquals("notResponded", copy.at("/responseStatus/response").asString());
        assertEquals("0001-01-01T00:00:00Z", copy.at("/responseStatus/time").asString());
        assertEquals(30, copy.path("reminderMinutesBeforeStart").asInt());
        assertEquals("Room 1", copy.at("/location/displayName").asString());
        assertTrue(copy.at("/body/content").asString("agenda").contains("agenda"));
        assertEquals(3, copy.path("attendees").size());
        assertEquals("none", status("olga", id, "anna"));
        JsonNode message =
                mail.get(user("anna") + "/mailFolders/inbox/messages").json().at("/value/0");
        assertEquals(
                "#microsoft.graph.eventMessageRequest",
                message.path("@odata.type").asString());
        assertEquals("newMeetingRequest", message.path("meetingRequestType").asString());
        assertEquals("singleInstance", message.path("type").asString());
        assertEquals(
                "2026-12-01T09:00:00.0000000",
                message.at("/startDateTime/dateTime").asString());
        assertEquals(
                "bert@contoso.example",
                message.at("/ccRecipients/0/emailAddress/address").asString());
        assertFalse(message.has("meeting"));
        // mail without calendar permissions is not enough for the event, and the reverse
        assertEquals(403, mail.get(user("anna") + "/events").status());
        assertEquals(403, calendar.get(user("anna") + "/messages").status());
    }

    @Test
    void answersChangeTheCopyOfTheOrganizer() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna", "bert"), "'showAs':'oof'");
        String anna = id("anna");
        act("anna", anna, "accept", "{'comment':'gladly'}");
        assertEquals("accepted", response("anna", anna));
        assertEquals("oof", event("anna", anna).path("showAs").asString());
        assertEquals("accepted", status("anna", anna, "anna"));
        assertEquals("accepted", status("olga", id, "anna"));
        assertEquals("none", status("olga", id, "bert"));
        assertEquals("none", status("bert", id("bert"), "anna"), "others do not learn the answer");
        assertEquals(List.of("meetingAccepted Accepted: Plan"), mail("olga", "inbox"));
        assertEquals(List.of("meetingAccepted Accepted: Plan"), mail("anna", "sentitems"));
        JsonNode answer =
                mail.get(user("olga") + "/mailFolders/inbox/messages").json().at("/value/0");
        assertEquals("accepted", answer.path("responseType").asString());
        assertEquals("gladly", answer.path("bodyPreview").asString());
        act("anna", anna, "tentativelyAccept", "");
        assertEquals("tentativelyAccepted", status("olga", id, "anna"));
        assertEquals("tentative", event("anna", anna).path("showAs").asString());
        act("bert", id("bert"), "microsoft.graph.decline", "{'sendResponse':true}");
        assertEquals("declined", status("olga", id, "bert"));
        assertEquals(List.of(), events("bert"));
    }

    @Test
    void aSilentAnswerChangesOnlyTheOwnCopy() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        String anna = id("anna");
        act("anna", anna, "accept", "{'sendResponse':false}");
        assertEquals("accepted", response("anna", anna));
        assertEquals("none", status("olga", id, "anna"));
        assertEquals(List.of(), mail("olga", "inbox"));
    }

    @Test
    void refusesAnswersThatHaveNoMeaning() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"), "'allowNewTimeProposals':false");
        String anna = id("anna");
        String slot = "'proposedNewTime':{" + SINGLE + "}";
        refused("olga", id, "accept", "{}", "ErrorInvalidRequest", "because you're the meeting organizer");
        String plain = create("olga", "'subject':'Alone'", SINGLE);
        refused("olga", plain, "decline", "{}", "ErrorInvalidRequest", "organizer");
        refused("anna", anna, "accept", "{'sendResponse':false,'comment':''}", "ErrorInvalidParameter", "SendResponse");
        refused(
                "anna",
                anna,
                "decline",
                "{'sendResponse':false," + slot + "}",
                "ErrorInvalidParameter",
                "SendResponse");
        refused("anna", anna, "tentativelyAccept", "{" + slot + "}", "ErrorInvalidParameter", "proposals");
        refused(
                "anna",
                anna,
                "cancel",
                "{}",
                "ErrorInvalidRequest",
                "You need to be an organizer to cancel a meeting.");
        refused("anna", anna, "forward", "{'toRecipients':[]}", "ErrorInvalidRecipients", "");
        act("olga", id, "cancel", "{'comment':'sorry'}");
        refused("anna", anna, "accept", "", "ErrorCalendarIsCancelledForAccept", "can't be accepted");
        refused("anna", anna, "decline", "", "ErrorCalendarIsCancelledForDecline", "can't be declined");
        assertEquals(List.of(), mail("olga", "inbox"));
    }

    private void refused(String name, String id, String action, String body, String code, String text) {
        Answer answer = calendar.post(user(name) + "/events/" + id + "/" + action, body);
        assertEquals(400, answer.status(), answer.text());
        assertEquals(code, answer.json().at("/error/code").asString());
        assertTrue(answer.json().at("/error/message").asString().contains(text), answer.text());
    }

    @Test
    void onlyChangesOfTheTimeForgetTheAnswers() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        String anna = id("anna");
        patch("anna", anna, "'isReminderOn':false,'categories':['mine'],'subject':'My own'");
        act("anna", anna, "accept", "");
        patch("olga", id, "'subject':'Better plan'");
        assertEquals("Better plan", event("anna", anna).path("subject").asString());
        assertEquals("accepted", response("anna", anna));
        assertEquals("busy", event("anna", anna).path("showAs").asString());
        assertFalse(event("anna", anna).path("isReminderOn").booleanValue(true));
        assertEquals("mine", event("anna", anna).at("/categories/0").asString());
        assertEquals("accepted", status("olga", id, "anna"));
        patch(
                "olga",
                id,
                "'start':{'dateTime':'2026-12-02T09:00:00','timeZone':'UTC'},'end':{'dateTime':'2026-12-02T10:00:00','timeZone':'UTC'}");
        assertEquals("notResponded", response("anna", anna));
        assertEquals("tentative", event("anna", anna).path("showAs").asString());
        assertEquals(
                "2026-12-02T09:00:00.0000000",
                event("anna", anna).at("/start/dateTime").asString());
        assertEquals("none", status("olga", id, "anna"));
        assertEquals(
                List.of("meetingRequest Plan", "meetingRequest Better plan", "meetingRequest Better plan"),
                mail("anna", "inbox"));
        JsonNode update = mail.get(user("anna") + "/mailFolders/inbox/messages?$orderby=receivedDateTime desc")
                .json()
                .at("/value/0");
        assertEquals("fullUpdate", update.path("meetingRequestType").asString());
        assertEquals(
                "2026-12-01T09:00:00.0000000",
                update.at("/previousStartDateTime/dateTime").asString());
        patch("olga", id, "'categories':['x'],'isReminderOn':false");
        assertEquals(3, mail("anna", "inbox").size());
    }

    @Test
    void attendeesJoinAndLeave() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        patch("olga", id, attendees("bert"));
        assertEquals(List.of("meetingRequest Plan", "meetingCancelled Canceled: Plan"), mail("anna", "inbox"));
        assertEquals(List.of("meetingRequest Plan"), mail("bert", "inbox"));
        JsonNode left = only("anna");
        assertTrue(left.path("isCancelled").booleanValue(false));
        assertEquals("free", left.path("showAs").asString());
        assertEquals("Canceled: Plan", left.path("subject").asString());
        patch("olga", id, attendees("anna", "bert"));
        JsonNode back = only("anna");
        assertFalse(back.path("isCancelled").booleanValue(true));
        assertEquals("Plan", back.path("subject").asString());
        assertEquals(1, mail("bert", "inbox").size(), "the others are not told");
    }

    @Test
    void theOrganizersDeletionCancelsAndTheAttendeesDoesNot() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna", "bert"));
        expect(204, calendar.delete(user("bert") + "/events/" + id("bert")));
        deliver();
        assertEquals(List.of(), mail("olga", "inbox"));
        assertEquals("none", status("olga", id, "bert"));
        expect(204, calendar.delete(user("olga") + "/events/" + id));
        deliver();
        expect(404, calendar.delete(user("olga") + "/events/" + id));
        assertTrue(only("anna").path("isCancelled").booleanValue(false));
        assertEquals(List.of(), events("olga"));
        assertEquals(List.of(), events("bert"), "a cancellation creates nothing");
    }

    @Test
    void proposesAnotherTime() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        act(
                "anna",
                id("anna"),
                "tentativelyAccept",
                "{'proposedNewTime':{'start':{'dateTime':'2026-12-03T11:00:00','timeZone':'UTC'},'end':{'dateTime':'2026-12-03T12:00:00','timeZone':'UTC'}}}");
        JsonNode attendee = event("olga", id).at("/attendees/0");
        assertEquals("tentativelyAccepted", attendee.at("/status/response").asString());
        assertEquals(
                "2026-12-03T11:00:00.0000000",
                attendee.at("/proposedNewTime/start/dateTime").asString());
        assertEquals(List.of("meetingTenativelyAccepted New Time Proposed: Plan"), mail("olga", "inbox"));
        patch(
                "olga",
                id,
                "'start':{'dateTime':'2026-12-03T11:00:00','timeZone':'UTC'},'end':{'dateTime':'2026-12-03T12:00:00','timeZone':'UTC'}");
        assertFalse(event("olga", id).at("/attendees/0").has("proposedNewTime"));
    }

    @Test
    void seriesAndTheirOccurrences() {
        String id = create("olga", "'subject':'Weekly'", SERIES, attendees("anna"));
        assertEquals(4, view("anna").size());
        assertEquals("seriesMaster", only("anna").path("type").asString());
        String second = view("olga").get(1).path("id").asString();
        patch("olga", second, "'subject':'Special','location':{'displayName':'Room 2'}");
        assertEquals("Special", view("anna").get(1).path("subject").asString());
        assertEquals("exception", view("anna").get(1).path("type").asString());
        String third = view("anna").get(2).path("id").asString();
        act("anna", third, "decline", "{'comment':'away'}");
        assertEquals(3, view("anna").size());
        assertEquals(4, view("olga").size());
        assertEquals("declined", status("olga", view("olga").get(2).path("id").asString(), "anna"));
        assertEquals("none", status("olga", id, "anna"));
        act("anna", id("anna"), "accept", "");
        assertEquals("accepted", status("olga", id, "anna"));
        assertEquals("accepted", status("olga", view("olga").get(0).path("id").asString(), "anna"));
        assertEquals("accepted", status("olga", view("olga").get(1).path("id").asString(), "anna"));
        assertEquals("declined", status("olga", view("olga").get(2).path("id").asString(), "anna"));
        assertEquals("busy", view("anna").get(1).path("showAs").asString());
        act("olga", view("olga").get(3).path("id").asString(), "cancel", "{}");
        assertEquals(3, view("olga").size());
        List<JsonNode> left = view("anna");
        assertEquals(3, left.size(), "a cancelled occurrence remains");
        assertTrue(left.get(2).path("isCancelled").booleanValue(false));
        assertEquals("Canceled: Weekly", left.get(2).path("subject").asString());
        patch(
                "olga",
                id,
                "'start':{'dateTime':'2026-12-07T14:00:00','timeZone':'Europe/Berlin'},'end':{'dateTime':'2026-12-07T15:00:00','timeZone':'Europe/Berlin'}");
        assertEquals(4, view("olga").size(), "exceptions are gone with a new time");
        assertEquals(4, view("anna").size());
        assertEquals(
                "notResponded",
                view("anna").get(3).at("/responseStatus/response").asString());
        expect(204, calendar.delete(user("olga") + "/events/" + id));
        deliver();
        view("anna").forEach(one -> assertTrue(one.path("isCancelled").booleanValue(false), one.toString()));
    }

    /** As a single meeting does. Another subject alone is no reason to ask again. */
    @Test
    void aDeclinedOccurrenceComesBackWhenItIsMoved() {
        create("olga", "'subject':'Weekly'", SERIES, attendees("anna", "bert"));
        for (String name : List.of("anna", "bert")) {
            act(name, id(name), "accept", "");
        }
        act("anna", view("anna").get(1).path("id").asString(), "decline", "");
        expect(
                204,
                calendar.delete(user("anna") + "/events/"
                        + view("anna").get(1).path("id").asString()));
        assertEquals(2, view("anna").size());
        String second = view("olga").get(1).path("id").asString();
        assertEquals("declined", status("olga", second, "anna"));

        patch("olga", second, "'subject':'Special'");
        assertEquals(2, view("anna").size());
        assertEquals(4, view("bert").size());

        patch(
                "olga",
                second,
                "'start':{'dateTime':'2026-12-15T11:00:00','timeZone':'Europe/Berlin'},"
                        + "'end':{'dateTime':'2026-12-15T12:00:00','timeZone':'Europe/Berlin'}");

        assertEquals(3, view("anna").size(), "the third one was not moved");
        JsonNode back = view("anna").get(1);
        assertEquals("2026-12-15T10:00:00.0000000", back.at("/start/dateTime").asString());
        assertEquals("Special", back.path("subject").asString());
        assertEquals("exception", back.path("type").asString());
        assertEquals("tentative", back.path("showAs").asString());
        assertEquals("notResponded", back.at("/responseStatus/response").asString());
        assertEquals(
                "accepted", view("anna").get(0).at("/responseStatus/response").asString());
        assertEquals("none", status("olga", second, "anna"));
        act("anna", back.path("id").asString(), "accept", "");
        assertEquals("accepted", status("olga", second, "anna"));
        assertEquals("accepted", status("olga", view("olga").get(0).path("id").asString(), "anna"));
        act("olga", second, "cancel", "{}");
        assertTrue(view("anna").get(1).path("isCancelled").booleanValue(false));
    }

    @Test
    void someoneAttendsOneOccurrenceOnly() {
        create("olga", "'subject':'Weekly'", SERIES, attendees("anna"));
        String second = view("olga").get(1).path("id").asString();
        patch("olga", second, attendees("anna", "bert"));
        JsonNode guest = only("bert");
        assertEquals("singleInstance", guest.path("type").asString());
        assertEquals("2026-12-14T08:00:00.0000000", guest.at("/start/dateTime").asString());
        act("bert", guest.path("id").asString(), "accept", "");
        assertEquals("accepted", status("olga", second, "bert"));
        assertEquals("", status("olga", id("olga"), "bert"));
        expect(204, calendar.delete(user("olga") + "/events/" + id("olga")));
        deliver();
        assertTrue(only("bert").path("isCancelled").booleanValue(false));
        assertTrue(only("anna").path("isCancelled").booleanValue(false));
    }

    @Test
    void forwardsByTheOrganizerAndByAnAttendee() {
        graph.user("carl", "Carl");
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        act(
                "olga",
                id,
                "forward",
                "{'toRecipients':[{'emailAddress':{'address':'bert@contoso.example'}}],'comment':'join'}");
        assertEquals("none", status("olga", id, "bert"));
        assertEquals("Plan", only("bert").path("subject").asString());
        act("anna", id("anna"), "forward", "{'toRecipients':[{'emailAddress':{'address':'carl@contoso.example'}}]}");
        JsonNode copy = only("carl");
        assertEquals(
                "olga@contoso.example",
                copy.at("/organizer/emailAddress/address").asString());
        assertEquals("none", status("olga", id, "carl"));
        assertEquals(List.of("none Meeting Forward Notification: Plan"), mail("olga", "inbox"));
        JsonNode request =
                mail.get(user("carl") + "/mailFolders/inbox/messages").json().at("/value/0");
        assertEquals(
                "olga@contoso.example", request.at("/from/emailAddress/address").asString());
        assertEquals(
                "anna@contoso.example",
                request.at("/sender/emailAddress/address").asString());
        act("carl", copy.path("id").asString(), "accept", "");
        assertEquals("accepted", status("olga", id, "carl"));
        patch("olga", id, "'subject':'New'");
        assertEquals("New", only("carl").path("subject").asString());
    }

    @Test
    void groupsAndAliasesAndUnknownAddresses() {
        User bert = Objects.requireNonNull(graph.snapshot().byPrincipalName("bert@contoso.example"));
        graph.group("team", bert.id());
        String id = create(
                "olga",
                "'subject':'Plan'",
                SINGLE,
                "'attendees':[{'emailAddress':{'address':'team@contoso.example'}},"
                        + "{'emailAddress':{'address':'anna.alias@contoso.example'}},"
                        + "{'emailAddress':{'address':'nobody@contoso.example'}},"
                        + "{'emailAddress':{'address':'guest@elsewhere.example'}}]");
        assertEquals(List.of("- Undeliverable: Plan"), mail("olga", "inbox"));
        act("anna", id("anna"), "accept", "");
        assertEquals("accepted", status("olga", id, "anna.alias"));
        act("bert", id("bert"), "accept", "");
        assertEquals("accepted", status("olga", id, "bert"), "a member of a group becomes an attendee by answering");
        assertEquals(5, event("olga", id).path("attendees").size());
    }

    @Test
    void aRepeatedCreateSendsNothing() {
        String body = "{'subject':'Plan','transactionId':'t1'," + SINGLE + "," + attendees("anna") + "}";
        String first =
                expect(201, calendar.post(user("olga") + "/events", body)).id();
        assertEquals(
                first,
                expect(201, calendar.post(user("olga") + "/events", body)).id());
        deliver();
        assertEquals(1, mail("anna", "inbox").size());
        assertEquals(1, events("anna").size());
    }

    @Test
    void aConfinedApplicationSendsInvitationsButReadsNoOtherMailbox() {
        String id = create("olga", "'subject':'Plan'", SINGLE, attendees("anna"));
        Client reader = graph.client("Calendars.Read");
        assertEquals(
                403,
                reader.post(user("anna") + "/events/" + id("anna") + "/accept", "")
                        .status());
        assertEquals(
                403,
                reader.post(
                                user("olga") + "/events/" + id + "/forward",
                                "{'toRecipients':[{'emailAddress':{'address':'bert@contoso.example'}}]}")
                        .status());
        assertEquals(404, calendar.get(user("anna") + "/events/" + id).status());
    }
}
