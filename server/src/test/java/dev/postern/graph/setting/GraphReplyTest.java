package dev.postern.graph.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Automatic replies from the setting to the mailbox of the sender. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphReplyTest {
    @Parameter
    Engine engine;

    private GraphFixture graph;
    private GraphFixture.Client client;
    private User anna;

    @BeforeEach
    void open() {
        graph = new GraphFixture(engine);
        anna = graph.user("anna", "Anna");
        graph.user("bert", "Bert");
        graph.user("carl", "Carl");
        client = graph.client("MailboxSettings.ReadWrite", "Mail.ReadWrite", "Mail.Send");
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private static String path(String name) {
        return "/v1.0/users/" + name + "@contoso.example";
    }

    private void set(String name, String replies) {
        assertEquals(
                200,
                client.patch(
                                path(name) + "/mailboxSettings",
                                "{\"automaticRepliesSetting\":" + replies.replace('\'', '"') + "}")
                        .status());
    }

    private void send(String from, String to, String more) {
        String message = "{'message':{'subject':'Lunch?','body':{'contentType':'text','content':'x'},"
                + "'toRecipients':[{'emailAddress':{'address':'" + to + "@contoso.example'}}]" + more + "}}";
        assertEquals(
                202,
                client.post(path(from) + "/sendMail", message.replace('\'', '"'))
                        .status());
        graph.deliver();
    }

    private List<JsonNode> inbox(String name) {
        return client.get(path(name) + "/mailFolders/inbox/messages?$select=subject,body,from,internetMessageHeaders")
                .json()
                .path("value")
                .valueStream()
                .toList();
    }

    @Test
    void eachSenderGetsOneReply() {
        set("anna", "{'status':'alwaysEnabled','internalReplyMessage':'Back on <Monday>\\nAnna'}");
        send("bert", "anna", "");
        send("bert", "anna", "");
        List<JsonNode> replies = inbox("bert");
        assertEquals(1, replies.size());
        JsonNode reply = replies.getFirst();
        assertEquals("Automatic reply: Lunch?", reply.path("subject").stringValue(""));
        assertEquals(
                "anna@contoso.example", reply.at("/from/emailAddress/address").stringValue(""));
        assertTrue(reply.at("/body/content").stringValue("").contains("Back on &lt;Monday&gt;<br>"), reply::toString);
        String headers = reply.path("internetMessageHeaders")
                .valueStream()
                .map(one -> one.path("name").stringValue("") + ":"
                        + one.path("value").stringValue(""))
                .collect(Collectors.joining("\n"));
        assertTrue(headers.contains("Auto-Submitted:auto-generated"), headers);
        assertTrue(headers.contains("X-Auto-Response-Suppress:All"), headers);
        assertEquals(2, inbox("anna").size());
        assertEquals(
                0,
                client.get(path("anna") + "/mailFolders/sentitems/messages")
                        .json()
                        .path("value")
                        .size());

        set("anna", "{'internalReplyMessage':'Edited'}");
        send("bert", "anna", "");
        assertEquals(1, inbox("bert").size(), "an edited text is not a new period");
        set("anna", "{'status':'disabled'}");
        send("bert", "anna", "");
        assertEquals(1, inbox("bert").size());
        set("anna", "{'status':'alwaysEnabled'}");
        send("bert", "anna", "");
        assertEquals(2, inbox("bert").size());
    }

    @Test
    void twoAbsentMailboxesReplyOnceEach() {
        set("anna", "{'status':'alwaysEnabled','internalReplyMessage':'Anna is away'}");
        set("bert", "{'status':'alwaysEnabled','internalReplyMessage':'Bert is away'}");
        send("bert", "anna", "");
        assertEquals(1, inbox("anna").size());
        assertEquals(1, inbox("bert").size());
        send("anna", "bert", "");
        assertEquals(2, inbox("anna").size());
        assertEquals(2, inbox("bert").size());
    }

    @Test
    void listsAndAutomaticMailGetNone() {
        set("anna", "{'status':'alwaysEnabled','internalReplyMessage':'Away'}");
        graph.group("staff", anna.id());
        send("bert", "staff", "");
        assertEquals(1, inbox("anna").size());
        send("bert", "anna", ",'internetMessageHeaders':[{'name':'X-Auto-Response-Suppress','value':'OOF'}]");
        send("bert", "bert", ",'bccRecipients':[{'emailAddress':{'address':'anna@contoso.example'}}]");
        assertEquals(3, inbox("anna").size());
        assertEquals(1, inbox("bert").size(), "only the own message");
    }

    @Test
    void scheduledRepliesAreSentWithinTheirWindow() {
        set(
                "anna",
                "{'status':'scheduled','internalReplyMessage':'Away','scheduledStartDateTime':{'dateTime':'2026-11-23T08:02:00',"
                    + "'timeZone':'UTC'},'scheduledEndDateTime':{'dateTime':'2026-11-23T08:02:02','timeZone':'UTC'}}");
        send("bert", "anna", "");
        assertEquals(0, inbox("bert").size());
        graph.now.set(graph.now.get().plus(Duration.ofMinutes(2)));
        send("bert", "anna", "");
        assertEquals(1, inbox("bert").size());
        graph.now.set(graph.now.get().plus(Duration.ofSeconds(2)));
        send("carl", "anna", "");
        assertEquals(0, inbox("carl").size());
    }
}
