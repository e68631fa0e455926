package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of an error names the operation that was requested and the cause that applied. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailErrorTextTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String FOLDERS = ADELE + "/mailFolders/";
    private static final String MESSAGES = ADELE + "/messages/";

    private GraphMailFixture mail;
    private GraphClient app;
    private String draft;
    private String received;

    @BeforeAll
    void open() {
        mail = new GraphMailFixture(Engine.SQLITE);
        app = mail.client(mail.app("texts", "Mail.Send", "Mail.ReadWrite"));
        draft = app.post(ADELE + "/messages", "{'subject':'d'}").expect(201).string("/id");
        received = app.post(
                        FOLDERS + "inbox/messages",
                        "{'subject':'r','singleValueExtendedProperties':[{'id':'Integer 0x0E07','value':'1'}]}")
                .expect(201)
                .string("/id");
    }

    @AfterAll
    void close() {
        mail.close();
    }

    private static void says(GraphClient.Answer answer, int status, String code, String text) {
        answer.expect(status, code);
        assertTrue(answer.string("/error/message").contains(text), answer::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox", "ROOT", "root", "msgfolderroot", "recoverableitemsdeletions"})
    void wellKnownFoldersAreNeitherMovedNorRenamedNorDeleted(String name) {
        String folder = FOLDERS + name;
        says(app.delete(folder), 403, "ErrorDeleteDistinguishedFolder", "cannot be deleted.");
        says(app.post(folder + "/permanentDelete"), 403, "ErrorDeleteDistinguishedFolder", "cannot be deleted.");
        says(
                app.post(folder + "/move", "{'destinationId':'archive'}"),
                403,
                "ErrorMoveDistinguishedFolder",
                "cannot be moved.");
        says(app.patch(folder, "{'displayName':'x'}"), 403, "ErrorAccessDenied", "cannot be renamed.");
        app.get(folder).expect(200);
    }

    @Test
    void theRootIsReadAndTakesChildren() {
        var root = app.get(FOLDERS + "ROOT").expect(200);
        assertEquals("Root", root.string("/displayName"));
        assertTrue(root.at("/parentFolderId").isNull());
        assertEquals(root.string("/id"), app.get(FOLDERS + "root").string("/id"));
        assertEquals(root.string("/id"), app.get(FOLDERS + root.string("/id")).string("/id"));
        String id = app.post(FOLDERS + "ROOT/childFolders", "{'displayName':'beside'}")
                .expect(201)
                .string("/id");
        var child = app.get(FOLDERS + id).expect(200);
        assertEquals(root.string("/id"), child.string("/parentFolderId"));
        List<String> names = app.get(FOLDERS + "Root/childFolders?$select=displayName&$top=100")
                .expect(200)
                .at("/value")
                .findValuesAsString("displayName");
        assertTrue(names.contains("beside") && names.contains("Top of Information Store"), names.toString());
        assertFalse(app.get(ADELE + "/mailFolders?$top=100")
                .at("/value")
                .findValuesAsString("displayName")
                .contains("beside"));
        app.post(FOLDERS + "ROOT/childFolders", "{'displayName':'BESIDE'}").expect(409, "ErrorFolderExists");
        app.delete(FOLDERS + id).expect(204);
        app.get(FOLDERS + "ROOTS").expect(400, "ErrorInvalidIdMalformed");
    }

    @Test
    void aCopyIntoItselfIsNoMove() {
        String id = app.post(ADELE + "/mailFolders", "{'displayName':'round'}").string("/id");
        String below = app.post(FOLDERS + id + "/childFolders", "{'displayName':'inner'}")
                .string("/id");
        for (String to : List.of(id, below)) {
            String body = "{'destinationId':'" + to + "'}";
            says(app.post(FOLDERS + id + "/copy", body), 400, "ErrorMoveCopyFailed", "cannot be copied into itself");
            says(app.post(FOLDERS + id + "/move", body), 400, "ErrorMoveCopyFailed", "cannot be moved into itself");
        }
        says(
                app.post(FOLDERS + "ROOT/copy", "{'destinationId':'inbox'}"),
                400,
                "ErrorMoveCopyFailed",
                "cannot be copied into itself");
    }

    @Test
    void aMissingSizeIsNotASmallOne() {
        String sessions = MESSAGES + draft + "/attachments/createUploadSession";
        String file = "'attachmentType':'file','name':'x'";
        String missing = "ErrorRequiredPropertyMissing";
        says(app.post(sessions, "{'AttachmentItem':{" + file + "}}"), 400, missing, "'size'");
        says(app.post(sessions, "{'AttachmentItem':{" + file + ",'size':null}}"), 400, missing, "'size'");
        says(app.post(sessions, "{'AttachmentItem':{'size':3000000}}"), 400, missing, "'name'");
        says(
                app.post(sessions, "{'AttachmentItem':{" + file + ",'size':5}}"),
                400,
                "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize",
                "minimum size");
        app.post(sessions, "{'AttachmentItem':{" + file + ",'size':3000000}}").expect(201);
    }

    @Test
    void whatOnlyADraftAllowsIsNamed() {
        String code = "ErrorInvalidPropertySet";
        says(app.post(MESSAGES + received + "/send"), 400, "ErrorInvalidRequest", "not a draft, so it cannot be sent.");
        says(app.patch(MESSAGES + received, "{'subject':'x'}"), 400, code, "draft, so 'subject' cannot be changed.");
        says(put(received, "Subject: x\r\n\r\nb"), 400, code, "draft, so '$value' cannot be changed.");
    }

    @Test
    void tooManyRecipientsAreNotInvalidOnes() {
        String one = "{'emailAddress':{'address':'megan@contoso.example'}},";
        String many = one.repeat(501).substring(0, one.length() * 501 - 1);
        var refused = app.post(ADELE + "/sendMail", "{'message':{'toRecipients':[" + many + "]}}");
        says(refused, 400, "ErrorExceededMaxRecipientLimit", "The message has 501 recipients. The maximum is 500.");
        assertFalse(refused.text().contains("not valid"), refused::text);
        says(
                app.post(ADELE + "/sendMail", "{'message':{'toRecipients':[]}}"),
                400,
                "ErrorInvalidRecipients",
                "contains no recipients");
    }

    private GraphClient.Answer put(String message, String text) {
        return app.call("PUT", MESSAGES + message + "/$value", "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void putTakesMimeWithOrWithoutBase64() {
        String mime = "Subject: one\r\nTo: a@contoso.example\r\n\r\nbody";
        String base64 = Base64.getEncoder().encodeToString(mime.getBytes(StandardCharsets.UTF_8));
        for (String good :
                List.of(mime, base64, base64.substring(0, 8) + "\r\n" + base64.substring(8) + "\r\n", " " + base64)) {
            app.patch(MESSAGES + draft, "{'subject':'before'}").expect(200);
            assertEquals("one", put(draft, good).expect(200).string("/subject"), good);
        }
        for (String bad : List.of(
                "",
                " \r\n",
                "%%%",
                "!" + base64.substring(1),
                base64 + "=",
                base64.replace("=", ""),
                base64.substring(0, base64.length() - 3),
                base64.replace('=', '-') + "_",
                "{'subject':'x'}".replace('\'', '"'),
                " {\r\n \"Subject\": \"x\" }")) {
            says(put(draft, bad), 400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string");
        }
        String noHeader = Base64.getEncoder().encodeToString("no header".getBytes(StandardCharsets.UTF_8));
        says(put(draft, noHeader), 400, "ErrorMimeContentInvalid", "has no header");
        assertEquals("one", app.get(MESSAGES + draft).string("/subject"));
    }

    @Test
    void optionsWithoutADollarAreIgnoredUnlessTheyAreOptionsOfOData() {
        for (String url : List.of(
                ADELE + "/messages?",
                FOLDERS + "inbox?",
                ADELE + "/mailFolders?",
                MESSAGES + draft + "?",
                MESSAGES + draft + "/attachments?")) {
            for (String ignored :
                    List.of("_=1764154000", "foo=bar", "foo=1&foo=2", "api-version=1.0", "cb", "x=%24top")) {
                app.get(url + ignored).expect(200);
                app.get(url + "$select=id&" + ignored).expect(200);
            }
            for (String refused : List.of("$foo=1", "$_=1", "$selekt=id", "%24foo=1", "$TOPS=1")) {
                var answer = app.get(url + refused).expect(400, "BadRequest");
                String name = refused.replace("%24", "$").split("=", 2)[0];
                assertTrue(
                        answer.text().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)), answer::text);
            }
        }
        // an option of OData without its dollar is the same option
        assertEquals(1, app.get(ADELE + "/messages?top=1").at("/value").size());
        app.get(ADELE + "/messages?top=zero").expect(400, "BadRequest");
        app.get(ADELE + "/messages?$expand=attachments(_=1)").expect(400, "BadRequest");
    }
}
