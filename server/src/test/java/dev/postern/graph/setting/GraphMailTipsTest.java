package dev.postern.graph.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.Group;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Mail tips: what they say, and to whom. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphMailTipsTest {
    private static final String ANNA = "/v1.0/users/anna@contoso.example";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private GraphFixture.Client client;
    private User anna;
    private User bert;
    private User carl;

    @BeforeEach
    void open() {
        graph = new GraphFixture(engine);
        anna = graph.user("anna", "Anna");
        bert = graph.user("bert", "Bert");
        carl = graph.user("carl", "Carl");
        client = graph.client("Mail.Read", "MailboxSettings.ReadWrite");
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private static String body(String options, String... addresses) {
        String list = Arrays.stream(addresses).map(one -> "'" + one + "'").collect(Collectors.joining(","));
        return "{'EmailAddresses':[" + list + "]" + (options.isEmpty() ? "" : ",'MailTipsOptions':'" + options + "'")
                + "}";
    }

    private JsonNode tip(GraphFixture.Client by, String options, String address) {
        Answer answer = by.post(ANNA + "/getMailTips", body(options, address));
        assertEquals(200, answer.status(), answer::toString);
        return answer.json().at("/value/0");
    }

    private void replies(String mailbox, String replies) {
        Answer set = client.patch(
                "/v1.0/users/" + mailbox + "@contoso.example/mailboxSettings",
                "{'automaticRepliesSetting':" + replies + "}");
        assertEquals(200, set.status(), set::toString);
    }

    @Test
    void automaticReplies() {
        String option = "automaticReplies, mailboxFullStatus";
        JsonNode none = tip(client, option, "bert@contoso.example");
        assertEquals(
                "{\"emailAddress\":{\"name\":\"\",\"address\":\"bert@contoso.example\"},\"automaticReplies\":{\"message\":\"\"},"
                    + "\"mailboxFull\":false}",
                none.toString());
        replies("bert", "{'status':'alwaysEnabled','internalReplyMessage':'inside','externalReplyMessage':'outside'}");
        JsonNode away = tip(client, option, "BERT@contoso.example").path("automaticReplies");
        assertEquals("inside", away.path("message").stringValue(""));
        assertEquals("en-US", away.at("/messageLanguage/locale").stringValue(""));
        assertFalse(away.has("scheduledStartTime"));
        replies(
                "bert",
                "{'status':'scheduled','scheduledStartDateTime':{'dateTime':'2026-11-23T08:02:00','timeZone':'UTC'},"
                        + "'scheduledEndDateTime':{'dateTime':'2026-11-25T00:00:00','timeZone':'UTC'}}");
        assertEquals(
                "{\"message\":\"\"}",
                tip(client, option, "bert@contoso.example")
                        .path("automaticReplies")
                        .toString());
        graph.now.set(graph.now.get().plus(Duration.ofMinutes(2)));
        JsonNode window = tip(client, option, "bert@contoso.example").path("automaticReplies");
        assertEquals(
                "2026-11-25T00:00:00.0000000",
                window.at("/scheduledEndTime/dateTime").stringValue(""));
        assertEquals("inside", window.path("message").stringValue(""));
    }

    @Test
    void everyOption() {
        User erik = graph.mailUser("erik", "Erik");
        Group inner = graph.group("inner", carl.id());
        graph.group("all", anna.id(), bert.id(), inner.id());
        JsonNode mailbox = tip(client, "", "bert@contoso.example");
        assertEquals(
                "{\"emailAddress\":{\"name\":\"\",\"address\":\"bert@contoso.example\"},\"customMailTip\":\"\","
                    + "\"maxMessageSize\":157286400,\"deliveryRestricted\":false,\"isModerated\":false,"
                    + "\"recipientScope\":\"internal\",\"recipientSuggestions\":[],\"automaticReplies\":{\"message\":\"\"},"
                    + "\"mailboxFull\":false}",
                mailbox.toString());
        JsonNode group = tip(client, "totalMemberCount,externalMemberCount", "all@contoso.example");
        assertEquals(3, group.path("totalMemberCount").intValue(0), group::toString);
        assertEquals(0, group.path("externalMemberCount").intValue(-1));
        graph.address("erik", "erik@elsewhere.example");
        graph.group("mixed", anna.id(), erik.id(), inner.id());
        JsonNode mixed = tip(client, "totalMemberCount,externalMemberCount", "mixed@contoso.example");
        assertEquals(3, mixed.path("totalMemberCount").intValue(0), mixed::toString);
        assertEquals(1, mixed.path("externalMemberCount").intValue(-1), mixed::toString);
        JsonNode outside = tip(client, "recipientScope", "someone@fabrikam.example");
        assertEquals("external", outside.path("recipientScope").stringValue(""));
        assertFalse(outside.has("error"));
        assertTrue(tip(client, "mailboxFullStatus", "someone@fabrikam.example").has("error"));
        assertEquals(
                "InvalidRecipient",
                tip(client, "", "nobody@contoso.example").at("/error/code").stringValue(""));
        assertEquals(
                "InvalidRecipient",
                tip(client, "", "nonsense").at("/error/code").stringValue(""));
        assertEquals(
                "MailboxNotFound",
                tip(client, "automaticReplies", "erik@contoso.example")
                        .at("/error/code")
                        .stringValue(""));
    }

    @Test
    void whatAPolicyHidesLooksAsIfItDidNotExist() {
        replies("bert", "{'status':'alwaysEnabled','internalReplyMessage':'secret'}");
        graph.group("team", bert.id());
        GraphFixture.Client confined = graph.client("Mail.Read");
        graph.confine(confined, graph.group("scope", anna.id(), carl.id()));
        for (String options : new String[] {"", "automaticReplies", "recipientScope", "totalMemberCount"}) {
            String unknown = tip(confined, options, "nobody@contoso.example").toString();
            assertEquals(
                    unknown.replace("nobody", "bert"),
                    tip(confined, options, "bert@contoso.example").toString());
            assertEquals(
                    unknown.replace("nobody", "team"),
                    tip(confined, options, "team@contoso.example").toString());
        }
        assertTrue(tip(confined, "mailboxFullStatus", "carl@contoso.example").has("mailboxFull"));
        assertEquals(
                "secret",
                tip(client, "automaticReplies", "bert@contoso.example")
                        .at("/automaticReplies/message")
                        .stringValue(""));
        assertEquals(
                403,
                confined.post("/v1.0/users/bert@contoso.example/getMailTips", body("", "anna@contoso.example"))
                        .status());
    }

    @Test
    void refused() {
        String path = ANNA + "/getMailTips";
        assertEquals(
                400, client.post(path, body("weather", "bert@contoso.example")).status());
        assertEquals(
                400,
                client.post(path, body("automaticReplies,weather", "bert@contoso.example"))
                        .status());
        assertEquals(400, client.post(path, "{'EmailAddresses':[]}").status());
        assertEquals(400, client.post(path, "{}").status());
        String[] many =
                IntStream.range(0, 101).mapToObj(i -> i + "@contoso.example").toArray(String[]::new);
        assertEquals(400, client.post(path, body("recipientScope", many)).status());
        many = Arrays.copyOf(many, 100);
        assertEquals(
                100,
                client.post(path, body("recipientScope", many))
                        .json()
                        .path("value")
                        .size());
        assertEquals(400, client.post(path, body("", "x".repeat(1025))).status());
        assertEquals(
                403,
                graph.client("MailboxSettings.Read")
                        .post(path, body("", "a@contoso.example"))
                        .status());
    }
}
