package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading messages and folders, and the permissions for it. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailReadTest {
    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient reader;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        reader = mail.client(mail.app("reader", "Mail.ReadWrite"));
        for (int i = 1; i <= 25; i++) {
            mail.pass(Duration.ofMinutes(1));
            mail.mailboxes.ensure(
                    mail.mailbox(GraphMailFixture.ADELE),
                    mail.tenant.id(),
                    mail.owner(GraphMailFixture.ADELE).id());
            mail.mailboxes
                    .open(mail.mailbox(GraphMailFixture.ADELE))
                    .items()
                    .create(
                            WellKnownFolder.INBOX.id(),
                            new NewMessage(
                                    dev.postern.mailbox.MailFixture.json("{'subject':'message " + i
                                            + "','body':{'contentType':'html','content':'<p>Hello <b>" + i
                                            + "</b></p><script>alert(1)</script>'},'from':{'emailAddress':{'address':'alex@fabrikam.example','name':'Alex'}},"
                                            + "'importance':'" + (i % 5 == 0 ? "high" : "normal") + "'}"),
                                    List.of(),
                                    false,
                                    i % 2 == 0,
                                    null,
                                    null));
        }
        // the first conversions load the HTML library, and the memory for that counts against the limit of a page
        reader.get(messages() + "?$top=20").expect(200);
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private static String messages() {
        return "/users/" + GraphMailFixture.ADELE + "/messages";
    }

    @Test
    void aListHasTenItemsAndALinkWithEveryOption() {
        var first = reader.get(messages() + "?$select=subject&$filter=isRead eq false")
                .expect(200);
        assertEquals(10, first.at("/value").size());
        assertEquals("message 25", first.string("/value/0/subject"));
        String context = first.string("/@odata.context");
        assertEquals(
                "https://localhost:8443/v1.0/$metadata#users('"
                        + mail.owner(GraphMailFixture.ADELE).id() + "')/messages(subject)",
                context);
        assertEquals(
                Set.of("@odata.etag", "id", "subject"),
                Set.copyOf(List.copyOf(first.at("/value/0").propertyNames())));
        String next = first.string("/@odata.nextLink");
        assertTrue(next.startsWith("https://localhost:8443/v1.0/users/"), next);
        var second = reader.get(next).expect(200);
        assertEquals(3, second.at("/value").size());
        assertTrue(second.at("/@odata.nextLink").isMissingNode());
    }

    @Test
    void countAndTop() {
        var page = reader.get(messages() + "?$count=true&$top=7&$skip=20").expect(200);
        assertEquals(25, page.at("/@odata.count").intValue());
        assertEquals(5, page.at("/value").size());
        assertEquals("25", reader.get(messages() + "/$count").expect(200).text());
        assertEquals(
                "5",
                reader.get("/users/adele@contoso.example/mailFolders/inbox/messages/$count?$filter=importance eq"
                                + " 'high'")
                        .text());
        reader.get(messages() + "?$top=1001").expect(400, "BadRequest");
        reader.get(messages() + "?$top=0").expect(400, "BadRequest");
    }

    @Test
    void aMessageHasItsShapeAndItsEtag() {
        var list = reader.get(messages() + "?$top=1").expect(200);
        String id = list.string("/value/0/id");
        var one = reader.get(messages() + "/" + id).expect(200);
        List<String> names = List.copyOf(one.json().propertyNames());
        assertEquals("@odata.context", names.getFirst());
        assertEquals(
                List.of("@odata.etag", "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "categories"),
                names.subList(1, 7));
        assertEquals("flag", names.getLast());
        assertEquals("W/\"" + one.string("/changeKey") + "\"", one.string("/@odata.etag"));
        assertEquals(one.string("/@odata.etag"), one.header("ETag"));
        String html = one.string("/body/content");
        assertTrue(html.contains("<b>25</b>"), html);
        assertFalse(html.contains("script"), html);
        var text = reader.with("Prefer", "outlook.body-content-type=\"text\"").get(messages() + "/" + id);
        assertEquals("Hello 25", text.string("/body/content"));
        assertEquals("outlook.body-content-type=\"text\"", text.header("Preference-Applied"));
        assertTrue(reader.with("Prefer", "outlook.allow-unsafe-html")
                .get(messages() + "/" + id)
                .string("/body/content")
                .contains("<script>"));
        String immutable = reader.with("Prefer", "IdType=\"ImmutableId\"")
                .get(messages() + "/" + id)
                .string("/id");
        assertFalse(immutable.equals(id));
        assertEquals(id, reader.get(messages() + "/" + immutable).string("/id"));
        var none = reader.with("Accept", "application/json;odata.metadata=none").get(messages() + "/" + id);
        assertTrue(none.at("/@odata.context").isMissingNode());
        assertTrue(none.at("/@odata.etag").isMissingNode());
    }

    @Test
    void readBasicNeverShowsContent() {
        var basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
        var list = basic.get(messages()).expect(200);
        Set<String> names = Set.copyOf(List.copyOf(list.at("/value/0").propertyNames()));
        assertTrue(names.contains("subject"));
        for (String withheld : List.of("body", "bodyPreview", "uniqueBody", "attachments")) {
            assertFalse(names.contains(withheld), withheld);
        }
        for (String url : List.of(
                "?$select=body",
                "?$select=subject,bodyPreview",
                "?$select=body/content",
                "?$expand=attachments",
                "?$filter=contains(body/content,'secret')",
                "?$filter=contains(bodyPreview,'secret')",
                "?$filter=not (startswith(bodyPreview,'a') or isRead eq true)",
                "?$filter=singleValueExtendedProperties/any(e:e/id eq 'String 0x001A' and e/value eq 'a')",
                "?$orderby=bodyPreview",
                "?$search=\"secret\"",
                "/$count?$filter=contains(bodyPreview,'secret')",
                "/" + list.string("/value/0/id") + "?$select=uniqueBody")) {
            basic.get(messages() + url).expect(403, "ErrorAccessDenied");
        }
        String id = list.string("/value/0/id");
        basic.get(messages() + "/" + id).expect(200);
        basic.get(messages() + "/" + id + "/$value").expect(403, "ErrorAccessDenied");
        basic.delete(messages() + "/" + id).expect(403, "ErrorAccessDenied");
        var both = mail.client(mail.app("both", "Mail.ReadBasic.All", "Mail.Read"));
        assertFalse(both.get(messages()).at("/value/0/body").isMissingNode());
    }

    @Test
    void everyRequestPassesTheGateFirst() {
        var sender = mail.client(mail.app("sender", "Mail.Send"));
        sender.get(messages()).expect(403, "ErrorAccessDenied");
        var app = mail.app("confined", "Mail.Read");
        mail.confine(app, GraphMailFixture.SHARED);
        var confined = mail.client(app);
        var denied = confined.get(messages()).expect(403, "ErrorAccessDenied");
        assertEquals("Access to OData is disabled.", denied.string("/error/message"));
        confined.get("/users/shared@contoso.example/messages").expect(200);
        reader.get("/users/nobody@contoso.example/messages").expect(404, "ErrorInvalidUser");
        new GraphClient(mail.edge, "no token").get(messages()).expect(401, "InvalidAuthenticationToken");
    }

    @Test
    void notFoundErrorsHaveSpecificCodes() {
        reader.get(messages() + "/abc").expect(400, "ErrorInvalidIdMalformed");
        String id = reader.get(messages() + "?$top=1").string("/value/0/id");
        reader.get("/users/megan@contoso.example/messages/" + id).expect(404, "ErrorItemNotFound");
        reader.get("/users/adele@contoso.example/mailFolders/drafts/messages/" + id)
                .expect(404, "ErrorItemNotFound");
        reader.get("/users/adele@contoso.example/mailFolders/inbox/messages/" + id)
                .expect(200);
        reader.get("/users/adele@contoso.example/mailFolders/nowhere/messages").expect(400, "ErrorInvalidIdMalformed");
        String folder =
                reader.get("/users/megan@contoso.example/mailFolders/inbox").string("/id");
        reader.get("/users/adele@contoso.example/mailFolders/" + folder).expect(404, "ErrorItemNotFound");
        reader.get(messages() + "?$filter=parentFolderId eq 'x' or isRead eq true")
                .expect(400);
    }

    @Test
    void foldersAreListedByName() {
        var list = reader.get("/users/adele@contoso.example/mailFolders?$count=true")
                .expect(200);
        assertEquals(
                List.of(
                        "Archive",
                        "Conversation History",
                        "Deleted Items",
                        "Drafts",
                        "Inbox",
                        "Junk Email",
                        "Outbox",
                        "Sent Items"),
                list.at("/value")
                        .valueStream()
                        .map(f -> f.get("displayName").stringValue())
                        .toList());
        assertEquals(25, list.at("/value/4/totalItemCount").intValue());
        assertEquals(13, list.at("/value/4/unreadItemCount").intValue());
        String root = reader.get("/users/adele@contoso.example/mailFolders/msgfolderroot")
                .string("/id");
        assertEquals(root, list.string("/value/0/parentFolderId"));
        assertEquals(
                8,
                reader.get("/users/adele@contoso.example/mailFolders/msgfolderroot/childFolders")
                        .at("/value")
                        .size());
        assertEquals(
                1,
                reader.get("/users/adele@contoso.example/mailFolders?$filter=displayName eq"
                                + " 'inbox'&$select=displayName")
                        .at("/value")
                        .size());
        assertTrue(reader.get("/users/adele@contoso.example/mailFolders?includeHiddenFolders=true&$top=50")
                        .at("/value")
                        .size()
                > 8);
        var paged = reader.get("/users/adele@contoso.example/mailFolders?$top=3");
        assertEquals("Drafts", reader.get(paged.string("/@odata.nextLink")).string("/value/0/displayName"));
    }
}
