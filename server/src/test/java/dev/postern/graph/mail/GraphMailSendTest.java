package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sending messages, and the senders they may have. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailSendTest {
    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient sender;
    private GraphClient reader;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        sender = mail.client(mail.app("sender", "Mail.Send"));
        reader = mail.client(mail.app("reader", "Mail.Read"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private GraphClient.Answer send(String message) {
        return sender.post("/users/adele@contoso.example/sendMail", "{'message':" + message + "}");
    }

    private static String to(String rest) {
        return "{'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]" + rest + "}";
    }

    @Test
    void sentMessagesAreInSentItems() {
        var answer = sender.post(
                "/users/adele@contoso.example/sendMail",
                "{'Message':{'Subject':'Lunch','Body':{'ContentType':'Text','Content':'The new cafeteria is open.'},"
                    + "'ToRecipients':[{'EmailAddress':{'Address':'megan@contoso.example'}}],"
                    + "'bccRecipients':[{'emailAddress':{'address':'alex@fabrikam.example'}}],"
                    + "'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','name':'a.txt','contentBytes':'SGVsbG8='}]},"
                    + "'SaveToSentItems':'true'}");
        answer.expect(202);
        assertTrue(answer.response().body() instanceof Response.Empty);
        var sent = reader.get("/users/adele@contoso.example/mailFolders/sentitems/messages?$filter=subject eq 'lunch'")
                .at("/value/0");
        assertEquals("Lunch", sent.at("/subject").asString());
        assertEquals("Megan Bowen", sent.at("/toRecipients/0/emailAddress/name").asString());
        assertEquals(
                "adele@contoso.example", sent.at("/from/emailAddress/address").asString());
        assertEquals("Adele Vance", sent.at("/sender/emailAddress/name").asString());
        assertEquals(
                "alex@fabrikam.example",
                sent.at("/bccRecipients/0/emailAddress/address").asString());
        assertEquals(false, sent.at("/isDraft").booleanValue());
        assertEquals(true, sent.at("/hasAttachments").booleanValue());
    }

    @Test
    void noCopyIsKeptUnlessRequested() {
        for (String no : List.of("false", "'false'", "'False'")) {
            sender.post(
                            "/users/shared@contoso.example/sendMail",
                            "{'message':" + to("") + ",'saveToSentItems':" + no + "}")
                    .expect(202);
        }
        assertEquals(
                "0",
                reader.get("/users/shared@contoso.example/mailFolders/sentitems/messages/$count")
                        .text());
    }

    @Test
    void aMailboxSendsOnlyAsItsOwnAddresses() {
        send(to(",'from':{'emailAddress':{'address':'ADELE.alias@contoso.example'}}"))
                .expect(202);
        send(to(",'from':{'emailAddress':{'address':'megan@contoso.example'}}")).expect(403, "ErrorSendAsDenied");
        send(to(",'sender':{'emailAddress':{'address':'megan@contoso.example'}}"))
                .expect(403, "ErrorSendAsDenied");
    }

    @Test
    void refusals() {
        send("{'subject':'x'}").expect(400, "ErrorInvalidRecipients");
        for (String bad : List.of("emai id", "a@b@c", "a;b@contoso.example", "<a@contoso.example>", "@x", "x@", "")) {
            send("{'toRecipients':[{'emailAddress':{'address':'" + bad + "'}}]}")
                    .expect(400, "ErrorInvalidRecipients");
        }
        String many = "{'emailAddress':{'address':'a@contoso.example'}},".repeat(501);
        send("{'toRecipients':[" + many.substring(0, many.length() - 1) + "]}")
                .expect(400, "ErrorExceededMaxRecipientLimit");
        send(to(",'internetMessageHeaders':[{'name':'Subject','value':'x'}]"))
                .expect(400, "InvalidInternetMessageHeader");
        send(to(",'internetMessageHeaders':[{'name':'x-a','value':'b\\r\\nBcc: c'}]"))
                .expect(400, "InvalidInternetMessageHeader");
        send(to(",'internetMessageHeaders':[{'name':'x-a: b\\r\\nBcc','value':'c'}]"))
                .expect(400, "InvalidInternetMessageHeader");
        send(to(",'internetMessageHeaders':[" + "{'name':'x-a','value':'b'},".repeat(5)
                        + "{'name':'x-b','value':'c'}]"))
                .expect(400, "InvalidInternetMessageHeaderCollection");
        send(to(",'nosuch':1")).expect(400, "RequestBodyRead");
        send(to(",'attachments':[{'@odata.type':'#microsoft.graph.referenceAttachment','name':'x',"
                        + "'sourceUrl':'https://contoso.example'}]"))
                .expect(400, "RequestBodyRead");
        reader.post("/users/adele@contoso.example/sendMail", "{'message':" + to("") + "}")
                .expect(403, "ErrorAccessDenied");
    }

    @Test
    void aLineBreakInASubjectStartsNoHeader() {
        send(to(",'subject':'one\\r\\nBcc: eve@fabrikam.example'")).expect(202);
        assertEquals(
                "1",
                reader.get("/users/adele@contoso.example/messages/$count?$filter=subject eq 'one Bcc:"
                                + " eve@fabrikam.example'")
                        .text());
    }
}
