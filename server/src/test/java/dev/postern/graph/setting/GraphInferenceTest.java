package dev.postern.graph.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.mailbox.setting.InferenceOverrides;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Inference overrides, stored and at delivery. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphInferenceTest {
    private static final String ANNA = "/v1.0/users/anna@contoso.example";
    private static final String INFERENCE = ANNA + "/inferenceClassification";
    private static final String OVERRIDES = INFERENCE + "/overrides";

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
        client = graph.client("Mail.ReadWrite", "Mail.Send");
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private Answer put(String address, String as) {
        return client.post(
                OVERRIDES,
                "{\"classifyAs\":\"" + as + "\",\"senderEmailAddress\":{\"name\":\"N\",\"address\":\"" + address
                        + "\"}}");
    }

    @Test
    void overridesAreOnePerAddress() {
        assertEquals("0", client.get(OVERRIDES + "/$count").text());
        Answer made = put("bert@contoso.example", "OTHER");
        assertEquals(201, made.status(), made::toString);
        assertEquals("other", made.json().path("classifyAs").stringValue(""));
        assertTrue(made.json().path("@odata.context").stringValue("").endsWith("/overrides/$entity"));
        Answer again = client.post(
                OVERRIDES,
                "{\"classifyAs\":\"focused\",\"senderEmailAddress\":{\"name\":\"Newer\",\"address\":\"BERT@contoso.example\"}}");
        assertEquals(201, again.status());
        assertEquals(made.id(), again.id());
        assertEquals("1", client.get(OVERRIDES + "/$count").text());
        String one = OVERRIDES + "/" + made.id();
        JsonNode read = client.get(one).json();
        assertEquals("focused", read.path("classifyAs").stringValue(""));
        assertEquals("Newer", read.at("/senderEmailAddress/name").stringValue(""));
        Answer changed = client.patch(
                one, "{\"classifyAs\":\"other\",\"senderEmailAddress\":{\"address\":\"x@contoso.example\"}}");
        assertEquals("other", changed.json().path("classifyAs").stringValue(""));
        assertEquals(
                "BERT@contoso.example",
                changed.json().at("/senderEmailAddress/address").stringValue(""),
                "the sender cannot be changed");
        assertEquals("other", client.patch(one, "{}").json().path("classifyAs").stringValue(""));
        assertEquals(1, client.get(OVERRIDES).json().path("value").size());

        JsonNode parent = client.get(INFERENCE).json();
        assertEquals(2, parent.size(), parent::toString);
        assertEquals(
                1,
                client.get(INFERENCE + "?$expand=overrides")
                        .json()
                        .path("overrides")
                        .size());
        assertEquals(200, client.patch(INFERENCE, "{}").status());

        assertEquals(204, client.delete(one).status());
        assertEquals(404, client.delete(one).status());
        assertEquals(404, client.get(one).status());
        assertEquals(404, client.patch(one, "{\"classifyAs\":\"other\"}").status());
    }

    @Test
    void refused() {
        assertEquals(400, put("not an address", "other").status());
        assertEquals(400, put("bert@contoso.example", "spam").status());
        assertEquals(400, client.post(OVERRIDES, "{\"classifyAs\":\"other\"}").status());
        assertEquals(
                400,
                client.post(OVERRIDES, "{\"senderEmailAddress\":{\"address\":\"bert@contoso.example\"}}")
                        .status());
        assertEquals(404, client.get(OVERRIDES + "/nothing").status());
        assertEquals(404, client.get(OVERRIDES + "/" + UUID.randomUUID()).status());
        GraphFixture.Client reader = graph.client("Mail.Read");
        assertEquals(200, reader.get(OVERRIDES).status());
        assertEquals(
                403,
                reader.post(
                                OVERRIDES,
                                "{\"classifyAs\":\"other\",\"senderEmailAddress\":{\"address\":\"b@contoso.example\"}}")
                        .status());
        assertEquals(
                403, graph.client("MailboxSettings.ReadWrite").get(OVERRIDES).status());
        Answer made = put("bert@contoso.example", "other");
        assertEquals(
                404,
                client.get("/v1.0/users/bert@contoso.example/inferenceClassification/overrides/" + made.id())
                        .status(),
                "an override of another mailbox");
    }

    @Test
    void theMessagesOfASenderAreClassifiedWhenTheyArrive() {
        send("bert", "1", "anna", "carl");
        Answer made = put("Bert@contoso.example", "other");
        send("bert", "2", "anna", "carl");
        send("carl", "3", "anna");
        assertEquals("focused", classification("anna", "1"), "existing messages stay as they are");
        assertEquals("other", classification("anna", "2"));
        assertEquals("focused", classification("carl", "2"), "the override of another mailbox");
        assertEquals("focused", classification("anna", "3"));
        assertEquals(
                2,
                client.get(ANNA + "/mailFolders/inbox/messages?$filter=inferenceClassification eq 'focused'")
                        .json()
                        .path("value")
                        .size());
        client.patch(OVERRIDES + "/" + made.id(), "{\"classifyAs\":\"focused\"}");
        send("bert", "4", "anna");
        assertEquals("focused", classification("anna", "4"));
        put("bert@contoso.example", "other");
        client.delete(OVERRIDES + "/" + made.id());
        send("bert", "5", "anna");
        assertEquals("focused", classification("anna", "5"));
    }

    @Test
    void copiesOfRulesAreClassifiedToo() {
        GraphFixture.Client settings = graph.client("MailboxSettings.ReadWrite", "Mail.ReadWrite");
        String folder = settings.post(ANNA + "/mailFolders", "{\"displayName\":\"Copies\"}")
                .id();
        Answer rule = settings.post(
                ANNA + "/mailFolders/inbox/messageRules",
                "{\"displayName\":\"copy\",\"sequence\":1,\"actions\":{\"copyToFolder\":\"" + folder + "\"}}");
        assertEquals(201, rule.status(), rule::toString);
        put("bert@contoso.example", "other");
        send("bert", "1", "anna");
        send("carl", "2", "anna");
        for (String in : List.of("inbox", folder)) {
            assertEquals("other", classification("anna", in, "1"), in);
            assertEquals("focused", classification("anna", in, "2"), in);
        }
    }

    @Test
    void aMailboxHasAtMostAThousand() {
        assumeTrue(engine == Engine.SQLITE, "a thousand transactions; the limit does not depend on the engine");
        assertEquals(200, client.get(OVERRIDES).status(), "creates the mailbox");
        var stored = new InferenceOverrides(graph.mailboxes().open(Objects.requireNonNull(anna.mailbox())));
        for (int i = 0; i < 1000; i++) {
            stored.put("other", "", i + "@fabrikam.example");
        }
        assertEquals(1000, client.get(OVERRIDES).json().path("value").size());
        Answer refused = put("bert@contoso.example", "other");
        assertEquals(403, refused.status());
        assertEquals("ErrorQuotaExceeded", refused.code());
        assertEquals(201, put("7@fabrikam.example", "focused").status(), "it exists");
    }

    private void send(String from, String subject, String... to) {
        StringBuilder recipients = new StringBuilder();
        for (String one : to) {
            recipients
                    .append(recipients.isEmpty() ? "" : ",")
                    .append("{\"emailAddress\":{\"address\":\"")
                    .append(one)
                    .append("@contoso.example\"}}");
        }
        Answer sent = client.post(
                "/v1.0/users/" + from + "@contoso.example/sendMail",
                "{\"message\":{\"subject\":\"" + subject + "\",\"toRecipients\":[" + recipients + "]}}");
        assertEquals(202, sent.status(), sent::toString);
        graph.deliver();
    }

    private String classification(String of, String subject) {
        return classification(of, "inbox", subject);
    }

    private String classification(String of, String folder, String subject) {
        JsonNode list = client.get("/v1.0/users/" + of + "@contoso.example/mailFolders/" + folder
                        + "/messages?$select=subject,inferenceClassification")
                .json()
                .path("value");
        assertFalse(list.isEmpty());
        return list.valueStream()
                .filter(one -> one.path("subject").stringValue("").equals(subject))
                .map(one -> one.path("inferenceClassification").stringValue(""))
                .findFirst()
                .orElse("");
    }
}
