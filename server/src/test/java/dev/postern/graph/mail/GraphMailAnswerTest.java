package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies, forwards and MIME, between two mailboxes. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailAnswerTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String MEGAN = "/users/megan@contoso.example";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private String arrived(String subject) {
        mail.delivery.deliverDue();
        return MEGAN + "/messages/"
                + app.get(MEGAN + "/mailFolders/inbox/messages?$filter=subject eq '" + subject + "'")
                        .expect(200)
                        .string("/value/0/id");
    }

    private String original(String subject, String type, String content) {
        app.post(
                        ADELE + "/sendMail",
                        "{'message':{'subject':'" + subject + "','body':{'contentType':'" + type + "','content':'"
                                + content
                                + "'},'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}},{'emailAddress':{'address':'shared@contoso.example'}}],"
                                + "'ccRecipients':[{'emailAddress':{'address':'megan.alias@contoso.example'}},{'emailAddress':{'address':'alex@fabrikam.example','name':'Alex'}}],"
                                + "'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','name':'a.txt','contentType':'text/plain','contentBytes':'SGVsbG8='},"
                                + "{'@odata.type':'#microsoft.graph.fileAttachment','name':'p.png','contentType':'image/png','contentBytes':'iVBORw0KGgo=','isInline':true,'contentId':'pic1'}]}}")
                .expect(202);
        return arrived(subject);
    }

    @Test
    void aReplyIsPrefilled() {
        String url = original("plan", "html", "<p>See <img src='cid:pic1'></p>".replace("'", "\\u0022"));
        mail.pass(Duration.ofMinutes(3));
        var before = app.get(url);
        var reply =
                app.post(url + "/createReply", "{'comment':'Fine <with> me'}").expect(201);
        assertEquals("RE: plan", reply.string("/subject"));
        assertEquals("adele@contoso.example", reply.string("/toRecipients/0/emailAddress/address"));
        assertEquals(1, reply.at("/toRecipients").size());
        assertEquals(0, reply.at("/ccRecipients").size());
        String body = reply.string("/body/content");
        assertTrue(body.contains("Fine &lt;with&gt; me"), body);
        assertTrue(body.indexOf("Fine") < body.indexOf("divRplyFwdMsg"), body);
        assertTrue(body.contains("<b>From:</b> Adele Vance &lt;adele@contoso.example&gt;"), body);
        assertTrue(body.contains("November 23, 2026"), body);
        assertEquals(before.string("/conversationId"), reply.string("/conversationId"));
        assertEquals(27, Base64.getDecoder().decode(reply.string("/conversationIndex")).length);
        var detail = app.get(MEGAN + "/messages/" + reply.string("/id")
                + "?$select=internetMessageHeaders,uniqueBody&$expand=attachments($select=name,isInline)");
        assertEquals("In-Reply-To", detail.string("/internetMessageHeaders/0/name"));
        assertEquals(before.string("/internetMessageId"), detail.string("/internetMessageHeaders/0/value"));
        assertFalse(detail.string("/uniqueBody/content").contains("From:"), detail.text());
        assertEquals(1, detail.at("/attachments").size());
        assertEquals("p.png", detail.string("/attachments/0/name"));
        String again = app.post(
                        url + "/createReply",
                        "{'message':{'body':{'contentType':'text','content':'own'},'subject':'mine'}}")
                .expect(201)
                .string("/body/content");
        assertEquals("own", again);
        app.post(url + "/createReply", "{'comment':'a','message':{'body':{'content':'b'}}}")
                .expect(400);
    }

    @Test
    void aReplyToAllGoesToEveryoneExceptTheSender() {
        String url = original("all", "text", "hello");
        app.post(url + "/replyAll", "{'comment':'to all'}").expect(202);
        mail.delivery.deliverDue();
        var got = app.get(ADELE + "/mailFolders/inbox/messages?$filter=subject eq 'RE: all'")
                .at("/value/0");
        assertEquals(2, got.at("/toRecipients").size());
        assertEquals(
                "shared@contoso.example",
                got.at("/toRecipients/1/emailAddress/address").asString());
        assertEquals(1, got.at("/ccRecipients").size());
        assertEquals("text", got.at("/body/contentType").asString());
        assertTrue(got.at("/body/content").asString().startsWith("to all"));
        assertTrue(got.at("/body/content").asString().endsWith("hello"));
        var second = app.post(ADELE + "/messages/" + got.get("id").stringValue() + "/createReply")
                .expect(201);
        assertEquals("RE: all", second.string("/subject"));
        assertEquals("megan@contoso.example", second.string("/toRecipients/0/emailAddress/address"));
    }

    @Test
    void aForwardIncludesEverything() {
        String url = original("carry", "text", "hello");
        app.post(url + "/forward", "{'comment':'look'}").expect(400, "ErrorInvalidRecipients");
        String to = "[{'emailAddress':{'address':'adele@contoso.example'}}]";
        app.post(url + "/forward", "{'toRecipients':" + to + ",'message':{'toRecipients':" + to + "}}")
                .expect(400);
        app.post(url + "/forward", "{'comment':'look','toRecipients':" + to + "}")
                .expect(202);
        mail.delivery.deliverDue();
        var got = app.get(ADELE + "/mailFolders/inbox/messages?$filter=subject eq 'FW: carry'&$expand=attachments")
                .at("/value/0");
        assertEquals(2, got.at("/attachments").size());
        // both were created at the same time, so either may come first
        assertTrue(got.at("/attachments")
                .valueStream()
                .anyMatch(a -> a.at("/contentBytes").asString().equals("SGVsbG8=")));
        var draft = app.post(url + "/createForward").expect(201);
        assertEquals(0, draft.at("/toRecipients").size());
        assertTrue(draft.at("/hasAttachments").booleanValue());
        var reader = mail.client(mail.app("reader", "Mail.Read"));
        reader.post(url + "/forward", "{'toRecipients':" + to + "}").expect(403, "ErrorAccessDenied");
    }

    private static byte[] mime(String text) {
        return Base64.getMimeEncoder().encode(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void mimeIsReadAndWritten() {
        byte[] message = mime("""
            From: Adele <adele@contoso.example>
            To: megan@contoso.example
            Bcc: shared@contoso.example
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
            X-Own: yes
            Message-ID: <m1@contoso.example>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            hello
            --b
            Content-Type: text/plain
            Content-Disposition: attachment; filename=a.txt

            attached
            --b--
            """);
        app.call("POST", ADELE + "/sendMail", "text/plain", message).expect(202);
        mail.delivery.deliverDue();
        var got = app.get(MEGAN + "/mailFolders/inbox/messages?$filter=internetMessageId eq '<m1@contoso.example>'"
                        + "&$select=subject,hasAttachments,internetMessageHeaders,bccRecipients")
                .at("/value/0");
        assertEquals("Grüße", got.at("/subject").asString());
        assertTrue(got.at("/hasAttachments").booleanValue());
        assertEquals(0, got.at("/bccRecipients").size());
        assertFalse(got.toString().contains("shared@contoso.example"), got.toString());
        assertTrue(got.toString().contains("X-Own"), got.toString());
        var out = app.get(MEGAN + "/messages/" + got.get("id").stringValue() + "/$value")
                .expect(200);
        assertTrue(out.text().contains("Subject: =?"), out.text());
        assertTrue(out.text().contains("filename=a.txt"), out.text());
        assertFalse(out.text().contains("shared@"), out.text());
        var draft = app.call("POST", ADELE + "/messages", "text/plain", message).expect(201);
        assertEquals("Grüße", draft.string("/subject"));
        String url = ADELE + "/messages/" + draft.string("/id") + "/$value";
        app.call(
                        "PUT",
                        url,
                        "text/plain",
                        "Subject: other\r\nTo: a@contoso.example\r\n\r\nnew".getBytes(StandardCharsets.UTF_8))
                .expect(200);
        var changed = app.get(ADELE + "/messages/" + draft.string("/id"));
        assertEquals("other", changed.string("/subject"));
        assertFalse(changed.at("/hasAttachments").booleanValue());
        app.delete(url).expect(204);
        assertEquals("", app.get(ADELE + "/messages/" + draft.string("/id")).string("/body/content"));
        app.call("POST", ADELE + "/sendMail", "text/plain", "%%%".getBytes(StandardCharsets.UTF_8))
                .expect(400, "ErrorMimeContentInvalidBase64String");
        app.call("POST", ADELE + "/sendMail", "text/plain", new byte[0])
                .expect(400, "ErrorMimeContentInvalidBase64String");
        app.call(
                        "POST",
                        ADELE + "/sendMail",
                        "text/plain",
                        mime("From: megan@contoso.example\nTo: a@contoso.example\n\nspoof"))
                .expect(403, "ErrorSendAsDenied");
        app.call("POST", ADELE + "/sendMail", "text/plain", mime("no header at all"))
                .expect(400);
    }

    /** Thread headers grow with each reply; some senders never shorten them. */
    @Test
    void aReplyReferencesTheFirstAndTheLatestMessages() {
        for (int count : new int[] {23, 24, 25, 60, 50_000}) {
            StringBuilder references = new StringBuilder();
            for (int i = 0; i < count; i++) {
                references.append("<").append(i).append("@x> ");
            }
            String id = app.call(
                            "POST",
                            ADELE + "/messages",
                            "text/plain",
                            mime("Message-ID: <own@x>\r\nReferences: " + references + "\r\nSubject: long\r\n\r\nx"))
                    .expect(201)
                    .string("/id");
            String draft = app.post(ADELE + "/messages/" + id + "/createReplyAll", "{}")
                    .expect(201)
                    .string("/id");
            String all = "";
            for (var header : app.get(ADELE + "/messages/" + draft + "?$select=internetMessageHeaders")
                    .at("/internetMessageHeaders")) {
                all = header.path("name").asString().equals("References")
                        ? header.path("value").asString()
                        : all;
            }
            String[] ids = all.split(" ");
            assertEquals(Math.min(count + 1, 25), ids.length);
            assertEquals("<0@x>", ids[0]);
            assertEquals("<" + (count - 1) + "@x>", ids[ids.length - 2]);
            assertEquals("<own@x>", ids[ids.length - 1]);
        }
    }
}
