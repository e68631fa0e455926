package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.TransportRule;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What transport rules change in messages that programs send. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphMailTransportRulesTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String MEGAN = "/users/megan@contoso.example";
    private static final String FOOTER = "<p>Sent by a <b>program</b></p>";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private AppId app;
    private GraphClient client;
    private GraphClient other;
    private int rules;

    @BeforeEach
    void open() {
        mail = new GraphMailFixture(engine);
        var sender = mail.app("sender", "Mail.ReadWrite", "Mail.Send");
        app = sender.appId();
        client = mail.client(sender);
        other = mail.client(mail.app("other", "Mail.Send"));
        mail.user("journal", "Journal");
    }

    @AfterEach
    void close() {
        mail.close();
    }

    /** A rule in the making. */
    private static final class Draft {
        boolean enabled = true;
        List<ObjectId> from = List.of();
        List<ObjectId> memberOf = List.of();

        @Nullable
        String scope;

        @Nullable
        AppId application;

        @Nullable
        String header;

        @Nullable
        String value;

        @Nullable
        String disclaimer;

        boolean prepended;
        List<ObjectId> copies = List.of();
    }

    private void rule(Consumer<Draft> made) {
        var draft = new Draft();
        made.accept(draft);
        int number = rules++;
        var rule = new TransportRule(
                new ObjectId(new UUID(9, number)),
                Instant.EPOCH,
                "rule " + number,
                number,
                draft.enabled,
                draft.from,
                draft.memberOf,
                draft.scope,
                draft.application,
                draft.header,
                draft.value,
                draft.disclaimer,
                draft.prepended,
                draft.copies);
        mail.directory.change(mail.tenant.id(), GraphMailFixture.ACTOR, change -> {
            change.put(rule);
            return true;
        });
    }

    private static void source(Draft rule) {
        rule.header = "X-Source";
        rule.value = "program";
    }

    private static String message(String subject, String body, String... to) {
        var people = new StringBuilder();
        for (String one : to) {
            people.append(people.isEmpty() ? "" : ",").append("{'emailAddress':{'address':'" + one + "'}}");
        }
        return "{'subject':'" + subject + "','body':" + body + ",'toRecipients':[" + people + "]}";
    }

    private static String text(String content) {
        return "{'contentType':'text','content':'" + content + "'}";
    }

    private static void send(GraphClient by, String from, String message) {
        by.post(from + "/sendMail", "{'message':" + message + "}").expect(202);
    }

    private JsonNode copy(String user, String folder, String subject) {
        mail.delivery.deliverDue();
        return client.get(user + "/mailFolders/" + folder + "/messages?$select=subject,body,internetMessageHeaders,"
                        + "toRecipients,bccRecipients&$filter=subject eq '" + subject + "'")
                .at("/value/0");
    }

    private static String header(JsonNode message) {
        return message.path("internetMessageHeaders")
                .valueStream()
                .filter(one -> one.path("name").asString().equalsIgnoreCase("X-Source"))
                .map(one -> one.path("value").asString())
                .toList()
                .toString();
    }

    @Test
    void aHeaderIsSetInTheRecipientsCopyOnly() {
        rule(GraphMailTransportRulesTest::source);
        send(client, ADELE, message("plain", text("Hello"), "megan@contoso.example"));
        assertEquals("[program]", header(copy(MEGAN, "inbox", "plain")));
        assertEquals("[]", header(copy(ADELE, "sentitems", "plain")));
        send(
                client,
                ADELE,
                message("given", text("Hello"), "megan@contoso.example")
                        .replaceFirst("}$", ",'internetMessageHeaders':[{'name':'x-source','value':'mine'}]}"));
        assertEquals("[program]", header(copy(MEGAN, "inbox", "given")));
        assertEquals("[mine]", header(copy(ADELE, "sentitems", "given")));
        String mime = client.get(MEGAN + "/messages/" + id("plain") + "/$value").text();
        assertTrue(mime.contains("X-Source: program\r\n"), mime);
    }

    private String id(String subject) {
        return client.get(MEGAN + "/messages?$select=id&$filter=subject eq '" + subject + "'")
                .at("/value/0/id")
                .asString();
    }

    @Test
    void aDisclaimerIsAddedToTheBody() {
        rule(rule -> rule.disclaimer = FOOTER);
        rule(rule -> {
            rule.disclaimer = "<p>Notice</p>";
            rule.prepended = true;
        });
        send(client, ADELE, message("text", text("Hello"), "megan@contoso.example"));
        String text = copy(MEGAN, "inbox", "text").at("/body/content").asString();
        assertTrue(text.strip().matches("(?s)Notice\\s+Hello\\s+Sent by a program"), text);
        assertEquals(
                "Hello", copy(ADELE, "sentitems", "text").at("/body/content").asString());
        String page = "<html><body class=x><p>Hello</p></body></html>";
        send(
                client,
                ADELE,
                message("html", "{'contentType':'html','content':'" + page + "'}", "megan@contoso.example"));
        String html =
                copy(MEGAN, "inbox", "html").at("/body/content").asString().replaceAll("\\s+", " ");
        assertTrue(
                html.matches("(?s).*<body[^>]*>\\s*<p>Notice</p>\\s*<p>Hello</p>\\s*" + FOOTER + "\\s*</body>.*"),
                html);
        String draft = client.post(ADELE + "/messages", message("draft", text("Hello"), "megan@contoso.example"))
                .at("/id")
                .asString();
        client.post(ADELE + "/messages/" + draft + "/send", "").expect(202);
        assertTrue(copy(MEGAN, "inbox", "draft").at("/body/content").asString().contains("program"));
        assertFalse(
                copy(ADELE, "sentitems", "draft").at("/body/content").asString().contains("program"));
    }

    @Test
    void mimeGetsTheHeaderButNoDisclaimer() {
        rule(rule -> {
            source(rule);
            rule.disclaimer = FOOTER;
        });
        String body = "Hello\r\n";
        String mime = "From: adele@contoso.example\r\nTo: megan@contoso.example\r\nSubject: mime\r\n\r\n" + body;
        client.call(
                        "POST",
                        ADELE + "/sendMail",
                        "text/plain",
                        Base64.getEncoder().encode(mime.getBytes(StandardCharsets.UTF_8)))
                .expect(202);
        assertEquals("[program]", header(copy(MEGAN, "inbox", "mime")));
        String got = client.get(MEGAN + "/messages/" + id("mime") + "/$value").text();
        assertTrue(got.contains("X-Source: program\r\n") && got.endsWith("\r\n\r\n" + body), got);
    }

    @Test
    void aBlindCopyIsInTheEnvelopeOnly() {
        rule(rule -> rule.copies = List.of(mail.owner("journal@contoso.example").id()));
        send(client, ADELE, message("copied", text("Hello"), "megan@contoso.example"));
        JsonNode journal = copy("/users/journal@contoso.example", "inbox", "copied");
        assertEquals("copied", journal.path("subject").asString());
        for (JsonNode one : List.of(journal, copy(MEGAN, "inbox", "copied"), copy(ADELE, "sentitems", "copied"))) {
            assertFalse(one.toString().contains("journal@contoso.example"), one.toString());
        }
        List<String> traced =
                mail.database.read(sql -> sql.list("select recipients from message_trace", row -> row.text(1)));
        assertTrue(traced.getFirst().contains("journal@contoso.example"), traced.toString());
    }

    @Test
    void allConditionsMustHold() {
        ObjectId adele = mail.owner("adele@contoso.example").id();
        ObjectId megan = mail.owner("megan@contoso.example").id();
        ObjectId outer = mail.group("outer", mail.group("inner", adele).id()).id();
        record Case(Consumer<Draft> rule, boolean matches) {}
        var cases = List.of(
                new Case(rule -> rule.from = List.of(adele), true),
                new Case(rule -> rule.from = List.of(megan, adele), true),
                new Case(rule -> rule.from = List.of(megan), false),
                new Case(rule -> rule.memberOf = List.of(outer), true),
                new Case(rule -> rule.memberOf = List.of(megan), false),
                new Case(rule -> rule.application = app, true),
                new Case(rule -> rule.application = new AppId(new UUID(3, 3)), false),
                new Case(rule -> rule.scope = "InOrganization", true),
                new Case(rule -> rule.scope = "NotInOrganization", false),
                new Case(rule -> rule.enabled = false, false),
                new Case(
                        rule -> {
                            rule.from = List.of(adele);
                            rule.application = new AppId(new UUID(3, 3));
                        },
                        false),
                new Case(
                        rule -> {
                            rule.from = List.of(adele);
                            rule.scope = "InOrganization";
                            rule.application = app;
                        },
                        true));
        for (Case one : cases) {
            rules = 0;
            rule(rule -> {
                source(rule);
                one.rule().accept(rule);
            });
            String subject = "case " + cases.indexOf(one);
            send(client, ADELE, message(subject, text("Hello"), "megan@contoso.example"));
            assertEquals(one.matches() ? "[program]" : "[]", header(copy(MEGAN, "inbox", subject)), subject);
        }
        rules = 0;
        rule(rule -> {
            source(rule);
            rule.scope = "NotInOrganization";
        });
        send(client, ADELE, message("both", text("Hello"), "megan@contoso.example", "alex@fabrikam.example"));
        assertEquals("[program]", header(copy(MEGAN, "inbox", "both")));
    }

    @Test
    void anotherApplicationIsNotConcerned() {
        rule(rule -> {
            source(rule);
            rule.application = app;
        });
        send(other, ADELE, message("other", text("Hello"), "megan@contoso.example"));
        assertEquals("[]", header(copy(MEGAN, "inbox", "other")));
    }
}
