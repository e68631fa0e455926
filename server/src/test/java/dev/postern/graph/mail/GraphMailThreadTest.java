package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Drafts that answer, conversations by extended properties, and bodies that are sent back as they were shown. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailThreadTest {
    private static final String MEGAN = "/users/megan@contoso.example/messages/";
    private static final String EXTENDED = "singleValueExtendedProperties";
    private static final String TO_ADELE = "'toRecipients':[{'emailAddress':{'address':'adele@contoso.example'}}]";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeEach
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("threads", "Mail.Send", "Mail.ReadWrite"));
    }

    @AfterEach
    void close() {
        mail.close();
    }

    private JsonNode inbox(String user, String subject) {
        mail.delivery.deliverDue();
        return app.get("/users/" + user + "@contoso.example/mailFolders/inbox/messages?$filter=subject eq '" + subject
                        + "'")
                .expect(200)
                .at("/value/0");
    }

    /** A message that Megan has received. */
    private String received(String subject, String rest) {
        app.post(
                        "/users/adele@contoso.example/sendMail",
                        "{'message':{'subject':'" + subject
                                + "','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]" + rest
                                + "}}")
                .expect(202);
        return inbox("megan", subject).path("id").asString();
    }

    private List<String> verbs(String id) {
        return app.get(MEGAN + id + "?$expand=" + EXTENDED + "($filter=id eq 'Integer 0x1081')")
                .expect(200)
                .at("/" + EXTENDED)
                .findValuesAsString("value");
    }

    @ParameterizedTest
    @CsvSource({"createReply,102,261", "createReplyAll,103,261", "createForward,104,262"})
    void anAnsweredMessageIsMarkedWhenTheDraftIsSent(String action, String verb, String icon) {
        String id = received("verb", "");
        String draft = app.post(MEGAN + id + "/" + action, "{'message':{" + TO_ADELE + "}}")
                .expect(201)
                .string("/id");
        assertEquals(List.of(), verbs(id));
        assertFalse(app.get(MEGAN + draft).text().contains("answered"));
        app.patch(MEGAN + draft, "{'answered':{'item':'x'}}").expect(400);
        app.patch(MEGAN + draft, "{'subject':'edited'}").expect(200);
        mail.pass(Duration.ofMinutes(30));
        app.post(MEGAN + draft + "/send").expect(202);
        assertEquals(List.of(verb), verbs(id));
        JsonNode marks = app.get(MEGAN + id + "?$expand=" + EXTENDED
                        + "($filter=id eq 'Integer 0x1080' or id eq 'SystemTime 0x1082')")
                .at("/" + EXTENDED);
        assertEquals(List.of(icon, "2026-11-23T08:30:00Z"), marks.findValuesAsString("value"));
        JsonNode arrived = inbox("adele", "edited");
        assertFalse(arrived.isMissingNode());
        assertFalse(arrived.toString().contains("answered"));
        app.get(MEGAN + id + "?$select=answered").expect(400);
    }

    @Test
    void anAnswerThatIsNotSentMarksNothing() {
        String id = received("kept", "");
        String deleted = app.post(MEGAN + id + "/createReply", "{}").string("/id");
        app.delete(MEGAN + deleted).expect(204);
        String own = app.post("/users/megan@contoso.example/messages", "{'subject':'new'," + TO_ADELE + "}")
                .string("/id");
        app.post(MEGAN + own + "/send").expect(202);
        String refused = app.post(MEGAN + id + "/createForward", "{}").string("/id");
        app.post(MEGAN + refused + "/send").expect(400, "ErrorInvalidRecipients");
        assertEquals(List.of(), verbs(id));
    }

    @Test
    void anOriginalMayMoveOrDisappear() {
        String moved = received("moved", "");
        String draft = app.post(MEGAN + moved + "/createReply", "{}").string("/id");
        String now = app.post(MEGAN + moved + "/move", "{'destinationId':'archive'}")
                .expect(201)
                .string("/id");
        app.post(MEGAN + draft + "/send").expect(202);
        assertEquals(List.of("102"), verbs(now));
        String gone = received("gone", "");
        String last = app.post(MEGAN + gone + "/createReply", "{}").string("/id");
        app.post(MEGAN + gone + "/permanentDelete").expect(204);
        app.post(MEGAN + last + "/send").expect(202);
        assertEquals("RE: gone", inbox("adele", "RE: gone").path("subject").asString());
    }

    @Test
    void aDeferredAnswerMarksWhenItIsDue() {
        String id = received("later", "");
        String draft = app.post(MEGAN + id + "/createReplyAll", "{}").string("/id");
        app.patch(MEGAN + draft, "{'" + EXTENDED + "':[{'id':'SystemTime 0x3FEF','value':'2026-11-23T08:30:00Z'}]}")
                .expect(200);
        app.post(MEGAN + draft + "/send").expect(202);
        mail.deferred.round();
        assertEquals(List.of(), verbs(id));
        mail.pass(Duration.ofMinutes(31));
        mail.deferred.round();
        assertEquals(List.of("103"), verbs(id));
    }

    @Test
    void anAnswerAsMimeMarksToo() {
        String id = received("mime", "");
        byte[] mime = java.util.Base64.getEncoder()
                .encode("Subject: RE: mime\r\nTo: adele@contoso.example\r\n\r\nx".getBytes(StandardCharsets.UTF_8));
        String draft = app.call("POST", MEGAN + id + "/createReply", "text/plain", mime)
                .expect(201)
                .string("/id");
        app.post(MEGAN + draft + "/send").expect(202);
        assertEquals(List.of("102"), verbs(id));
    }

    private String conversation(String rest) {
        return app.post("/users/megan@contoso.example/mailFolders/inbox/messages", "{'subject':'RE: t'" + rest + "}")
                .expect(201)
                .string("/conversationId");
    }

    private static String property(String id, String value) {
        return ",'" + EXTENDED + "':[{'id':'" + id + "','value':'" + value + "'}]";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String 0x1042",
                "String 0x1039",
                "String {00020386-0000-0000-c000-000000000046} Name in-reply-to",
                "String {00020386-0000-0000-C000-000000000046} Name References"
            })
    void anExtendedPropertyJoinsTheConversationAsItsHeaderDoes(String id) {
        String first = conversation(",'internetMessageId':'<first@fabrikam.example>'");
        String second = conversation(
                ",'internetMessageId':'<second@fabrikam.example>'" + property(id, "<first@fabrikam.example>"));
        assertEquals(first, second);
        assertEquals(first, conversation(property(id, "<unknown@fabrikam.example> <second@fabrikam.example>")));
        assertNotEquals(first, conversation(property(id, "<unknown@fabrikam.example>")));
        assertNotEquals(first, conversation(property(id, "see first@fabrikam.example")));
        assertNotEquals(first, conversation(property("String 0x1045", "<first@fabrikam.example>")));
        assertNotEquals(first, conversation(""));
    }

    @Test
    void aDraftJoinsWhenItsParentIsSetLater() {
        String first = conversation(",'internetMessageId':'<later@fabrikam.example>'");
        for (boolean mime : List.of(true, false)) {
            String draft = app.post("/users/megan@contoso.example/messages", "{'subject':'d'}")
                    .string("/id");
            String url = "/users/megan@contoso.example/messages/" + draft;
            app.patch(url, "{'singleValueExtendedProperties':[{'id':'String 0x1045','value':'<https://a.example>'}]}")
                    .expect(200);
            assertNotEquals(first, app.get(url).string("/conversationId"));
            if (mime) {
                String content = "Subject: d\r\nIn-Reply-To: <later@fabrikam.example>\r\n\r\nhi";
                app.call("PUT", url + "/$value", "text/plain", content.getBytes(StandardCharsets.UTF_8))
                        .expect(200);
            } else {
                app.patch(url, "{" + property("String 0x1042", "later@fabrikam.example").substring(1) + "}")
                        .expect(200);
            }
            assertEquals(first, app.get(url).string("/conversationId"));
        }
    }

    @Test
    void aSentMessageJoinsInBothMailboxes() {
        String id = received("both", "");
        JsonNode original = app.get(MEGAN + id).json();
        app.post(
                        "/users/megan@contoso.example/sendMail",
                        "{'message':{'subject':'answer'," + TO_ADELE
                                + property(
                                        "String 0x1042",
                                        original.path("internetMessageId").asString())
                                + "}}")
                .expect(202);
        assertEquals(
                original.path("conversationId").asString(),
                app.get("/users/megan@contoso.example/mailFolders/sentitems/messages")
                        .string("/value/0/conversationId"));
        String sent = app.get("/users/adele@contoso.example/mailFolders/sentitems/messages")
                .string("/value/0/conversationId");
        assertEquals(sent, inbox("adele", "answer").path("conversationId").asString());
    }

    private GraphClient.Answer patchBody(String id, JsonNode body, String rest) {
        ObjectNode patch = Json.parse(("{" + rest + "}").getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object
                ? object
                : Json.object();
        patch.set("body", body);
        return app.call(
                "PATCH", MEGAN + id, "application/json", patch.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBodyThatIsSentBackAsShownIsUnchanged() {
        String html = received(
                "html",
                ",'body':{'contentType':'html','content':'<p"
                        + " onclick=x>Hello</p><script>alert(1)</script><ul><li>one</ul>'}");
        String text = received("text", ",'body':{'contentType':'text','content':'a < b'}");
        for (String id : List.of(html, text)) {
            for (var preference : List.of(
                    Map.of(),
                    Map.of("Prefer", "outlook.body-content-type=\"text\""),
                    Map.of("Prefer", "outlook.body-content-type=\"html\""),
                    Map.of("Prefer", "outlook.allow-unsafe-html"))) {
                GraphClient reader = app;
                for (var header : preference.entrySet()) {
                    reader = reader.with(String.valueOf(header.getKey()), String.valueOf(header.getValue()));
                }
                JsonNode shown = reader.get(MEGAN + id).at("/body");
                String before = app.with("Prefer", "outlook.allow-unsafe-html")
                        .get(MEGAN + id)
                        .string("/body/content");
                app.patch(MEGAN + id, "{'isRead':false}").expect(200);
                assertTrue(patchBody(id, shown, "\"isRead\":true")
                        .expect(200)
                        .at("/isRead")
                        .booleanValue());
                assertEquals(
                        before,
                        app.with("Prefer", "outlook.allow-unsafe-html")
                                .get(MEGAN + id)
                                .string("/body/content"));
                ObjectNode changed = (ObjectNode) shown.deepCopy();
                changed.put("content", shown.path("content").asString() + "!");
                patchBody(id, changed, "\"isRead\":true").expect(400, "ErrorInvalidPropertySet");
                ObjectNode retyped = (ObjectNode) shown.deepCopy();
                retyped.put("contentType", shown.path("contentType").asString().equals("html") ? "text" : "html");
                patchBody(id, retyped, "").expect(400, "ErrorInvalidPropertySet");
            }
            app.patch(MEGAN + id, "{'body':null}").expect(400, "ErrorInvalidPropertySet");
        }
    }

    @Test
    void theBodyOfADraftIsReplacedByItsShownForm() {
        String id = app.post(
                        "/users/megan@contoso.example/messages",
                        "{'subject':'d','body':{'contentType':'html','content':'<p>x<script>y</script>'}}")
                .string("/id");
        JsonNode shown = app.get(MEGAN + id).at("/body");
        patchBody(id, shown, "").expect(200);
        assertEquals(
                shown.path("content").asString(),
                app.with("Prefer", "outlook.allow-unsafe-html").get(MEGAN + id).string("/body/content"));
    }
}
