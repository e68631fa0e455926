package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Creating and changing folders. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailFolderTest {
    private static final String ADELE = "/users/adele@contoso.example";

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

    @Test
    void foldersAreCreatedChangedAndDeleted() {
        var made =
                app.post(ADELE + "/mailFolders", "{'displayName':'Projects'}").expect(201);
        assertTrue(made.header("Location").contains("/mailFolders('"));
        String url = ADELE + "/mailFolders/" + made.string("/id");
        app.post(ADELE + "/mailFolders", "{'displayName':'PROJECTS'}").expect(409, "ErrorFolderExists");
        app.post(ADELE + "/mailFolders", "{'displayName':' '}").expect(400);
        app.post(ADELE + "/mailFolders", "{}").expect(400);
        app.post(
                        ADELE + "/mailFolders",
                        "{'@odata.type':'#microsoft.graph.mailSearchFolder','displayName':'x','filterQuery':'isRead eq"
                                + " true'}")
                .expect(400, "ErrorRequiredPropertyMissing");
        var child = app.post(url + "/childFolders", "{'displayName':'2026','isHidden':true}")
                .expect(201);
        assertEquals(made.string("/id"), child.string("/parentFolderId"));
        assertEquals(0, app.get(url + "/childFolders").at("/value").size());
        assertEquals(
                1,
                app.get(url + "/childFolders?includeHiddenFolders=true")
                        .at("/value")
                        .size());
        String deep = ADELE + "/mailFolders/inbox/childFolders/x/childFolders/" + made.string("/id") + "/childFolders/"
                + child.string("/id");
        app.post(deep + "/messages", "{'subject':'deep'}").expect(201);
        assertEquals(1, app.get(deep).expect(200).at("/totalItemCount").intValue());
        assertEquals("deep", app.get(deep + "/messages?$select=subject").string("/value/0/subject"));
        assertEquals(
                "Plans", app.patch(url, "{'displayName':'Plans'}").expect(200).string("/displayName"));
        app.patch(url, "{'isHidden':true}").expect(400, "ErrorInvalidPropertySet");
        app.patch(ADELE + "/mailFolders/inbox", "{'displayName':'Mine'}").expect(403);
        app.patch(ADELE + "/mailFolders/inbox", "{'displayName':'inbox'}").expect(403);
        assertEquals(
                "Inbox",
                app.patch(ADELE + "/mailFolders/inbox", "{'displayName':'Inbox'}")
                        .expect(200)
                        .string("/displayName"));
        app.delete(ADELE + "/mailFolders/inbox").expect(403, "ErrorDeleteDistinguishedFolder");
        app.post(url + "/move", "{'destinationId':'" + child.string("/id") + "'}")
                .expect(400, "ErrorMoveCopyFailed");
        var copied = app.post(url + "/copy", "{'destinationId':'archive'}").expect(201);
        assertEquals(
                1,
                app.get(ADELE + "/mailFolders/archive").at("/childFolderCount").intValue());
        app.post(url + "/move", "{'destinationId':'inbox'}").expect(201);
        assertEquals(
                "Plans",
                app.get(ADELE + "/mailFolders/inbox?$expand=childFolders").string("/childFolders/0/displayName"));
        app.delete(url).expect(204);
        assertEquals(
                "Plans",
                app.get(ADELE + "/mailFolders/deleteditems/childFolders").string("/value/0/displayName"));
        app.post(ADELE + "/mailFolders/" + copied.string("/id") + "/permanentDelete")
                .expect(204);
        app.get(ADELE + "/mailFolders/" + copied.string("/id")).expect(404, "ErrorItemNotFound");
        var reader = mail.client(mail.app("reader", "Mail.Read"));
        reader.post(ADELE + "/mailFolders", "{'displayName':'no'}").expect(403, "ErrorAccessDenied");
    }
}
