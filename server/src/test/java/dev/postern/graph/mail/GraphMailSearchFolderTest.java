package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Folders that contain no items and find some. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailSearchFolderTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String FOLDERS = ADELE + "/mailFolders/";
    private static final String NEW = FOLDERS + "searchfolders/childFolders";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;
    private GraphClient basic;
    private String projects;
    private String inner;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite"));
        basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
        projects =
                app.post(ADELE + "/mailFolders", "{'displayName':'Projects'}").string("/id");
        inner = app.post(FOLDERS + projects + "/childFolders", "{'displayName':'Inner'}")
                .string("/id");
        message("inbox", "weekly digest", true);
        message("inbox", "other", true);
        message(projects, "digest of projects", false);
        message(inner, "inner digest", true);
        message("archive", "digest elsewhere", false);
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private String message(String folder, String subject, boolean read) {
        return app.post(
                        FOLDERS + folder + "/messages",
                        "{'subject':'" + subject + "','isRead':" + read
                                + ",'body':{'contentType':'text','content':'body of " + subject + "'}}")
                .expect(201)
                .string("/id");
    }

    private static String search(String name, boolean nested, String filter, String... sources) {
        return "{'@odata.type':'#microsoft.graph.mailSearchFolder','displayName':'" + name
                + "','includeNestedFolders':" + nested + ",'sourceFolderIds':['" + String.join("','", sources)
                + "'],'filterQuery':'" + filter.replace("'", "\\u0027") + "'}";
    }

    private String made(String name, boolean nested, String filter, String... sources) {
        return FOLDERS
                + app.post(NEW, search(name, nested, filter, sources))
                        .expect(201)
                        .string("/id");
    }

    private List<String> subjects(String url) {
        return app.get(url)
                .expect(200)
                .at("/value")
                .valueStream()
                .map(m -> m.path("subject").asString())
                .toList();
    }

    @Test
    void itFindsMatchingMessages() {
        var made = app.post(NEW, search("Digests", true, "contains(subject, 'digest')", "inbox", projects))
                .expect(201);
        assertEquals("#microsoft.graph.mailSearchFolder", made.string("/@odata.type"));
        String url = FOLDERS + made.string("/id");
        assertTrue(made.header("Location").contains("/mailFolders('"));
        app.get(url + "/messages?$search=\"digest\"").expect(501);
        var shown = app.get(url).expect(200);
        assertEquals("Digests", shown.string("/displayName"));
        assertEquals("contains(subject, 'digest')", shown.string("/filterQuery"));
        assertTrue(shown.at("/includeNestedFolders").booleanValue());
        assertTrue(shown.at("/isSupported").booleanValue());
        assertEquals(app.get(FOLDERS + "inbox").string("/id"), shown.string("/sourceFolderIds/0"));
        assertEquals(projects, shown.string("/sourceFolderIds/1"));
        assertEquals(3, shown.at("/totalItemCount").intValue());
        assertEquals(1, shown.at("/unreadItemCount").intValue());
        assertEquals(
                List.of("digest of projects", "inner digest", "weekly digest"),
                subjects(url + "/messages?$orderby=subject"));
        assertEquals(
                List.of("inner digest"), subjects(url + "/messages?$orderby=subject&$top=1&$skip=1&$select=subject"));
        var page = app.get(url + "/messages?$count=true&$top=2&$filter=isRead eq true")
                .expect(200);
        assertEquals(2, page.at("/@odata.count").intValue());
        assertTrue(page.at("/@odata.nextLink").isMissingNode());
        assertEquals("3", app.get(url + "/messages/$count").expect(200).text());
        assertEquals(
                "1", app.get(url + "/messages/$count?$filter=isRead eq false").text());
        String more = message("inbox", "one more digest", false);
        assertEquals(4, app.get(url).at("/totalItemCount").intValue());
        assertEquals(2, app.get(url).at("/unreadItemCount").intValue());
        app.patch(ADELE + "/messages/" + more, "{'isRead':true}").expect(200);
        assertEquals(1, app.get(url).at("/unreadItemCount").intValue());
        app.delete(ADELE + "/messages/" + more).expect(204);
        assertEquals(3, app.get(url).at("/totalItemCount").intValue());
        var listed = app.get(NEW + "?$filter=displayName eq 'Digests' and totalItemCount eq 3")
                .expect(200);
        assertEquals("#microsoft.graph.mailSearchFolder", listed.string("/value/0/@odata.type"));
        assertEquals(
                "contains(subject, 'digest')",
                app.get(NEW + "?$filter=displayName eq 'Digests'&$select=microsoft.graph.mailSearchFolder/filterQuery")
                        .string("/value/0/filterQuery"));
        assertEquals(
                3,
                app.get(url + "?$expand=messages($select=subject)")
                        .at("/messages")
                        .size());
        app.delete(url).expect(204);
        app.get(url).expect(404, "ErrorItemNotFound");
        app.get(url + "/messages").expect(404, "ErrorItemNotFound");
        assertEquals(
                List.of(),
                app.get(FOLDERS + "deleteditems/childFolders?$filter=displayName eq 'Digests'")
                        .at("/value")
                        .valueStream()
                        .toList());
    }

    @Test
    void itChanges() {
        String url = made("Changing", false, "startswith(subject, 'inner')", projects);
        assertEquals(List.of(), subjects(url + "/messages"));
        var nested = app.patch(url, "{'includeNestedFolders':true}").expect(200);
        assertEquals(1, nested.at("/totalItemCount").intValue());
        var other = app.patch(
                        url,
                        "{'@odata.type':'#microsoft.graph.mailSearchFolder','displayName':'Changed',"
                                + "'sourceFolderIds':['archive'],'filterQuery':'isRead eq false'}")
                .expect(200);
        assertEquals("Changed", other.string("/displayName"));
        assertTrue(other.at("/includeNestedFolders").booleanValue());
        assertEquals(List.of("digest elsewhere"), subjects(url + "/messages"));
        app.patch(url, "{'filterQuery':'nothing eq 1'}").expect(400, "BadRequest");
        app.patch(url, "{'filterQuery':null}").expect(400, "ErrorRequiredPropertyMissing");
        app.patch(url, "{'sourceFolderIds':[]}").expect(400, "ErrorRequiredPropertyMissing");
        app.patch(url, "{'sourceFolderIds':['" + url.substring(FOLDERS.length()) + "']}")
                .expect(400, "ErrorInvalidFolderTypeForOperation");
        app.patch(FOLDERS + projects, "{'filterQuery':'isRead eq true'}").expect(400);
        app.patch(
                        FOLDERS + projects,
                        "{'@odata.type':'#microsoft.graph.mailSearchFolder','filterQuery':'isRead eq true'}")
                .expect(400, "ErrorInvalidPropertySet");
        assertEquals(List.of("digest elsewhere"), subjects(url + "/messages"));
        var copy = app.post(url + "/copy", "{'destinationId':'inbox'}").expect(201);
        assertEquals("isRead eq false", copy.string("/filterQuery"));
        assertEquals(List.of("digest elsewhere"), subjects(FOLDERS + copy.string("/id") + "/messages"));
        app.post(FOLDERS + copy.string("/id") + "/move", "{'destinationId':'archive'}")
                .expect(201);
        app.post(FOLDERS + copy.string("/id") + "/permanentDelete").expect(204);
        app.get(FOLDERS + copy.string("/id")).expect(404);
    }

    @Test
    void unsupportedSearchesAreRefusedAtCreation() {
        app.post(NEW, search("a", true, "nothing eq 1", "inbox")).expect(400, "BadRequest");
        app.post(NEW, search("a", true, "isRead eq", "inbox")).expect(400, "BadRequest");
        app.post(NEW, search("a", true, "endswith(subject, 'x')", "inbox")).expect(400, "ErrorInvalidUrlQueryFilter");
        app.post(NEW, search("a", true, "parentFolderId eq 'x'", "inbox")).expect(400, "ErrorInvalidUrlQueryFilter");
        app.post(NEW, search("a", true, "contains(body/content, 'x')", "inbox"))
                .expect(400, "ErrorInvalidUrlQueryFilter");
        app.post(NEW, search("a", true, "isRead eq true" + " or isRead eq false".repeat(300), "inbox"))
                .expect(400, "ErrorInvalidUrlQueryFilter");
        app.post(NEW, search("a", true, "isRead eq true", "nowhere")).expect(400, "ErrorInvalidIdMalformed");
        app.post(NEW, search("a", true, "isRead eq true", "recoverableitemspurges"))
                .expect(404, "ErrorItemNotFound");
        String elsewhere =
                app.get("/users/megan@contoso.example/mailFolders/inbox").string("/id");
        app.post(NEW, search("a", true, "isRead eq true", elsewhere)).expect(404, "ErrorItemNotFound");
        app.post(NEW, search(" ", true, "isRead eq true", "inbox")).expect(400, "ErrorInvalidRequest");
        app.post(NEW, "{'displayName':'a','filterQuery':'isRead eq true'}").expect(400);
        app.post(
                        NEW,
                        "{'@odata.type':'microsoft.graph.mailSearchFolder','displayName':'a','filterQuery':'isRead eq"
                                + " true'}")
                .expect(400, "ErrorRequiredPropertyMissing");
        app.post(
                        NEW,
                        "{'@odata.type':'microsoft.graph.mailSearchFolder','displayName':'a','sourceFolderIds':['inbox']}")
                .expect(400, "ErrorRequiredPropertyMissing");
        basic.post(NEW, search("a", true, "isRead eq true", "inbox")).expect(403, "ErrorAccessDenied");
        assertEquals(
                0, app.get(NEW + "?$filter=displayName eq 'a'").at("/value").size());
    }

    @Test
    void itContainsNoItems() {
        String url = made("Empty", true, "startswith(subject, 'weekly')", "inbox");
        String id = url.substring(FOLDERS.length());
        String message = app.get(url + "/messages").string("/value/0/id");
        app.post(url + "/messages", "{'subject':'weekly'}").expect(400, "ErrorInvalidFolderTypeForOperation");
        for (String action : List.of("move", "copy")) {
            app.post(ADELE + "/messages/" + message + "/" + action, "{'destinationId':'" + id + "'}")
                    .expect(400, "ErrorInvalidFolderTypeForOperation");
            app.post(FOLDERS + projects + "/" + action, "{'destinationId':'" + id + "'}")
                    .expect(400, "ErrorInvalidFolderTypeForOperation");
        }
        app.post(url + "/childFolders", "{'displayName':'x'}").expect(400, "ErrorInvalidFolderTypeForOperation");
        app.post(NEW, search("Second", true, "isRead eq true", id)).expect(400, "ErrorInvalidFolderTypeForOperation");
        assertEquals(1, app.get(url).at("/totalItemCount").intValue());
        // its results are reachable through it, and no others
        app.get(url + "/messages/" + message).expect(200);
        assertEquals(
                "weekly digest",
                app.patch(url + "/messages/" + message, "{'categories':['Red']}")
                        .expect(200)
                        .string("/subject"));
        String other = app.get(FOLDERS + "archive/messages").string("/value/0/id");
        app.get(url + "/messages/" + other).expect(404, "ErrorItemNotFound");
        app.patch(url + "/messages/" + other, "{'isRead':true}").expect(404, "ErrorItemNotFound");
    }

    @Test
    void aDeletedSourceIsEmpty() {
        String gone = app.post(ADELE + "/mailFolders", "{'displayName':'Gone'}").string("/id");
        message(gone, "a memo", true);
        message("drafts", "a memo in drafts", true);
        String url = made("Memos", true, "contains(subject, 'memo')", gone, "drafts");
        assertEquals(2, app.get(url).at("/totalItemCount").intValue());
        app.delete(FOLDERS + gone).expect(204);
        assertEquals(2, app.get(url).at("/totalItemCount").intValue());
        app.post(FOLDERS + gone + "/permanentDelete").expect(204);
        assertEquals(1, app.get(url).expect(200).at("/totalItemCount").intValue());
        assertEquals(List.of("a memo in drafts"), subjects(url + "/messages"));
        app.patch(url, "{'displayName':'Memoranda'}").expect(200);
        app.patch(url, "{'includeNestedFolders':false,'filterQuery':'startswith(subject, \\u0027a memo\\u0027)'}")
                .expect(200);
        assertEquals(List.of("a memo in drafts"), subjects(url + "/messages"));
        app.patch(url, "{'sourceFolderIds':['" + gone + "']}").expect(404, "ErrorItemNotFound");
    }

    @Test
    void aSearchOfEverythingExcludesDeletedItems() {
        String id = message("inbox", "shredded", true);
        String root = app.get(FOLDERS + "msgfolderroot").string("/parentFolderId");
        String url = made("Everything", true, "contains(subject, 'shredded')", root);
        assertEquals(1, app.get(url).at("/totalItemCount").intValue());
        app.delete(ADELE + "/messages/" + id).expect(204);
        assertEquals(0, app.get(url).at("/totalItemCount").intValue());
    }

    @Test
    void itDisclosesNothingToReadersWithoutPermission() {
        String secret = made("Secret", true, "contains(bodyPreview, 'weekly') or isRead eq true", "inbox");
        String open = made("Open", true, "contains(subject, 'weekly')", "inbox");
        String message = app.get(secret + "/messages").expect(200).string("/value/0/id");
        basic.get(secret + "/messages").expect(403, "ErrorAccessDenied");
        basic.get(secret + "/messages/$count").expect(403, "ErrorAccessDenied");
        basic.get(secret + "/messages/" + message).expect(403, "ErrorAccessDenied");
        basic.get(secret + "?$expand=messages").expect(403, "ErrorAccessDenied");
        basic.get(NEW + "?$expand=messages").expect(403, "ErrorAccessDenied");
        var shown = basic.get(secret).expect(200);
        assertTrue(shown.at("/totalItemCount").isNull());
        assertTrue(shown.at("/unreadItemCount").isNull());
        assertEquals(
                0,
                basic.get(NEW + "?$filter=displayName eq 'Secret' and totalItemCount ge 0")
                        .at("/value")
                        .size());
        assertEquals(
                "Secret",
                basic.get(NEW + "?$top=100&$filter=displayName eq 'Secret'").string("/value/0/displayName"));
        assertEquals(1, basic.get(open).at("/totalItemCount").intValue());
        var listed = basic.get(open + "/messages").expect(200);
        assertEquals("weekly digest", listed.string("/value/0/subject"));
        assertFalse(listed.at("/value/0").has("body"));
        assertFalse(basic.get(open + "?$expand=messages")
                .expect(200)
                .at("/messages/0")
                .has("bodyPreview"));
        basic.get(open + "?$expand=messages($select=body)").expect(403, "ErrorAccessDenied");
        basic.get(open + "/messages?$filter=contains(bodyPreview,'x')").expect(403, "ErrorAccessDenied");
    }
}
