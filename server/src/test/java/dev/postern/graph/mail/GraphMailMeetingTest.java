package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages that carry a meeting, as callers of mail see them. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailMeetingTest {
    private static final String INBOX = "/users/megan@contoso.example/mailFolders/inbox/messages";
    private static final String CLASS = "String 0x001A";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient client;
    private GraphClient basic;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        client = mail.client(mail.app("reader", "Mail.ReadWrite", "Mail.Send"));
        basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
        client.get(INBOX).expect(200); // the mailbox is created at its first use
        store("plain", null, "{}");
        store("asks", "meetingRequest", """
            {'startDateTime':{'dateTime':'2026-12-01T09:00:00.0000000','timeZone':'UTC'},\
            'location':{'displayName':'Room 1'},'type':'singleInstance','isAllDay':false,\
            'meetingRequestType':'newMeetingRequest','previousLocation':null,'responseRequested':true}\
            """);
        store("agrees", "meetingAccepted", "{'responseType':'accepted'}");
        store("may come", "meetingTenativelyAccepted", "{'responseType':'tentativelyAccepted'}");
        store("ends", "meetingCancelled", "{'isDelegated':false}");
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private Item store(String subject, @Nullable String type, String shown) {
        ObjectNode message = json("{'subject':'" + subject + "'}");
        if (type != null) {
            message.put("meetingMessageType", type).putObject("meeting").set("shown", json(shown));
        }
        return mail.mailboxes
                .open(mail.mailbox("megan@contoso.example"))
                .items()
                .create(WellKnownFolder.INBOX.id(), new NewMessage(message, List.of(), false, false, null, null));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode found(String query) {
        return client.get(INBOX + "?" + query).expect(200).at("/value/0");
    }

    private List<String> subjects(String filter) {
        return client.get(INBOX + "?$select=subject&$filter=" + filter)
                .expect(200)
                .at("/value")
                .valueStream()
                .map(message -> message.path("subject").asString())
                .sorted()
                .toList();
    }

    @Test
    void showsTheTypeAndTheMembersOfAMeetingMessage() {
        JsonNode request = found("$filter=subject eq 'asks'");
        assertEquals(
                "#microsoft.graph.eventMessageRequest",
                request.path("@odata.type").asString());
        assertEquals("meetingRequest", request.path("meetingMessageType").asString());
        assertEquals("Room 1", request.at("/location/displayName").asString());
        assertEquals(
                "2026-12-01T09:00:00.0000000",
                request.at("/startDateTime/dateTime").asString());
        assertTrue(request.has("previousLocation")
                && request.path("previousLocation").isNull());
        assertFalse(request.path("isOutOfDate").booleanValue(true));
        assertFalse(request.has("meeting"), "the stored form is not shown");
        JsonNode response = found("$filter=subject eq 'may come'");
        assertEquals(
                "#microsoft.graph.eventMessageResponse",
                response.path("@odata.type").asString());
        assertEquals("tentativelyAccepted", response.path("responseType").asString());
        assertEquals(
                "meetingTenativelyAccepted", response.path("meetingMessageType").asString());
        assertEquals(
                "#microsoft.graph.eventMessage",
                found("$filter=subject eq 'ends'").path("@odata.type").asString());
        JsonNode plain = found("$filter=subject eq 'plain'");
        assertFalse(plain.has("@odata.type") || plain.has("meetingMessageType") || plain.has("isOutOfDate"));
    }

    @Test
    void selectsMembersOfTheDerivedTypes() {
        JsonNode request = found("$select=subject,microsoft.graph.eventMessage/startDateTime,"
                + "microsoft.graph.eventMessageRequest/meetingRequestType&$filter=subject eq 'asks'");
        assertEquals("newMeetingRequest", request.path("meetingRequestType").asString());
        assertTrue(request.has("startDateTime"));
        assertFalse(request.has("location"));
        assertEquals(
                "#microsoft.graph.eventMessageRequest",
                request.path("@odata.type").asString());
        JsonNode response = found("$select=microsoft.graph.eventMessageRequest/meetingRequestType,"
                + "microsoft.graph.eventMessageResponse/responseType&$filter=subject eq 'agrees'");
        assertEquals("accepted", response.path("responseType").asString());
        assertFalse(response.has("meetingRequestType"));
        // a list that reads only columns knows the type
        assertEquals(
                "#microsoft.graph.eventMessageRequest",
                found("$select=subject&$filter=subject eq 'asks'")
                        .path("@odata.type")
                        .asString());
    }

    @Test
    void filtersByTheTypeOfTheMessage() {
        String type = "microsoft.graph.eventMessage/meetingMessageType";
        assertEquals(List.of("asks"), subjects(type + " eq 'meetingRequest'"));
        assertEquals(List.of("may come"), subjects(type + " eq 'meetingTenativelyAccepted'"));
        assertEquals(
                List.of("agrees", "asks"),
                subjects(type + " eq 'meetingRequest' or " + type + " eq 'meetingAccepted'"));
        assertEquals(List.of("plain"), subjects(type + " eq null"));
        client.get(INBOX + "?$filter=meetingMessageType eq 'meetingRequest'").expect(400);
        client.get(INBOX + "?$filter=microsoft.graph.event/subject eq 'asks'").expect(400);
        client.get(INBOX + "?$filter=microsoft.graph.eventMessage/isOutOfDate eq true")
                .expect(400);
    }

    @Test
    void hasTheMessageClassOfMeetings() {
        String any = "singleValueExtendedProperties/any(p:p/id eq '" + CLASS + "' and ";
        assertEquals(List.of("plain"), subjects(any + "p/value eq 'IPM.Note')"));
        assertEquals(List.of("asks"), subjects(any + "p/value eq 'IPM.Schedule.Meeting.Request')"));
        assertEquals(List.of("agrees", "may come"), subjects(any + "startswith(p/value,'IPM.Schedule.Meeting.Resp'))"));
        JsonNode ends =
                found("$filter=subject eq 'ends'&$expand=singleValueExtendedProperties($filter=id eq '" + CLASS + "')");
        assertEquals(
                "IPM.Schedule.Meeting.Canceled",
                ends.at("/singleValueExtendedProperties/0/value").asString());
        JsonNode plain = found(
                "$filter=subject eq 'plain'&$expand=singleValueExtendedProperties($filter=id eq '" + CLASS + "')");
        assertEquals(
                "IPM.Note", plain.at("/singleValueExtendedProperties/0/value").asString());
    }

    @Test
    void isNotCreatedOrSentAsAMessage() {
        String body = "{'@odata.type':'#microsoft.graph.eventMessageRequest','subject':'mine',"
            + "'meetingMessageType':'meetingRequest','toRecipients':[{'emailAddress':{'address':'adele@contoso.example'}}]}";
        GraphClient.Answer refused = client.post("/users/megan@contoso.example/messages", body);
        refused.expect(400);
        assertEquals("ErrorInvalidRequest", refused.at("/error/code").asString());
        client.post("/users/megan@contoso.example/sendMail", "{'message':" + body + "}")
                .expect(400);
        // a message without the type cannot have the members
        client.post("/users/megan@contoso.example/messages", "{'meetingMessageType':'meetingRequest'}")
                .expect(400);
    }

    @Test
    void aReadMeetingMessageCanBeSentBack() {
        Item item = store("back", "meetingRequest", "{'isAllDay':true}");
        String id = found("$filter=subject eq 'back'").path("id").asString();
        GraphClient.Answer after = client.patch(
                "/users/megan@contoso.example/messages/" + id,
                "{'@odata.type':'#microsoft.graph.eventMessageRequest','isRead':true,'isAllDay':false,'meetingMessageType':'meetingCancelled'}");
        after.expect(200);
        assertEquals("meetingRequest", after.at("/meetingMessageType").asString());
        assertTrue(after.at("/isAllDay").booleanValue(false));
        assertTrue(after.at("/isRead").booleanValue(false));
        String moved = client.post(
                        "/users/megan@contoso.example/messages/" + id + "/move", "{'destinationId':'deleteditems'}")
                .expect(201)
                .at("/@odata.type")
                .asString();
        assertEquals("#microsoft.graph.eventMessageRequest", moved);
        assertFalse(item.message().flags().draft());
    }

    @Test
    void readBasicShowsWhatKindOfMessageItIsAndNoMore() {
        GraphClient.Answer list = basic.get(INBOX + "?$filter=subject eq 'asks'");
        JsonNode request = list.expect(200).at("/value/0");
        assertEquals(
                "#microsoft.graph.eventMessageRequest",
                request.path("@odata.type").asString());
        assertFalse(request.has("location") || request.has("startDateTime"));
        basic.get(INBOX + "?$select=microsoft.graph.eventMessage/location").expect(403);
        basic.get(INBOX + "?$select=microsoft.graph.eventMessage/startDateTime").expect(403);
        basic.get(INBOX + "?$expand=microsoft.graph.eventMessage/event").expect(403);
        JsonNode named = basic.get(
                        INBOX + "?$select=microsoft.graph.eventMessage/meetingMessageType&$filter=subject eq 'asks'")
                .expect(200)
                .at("/value/0");
        assertEquals("meetingRequest", named.path("meetingMessageType").asString());
    }
}
