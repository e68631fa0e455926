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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Creating and changing messages. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailWriteTest {
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

    private GraphClient.Answer draft(String message) {
        return app.post(ADELE + "/messages", message).expect(201);
    }

    @Test
    void theMimeOfADraftIsReplacedAndEmptied() {
        String one = ADELE + "/messages/"
                + draft(
                                "{'subject':'one','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}],"
                                    + "'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','name':'a','contentBytes':'YWJj'}]}")
                        .string("/id");
        byte[] mime = "Subject: two\r\n\r\nWhat it says now.\r\n".getBytes(StandardCharsets.UTF_8);
        var replaced = app.call("PUT", one + "/$value", "text/plain", mime).expect(200);
        assertEquals("two", replaced.string("/subject"));
        assertEquals(0, replaced.at("/toRecipients").size());
        assertTrue(app.get(one).string("/body/content").contains("What it says now."));
        assertEquals(0, app.get(one + "/attachments").at("/value").size());
        app.delete(one + "/$value").expect(204);
        assertEquals("", app.get(one).expect(200).string("/body/content"));
        var reader = mail.client(mail.app("mimeReader", "Mail.Read"));
        reader.call("PUT", one + "/$value", "text/plain", mime).expect(403, "ErrorAccessDenied");
    }

    @Test
    void readingAMessageIsNoModification() {
        var made = draft("{'subject':'one'}");
        String url = ADELE + "/messages/" + made.string("/id");
        mail.pass(Duration.ofSeconds(5));
        var read = app.patch(url, "{'isRead':false}").expect(200);
        assertEquals(made.string("/lastModifiedDateTime"), read.string("/lastModifiedDateTime"));
        assertNotEquals(made.string("/changeKey"), read.string("/changeKey"));
        var changed = app.patch(url, "{'isRead':true,'categories':['Red']}").expect(200);
        assertNotEquals(made.string("/lastModifiedDateTime"), changed.string("/lastModifiedDateTime"));
    }

    @Test
    void aDraftIsCreatedChangedAndSent() {
        mail.delivery.deliverDue();
        var made = draft(
                "{'subject':'one','importance':'High','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]}");
        String id = made.string("/id");
        assertTrue(made.header("Location")
                .contains("/users('" + mail.owner(GraphMailFixture.ADELE).id() + "')/messages('"));
        assertTrue(made.at("/isDraft").booleanValue());
        assertTrue(made.at("/isRead").booleanValue());
        assertEquals("high", made.string("/importance"));
        assertEquals("adele@contoso.example", made.string("/from/emailAddress/address"));
        assertTrue(made.string("/internetMessageId").startsWith("<"));
        mail.pass(Duration.ofSeconds(5));
        var changed = app.patch(
                        ADELE + "/messages/" + id,
                        "{'subject':'two','isRead':false,'categories':['Red','Blue'],'body':{'contentType':'html','content':'<p>Hi</p>'},"
                            + "'flag':{'flagStatus':'flagged'},'changeKey':'ignored','id':'ignored'}")
                .expect(200);
        assertEquals("two", changed.string("/subject"));
        assertEquals("Hi", changed.string("/bodyPreview"));
        assertEquals("Blue", changed.string("/categories/1"));
        assertEquals("flagged", changed.string("/flag/flagStatus"));
        assertNotEquals(made.string("/changeKey"), changed.string("/changeKey"));
        assertEquals(id, changed.string("/id"));
        var immutable = app.with("Prefer", "IdType=\"ImmutableId\"");
        String lasting = immutable.get(ADELE + "/messages/" + id).string("/id");
        app.post(ADELE + "/messages/" + id + "/send").expect(202);
        app.get(ADELE + "/messages/" + id).expect(404, "ErrorItemNotFound");
        var sent = app.get(ADELE + "/messages/" + lasting).expect(200);
        assertFalse(sent.at("/isDraft").booleanValue());
        assertEquals(app.get(ADELE + "/mailFolders/sentitems").string("/id"), sent.string("/parentFolderId"));
        app.post(ADELE + "/messages/" + lasting + "/send").expect(400, "ErrorInvalidRequest");
        app.patch(ADELE + "/messages/" + lasting, "{'subject':'three'}").expect(400, "ErrorInvalidPropertySet");
        app.patch(ADELE + "/messages/" + lasting, "{'isRead':true}").expect(200);
        assertEquals(1, mail.delivery.deliverDue());
        var got = app.get(MEGAN + "/mailFolders/inbox/messages?$filter=subject eq 'two'")
                .at("/value/0");
        assertEquals(
                sent.string("/internetMessageId"), got.at("/internetMessageId").asString());
        assertFalse(got.at("/isRead").booleanValue());
    }

    /** Clients send back all recipients that they read, although they change something else. */
    @Test
    void aReceivedMessageTakesItsOwnValuesAgain() {
        mail.delivery.deliverDue();
        String id = draft(
                        "{'subject':'sent again','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}],"
                                + "'ccRecipients':[{'emailAddress':{'name':'A','address':'adele@contoso.example'}}],"
                                + "'replyTo':[{'emailAddress':{'address':'desk@contoso.example'}}],"
                                + "'body':{'contentType':'text','content':'Hi'}}")
                .string("/id");
        app.post(ADELE + "/messages/" + id + "/send").expect(202);
        assertEquals(1, mail.delivery.deliverDue());
        var read = app.with("Prefer", "outlook.body-content-type=\"text\"")
                .get(MEGAN + "/mailFolders/inbox/messages?$filter=subject eq 'sent again'")
                .at("/value/0");
        String at = MEGAN + "/messages/" + read.at("/id").asString();
        ObjectNode back = Json.object().put("isRead", true);
        for (String name : List.of(
                "subject",
                "body",
                "from",
                "sender",
                "toRecipients",
                "ccRecipients",
                "bccRecipients",
                "replyTo",
                "internetMessageId")) {
            back.set(name, read.get(name));
        }
        var changed = app.patch(at, Json.text(back)).expect(200);
        assertTrue(changed.at("/isRead").booleanValue());
        assertEquals(read.get("toRecipients"), changed.at("/toRecipients"));
        for (String other : List.of(
                "{'isRead':false,'toRecipients':[]}",
                "{'isRead':false,'toRecipients':[{'emailAddress':{'address':'adele@contoso.example'}}]}",
                "{'isRead':false,'bccRecipients':[{'emailAddress':{'address':'adele@contoso.example'}}]}",
                "{'isRead':false,'ccRecipients':[{'emailAddress':{'name':'B','address':'adele@contoso.example'}}]}",
                "{'isRead':false,'replyTo':null}",
                "{'isRead':false,'subject':'t'}",
                "{'isRead':false,'body':{'contentType':'html','content':'Hi'}}",
                "{'isRead':false,'from':null}")) {
            app.patch(at, other).expect(400, "ErrorInvalidPropertySet");
        }
        assertTrue(app.get(at).at("/isRead").booleanValue());
    }

    @Test
    void aDraftNeedsItsOwnSenderAndRecipients() {
        String withoutRecipients = draft("{'subject':'x'}").string("/id");
        app.post(ADELE + "/messages/" + withoutRecipients + "/send").expect(400, "ErrorInvalidRecipients");
        String spoofed = draft("{'from':{'emailAddress':{'address':'megan@contoso.example'}},"
                        + "'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]}")
                .string("/id");
        app.post(ADELE + "/messages/" + spoofed + "/send").expect(403, "ErrorSendAsDenied");
        app.patch(ADELE + "/messages/" + spoofed, "{'from':null,'sender':null}").expect(200);
        app.post(ADELE + "/messages/" + spoofed + "/send").expect(202);
        var writer = mail.client(mail.app("writer", "Mail.ReadWrite"));
        writer.post(ADELE + "/messages/" + withoutRecipients + "/send").expect(403, "ErrorAccessDenied");
    }

    @Test
    void anOldEtagChangesNothing() {
        var made = draft("{'subject':'etag'}");
        String url = ADELE + "/messages/" + made.string("/id");
        String old = made.header("ETag");
        app.with("If-Match", old).patch(url, "{'subject':'new'}").expect(200);
        app.with("If-Match", old).patch(url, "{'subject':'newer'}").expect(412, "ErrorIrresolvableConflict");
        app.with("If-Match", "W/\"nonsense").patch(url, "{'subject':'x'}").expect(412, "ErrorIrresolvableConflict");
        app.with("If-Match", old).delete(url).expect(412, "ErrorIrresolvableConflict");
        assertEquals("new", app.get(url).string("/subject"));
        app.with("If-Match", "*").delete(url).expect(204);
        app.get(url).expect(404, "ErrorItemNotFound");
    }

    @Test
    void movedCopiedDeletedPurged() {
        var made = draft("{'subject':'walk'}");
        String url = ADELE + "/messages/" + made.string("/id");
        var moved = app.post(url + "/move", "{'destinationId':'Archive'}").expect(201);
        assertNotEquals(made.string("/id"), moved.string("/id"));
        assertEquals(made.string("/conversationId"), moved.string("/conversationId"));
        app.get(url).expect(404, "ErrorItemNotFound");
        String now = ADELE + "/messages/" + moved.string("/id");
        var copied = app.post(now + "/microsoft.graph.copy", "{'DestinationId':'inbox'}")
                .expect(201);
        app.get(now).expect(200);
        assertNotEquals(moved.string("/id"), copied.string("/id"));
        app.post(now + "/move", "{'destinationId':'nonsense'}").expect(400, "ErrorInvalidIdMalformed");
        app.post(now + "/move", "{'destinationId':'recoverableitemspurges'}").expect(404, "ErrorItemNotFound");
        app.post(now + "/move", "{}").expect(400);
        app.delete(now).expect(204);
        String kept = app.get(ADELE + "/mailFolders/recoverableitemsdeletions/messages?$filter=subject eq 'walk'")
                .string("/value/0/id");
        app.delete(ADELE + "/messages/" + kept).expect(403, "ErrorCannotDeleteObject");
        app.post(ADELE + "/messages/" + kept + "/permanentDelete").expect(204);
        app.get(ADELE + "/messages/" + kept).expect(404, "ErrorItemNotFound");
        app.get(ADELE + "/mailFolders/recoverableitemspurges/messages").expect(404, "ErrorItemNotFound");
        app.get(ADELE + "/messages?$filter=parentFolderId eq 'recoverableitemspurges'")
                .expect(404);
    }

    @Test
    void importFlagsAreReadFromExtendedProperties() {
        var imported = app.post(
                        ADELE
                                + "/mailFolders/inbox/messages?$select=subject,isDraft,isRead,receivedDateTime,sentDateTime",
                        "{'subject':'old','singleValueExtendedProperties':[{'id':'Integer"
                                + " 0x0E07','value':'1'},{'id':'SystemTime"
                                + " 0x0E06','value':'2019-01-02T03:04:05Z'},{'id':'SystemTime"
                                + " 0x0039','value':'2019-01-02T03:04:04Z'}]}")
                .expect(201);
        assertFalse(imported.at("/isDraft").booleanValue());
        assertEquals("2019-01-02T03:04:05Z", imported.string("/receivedDateTime"));
        assertEquals("2019-01-02T03:04:04Z", imported.string("/sentDateTime"));
    }

    @Test
    void programsAddPropertiesToMessages() {
        var made = draft(
                "{'subject':'own','singleValueExtendedProperties':[{'id':'String"
                    + " {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color','value':'Green'},{'id':'Integer"
                    + " 0x6108','value':'2000'}],"
                    + "'extensions':[{'@odata.type':'microsoft.graph.openTypeExtension','extensionName':'Com.Contoso.Referral','dealValue':10000}]}");
        String url = ADELE + "/messages/" + made.string("/id");
        assertTrue(made.at("/extensions").isMissingNode());
        var expanded = app.get(url
                + "?$expand=singleValueExtendedProperties($filter=id eq 'String"
                + " {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color')");
        assertEquals("Green", expanded.expect(200).string("/singleValueExtendedProperties/0/value"));
        assertEquals(1, expanded.at("/singleValueExtendedProperties").size());
        assertEquals("own", expanded.string("/subject"));
        assertEquals(
                10000,
                app.get(url + "?$select=subject&$expand=extensions($filter=id eq 'Com.Contoso.Referral')")
                        .at("/extensions/0/dealValue")
                        .intValue());
        for (String filter : List.of(
                "singleValueExtendedProperties/any(ep:ep/id eq 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name"
                        + " Color' and ep/value eq 'green')",
                "singleValueExtendedProperties/Any(ep: ep/id eq 'Integer 0x6108' and cast(ep/value, Edm.Int32) gt"
                        + " 1999)",
                "extensions/any(f:f/id eq 'Com.Contoso.Referral')",
                "extensions/any(f:f/id eq 'microsoft.graph.openTypeExtension.Com.Contoso.Referral')")) {
            assertEquals(
                    "own",
                    app.get(ADELE + "/messages?$filter=" + filter).expect(200).string("/value/0/subject"),
                    filter);
        }
        var one = app.post(url + "/extensions", "{'extensionName':'second','a':1,'b':['x']}")
                .expect(201);
        assertEquals("microsoft.graph.openTypeExtension.second", one.string("/id"));
        app.post(url + "/extensions", "{'extensionName':'second'}").expect(409, "ErrorItemExists");
        app.post(url + "/extensions", "{'extensionName':'bad name'}").expect(400);
        app.post(url + "/extensions", "{'extensionName':'third','deep':{'x':1}}")
                .expect(400);
        assertEquals(2, app.get(url + "/extensions").at("/value").size());
        assertEquals("2", app.get(url + "/extensions/$count").text());
        app.patch(url + "/extensions/second", "{'a':null,'c':true}").expect(200);
        var after = app.get(url + "/extensions/microsoft.graph.openTypeExtension.second")
                .expect(200);
        assertTrue(after.at("/a").isMissingNode());
        assertTrue(after.at("/c").booleanValue());
        app.delete(url + "/extensions/second").expect(204);
        app.get(url + "/extensions/second").expect(404, "ErrorItemNotFound");
        app.delete(url + "/extensions/second").expect(404, "ErrorItemNotFound");
    }
}
