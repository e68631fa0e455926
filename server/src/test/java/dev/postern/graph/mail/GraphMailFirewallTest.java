package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Headers that only mail systems may set, and properties of the sender's copy, do not reach recipients, however the
 * message is sent.
 */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailFirewallTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String MEGAN = "/users/megan@contoso.example";
    private static final String TO_MEGAN = "'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]";
    private static final String FORGED =
            "'internetMessageHeaders':[{'name':'X-MS-Exchange-Organization-SCL','value':'-1'},"
                + "{'name':'x-ms-exchange-crosstenant-id','value':'forged'},{'name':'X-Forefront-Antispam-Report','value':'forged'},"
                + "{'name':'X-Custom','value':'mine'}]";
    private static final String PROPERTIES =
            "'singleValueExtendedProperties':[{'id':'String {00020329-0000-0000-c000-000000000046} Name"
                    + " forged','value':'forged'}],'multiValueExtendedProperties':[{'id':'StringArray"
                    + " {00020329-0000-0000-c000-000000000046} Name forgedToo','value':['forged']}]";
    private static final String ALL =
            "?$select=subject,from,sender,internetMessageHeaders,inferenceClassification,categories&$expand=singleValueExtendedProperties($filter=id"
                + " eq 'String {00020329-0000-0000-c000-000000000046} Name forged')";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        mail.delivery.start();
        app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private String arrived(String subject) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            var found = app.get(MEGAN + "/mailFolders/inbox/messages?$select=id&$filter=subject eq '" + subject + "'")
                    .expect(200);
            if (!found.at("/value").isEmpty()) {
                return MEGAN + "/messages/" + found.string("/value/0/id");
            }
            assertTrue(System.nanoTime() < end, () -> subject + " did not arrive");
            Thread.onSpinWait();
        }
    }

    private void checkClean(String subject, boolean custom) {
        String message = arrived(subject);
        String json = app.get(message + ALL).expect(200).text();
        String mime = app.get(message + "/$value").expect(200).text();
        for (String text : List.of(json, mime)) {
            String low = text.toLowerCase(java.util.Locale.ROOT);
            assertFalse(low.contains("forged"), () -> subject + ": " + text);
            assertFalse(low.contains("x-ms-exchange-"), () -> subject + ": " + text);
            assertEquals(custom, text.contains("X-Custom"), () -> subject + ": " + text);
        }
        assertEquals(
                200,
                app.get(message
                                + "?$expand=multiValueExtendedProperties($filter=id eq 'StringArray"
                                + " {00020329-0000-0000-c000-000000000046} Name forgedToo')")
                        .status());
        assertFalse(app.get(message
                        + "?$expand=multiValueExtendedProperties($filter=id eq 'StringArray"
                        + " {00020329-0000-0000-c000-000000000046} Name forgedToo')")
                .text()
                .contains("forged\""));
    }

    @Test
    void inJson() {
        app.post(
                        ADELE + "/sendMail",
                        "{'message':{'subject':'json'," + TO_MEGAN + "," + FORGED + "," + PROPERTIES + "}}")
                .expect(202);
        checkClean("json", true);
        var own = app.get(ADELE + "/mailFolders/sentitems/messages?$filter=subject eq 'json'&" + ALL.substring(1))
                .expect(200);
        assertTrue(own.text().contains("forged"), "the sender keeps what it wrote");
    }

    @Test
    void asADraftThatIsSent() {
        String draft = app.post(
                        ADELE + "/messages", "{'subject':'draft'," + TO_MEGAN + "," + FORGED + "," + PROPERTIES + "}")
                .expect(201)
                .string("/id");
        app.post(
                        ADELE + "/messages/" + draft + "/extensions",
                        "{'@odata.type':'microsoft.graph.openTypeExtension','extensionName':'com.forged','a':'forged'}")
                .expect(201);
        app.post(ADELE + "/messages/" + draft + "/send").expect(202);
        checkClean("draft", true);
        assertFalse(app.get(arrived("draft") + "?$expand=extensions").text().contains("forged"));
    }

    @Test
    void inAReply() {
        app.post(
                        ADELE + "/sendMail",
                        "{'message':{'subject':'question','toRecipients':[{'emailAddress':{'address':'adele@contoso.example'}}]}}")
                .expect(202);
        String id = app.get(ADELE + "/messages?$filter=subject eq 'question'").string("/value/0/id");
        app.post(
                        ADELE + "/messages/" + id + "/forward",
                        "{'message':{'subject':'forward'," + FORGED + "," + PROPERTIES + "," + TO_MEGAN + "}}")
                .expect(202);
        checkClean("forward", true);
    }

    @Test
    void withinAnAttachedItem() {
        app.post(
                        ADELE + "/sendMail",
                        "{'message':{'subject':'attached'," + TO_MEGAN
                                + ",'attachments':[{'@odata.type':'#microsoft.graph.itemAttachment',"
                                + "'name':'inner','item':{'@odata.type':'#microsoft.graph.message','subject':'inner',"
                                + PROPERTIES + "}}]}}")
                .expect(202);
        String all = app.get(arrived("attached") + "/attachments?$expand=microsoft.graph.itemAttachment/item")
                .text();
        assertTrue(all.contains("inner"), all);
        assertFalse(all.contains("forged"), all);
    }

    private GraphClient.Answer mime(String subject, String header) {
        String mime = header + "To: megan@contoso.example\r\nSubject: " + subject + "\r\n\r\nbody\r\n";
        return app.call(
                "POST",
                ADELE + "/sendMail",
                "text/plain",
                Base64.getEncoder().encode(mime.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void inMime() {
        List<String> header = List.of(
                "X-MS-Exchange-Organization-AuthAs: forged",
                "x-ms-exchange-forest-a:",
                " forged",
                "X-MS-Exchange-CrossTenant-b : forged",
                "Received: from forged by forged",
                "Return-Path: <forged@fabrikam.example>",
                "Authentication-Results: forged; spf=pass",
                "ARC-Seal: forged",
                "Delivered-To: forged",
                "Resent-From: forged@fabrikam.example",
                "Bcc: shared@contoso.example",
                "X-Custom: mine",
                "From: Adele <adele@contoso.example>",
                "");
        mime("mime", String.join("\r\n", header)).expect(202);
        checkClean("mime", true);
        String mime = app.get(arrived("mime") + "/$value").text();
        assertTrue(mime.contains("From: Adele <adele@contoso.example>\r\n"), mime);
        assertEquals(1, mime.split("Received:", -1).length - 1, mime);
    }

    @Test
    void aDisplayNameThatIsAnotherAddressIsRemoved() {
        // without quotes it is an address of another person
        mime("bare", "From: ceo@fabrikam.example <adele@contoso.example>\r\n").expect(403, "ErrorSendAsDenied");
        int number = 0;
        for (String from : List.of(
                "\"ceo@fabrikam.example\" <adele@contoso.example>",
                "=?utf-8?B?"
                        + Base64.getEncoder().encodeToString("ceo@fabrikam.example".getBytes(StandardCharsets.UTF_8))
                        + "?= <adele@contoso.example>",
                "=?utf-8?Q?ceo=EF=BC=A0fabrikam.example?= <adele@contoso.example>",
                "\"The CEO\r\n (ceo@fabrikam.example)\" <adele@contoso.example>",
                "=?utf-7?q?ceo+AEA-fabrikam.example?= <adele@contoso.example>",
                "=?unicode-1-1-utf-7?Q?ceo+AEA-fabrikam.example?= <adele@contoso.example>",
                "=?x-unknown?Q?ceo_of_fabrikam?= <adele@contoso.example>",
                "=?UTF-7*en?q?ceo+AEA-fabrikam.example?= <adele@contoso.example>",
                "\"ceo&#64;fabrikam.example\" <adele@contoso.example>",
                "\"ceo&#x40;fabrikam.example\" <adele@contoso.example>",
                "\"ceo%40fabrikam.example\" <adele@contoso.example>",
                "=?utf-8?Q?ceo=F3=A0=81=80fabrikam.example?= <adele@contoso.example>",
                "=?utf-8?Q?ceo=EF=B9=ABfabrikam.example?= <adele@contoso.example>",
                "(ceo@fabrikam.example) adele@contoso.example")) {
            String subject = "name " + number++;
            mime(subject, "From: " + from + "\r\n").expect(202);
            String message = arrived(subject);
            String text = app.get(message + "/$value").text();
            assertFalse(text.contains("ceo"), () -> from + ": " + text);
            assertFalse(text.contains("Y2Vv"), () -> from + ": " + text);
            assertTrue(text.contains("adele@contoso.example"), () -> from + ": " + text);
            String json = author(message);
            assertFalse(json.contains("ceo"), () -> from + ": " + json);
        }
    }

    @Test
    void theSenderNameOfADraftComesFromTheDirectory() {
        for (String address : List.of("adele@contoso.example", "adele.alias@contoso.example")) {
            String author = "{'emailAddress':{'name':'ceo@fabrikam.example','address':'" + address + "'}}";
            String draft = app.post(
                            ADELE + "/messages",
                            "{'subject':'as " + address.substring(0, 7) + "','from':" + author + ",'sender':" + author
                                    + "," + TO_MEGAN + "}")
                    .expect(201)
                    .string("/id");
            app.post(ADELE + "/messages/" + draft + "/send").expect(202);
            String message = arrived("as " + address.substring(0, 7));
            assertEquals("Adele Vance", app.get(message).string("/from/emailAddress/name"));
            assertFalse(author(message).contains("ceo"));
            assertFalse(app.get(message + "/$value").text().contains("ceo"));
        }
    }

    /** What a message says about its author, without ids, in which any letters may be. */
    private String author(String message) {
        return app.get(message + "?$select=from,sender,internetMessageHeaders")
                .text()
                .replaceAll("\"(id|@odata\\.etag|@odata\\.context)\":\"[^\"]*\",?", "");
    }
}
