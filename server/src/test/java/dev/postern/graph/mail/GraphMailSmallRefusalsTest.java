package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused by name, each beside one that is accepted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailSmallRefusalsTest {
    private static final String MEGAN = "/users/megan@contoso.example";

    private GraphMailFixture mail;
    private GraphClient client;

    @BeforeAll
    void open() {
        mail = new GraphMailFixture(Engine.SQLITE);
        client = mail.client(mail.app("small", "Mail.Send", "Mail.ReadWrite"));
    }

    @AfterAll
    void close() {
        mail.close();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "refusals.csv", delimiter = '|', numLinesToSkip = 1, quoteCharacter = '`')
    void aRequestIsRefusedByName(String method, String path, String body, String expected) {
        String text = body == null ? "" : body;
        GraphClient.Answer answer =
                method.equals("PATCH") ? client.patch(MEGAN + path, text) : client.post(MEGAN + path, text);
        String[] cells = expected.split(" ", 2);
        answer.expect(Integer.parseInt(cells[0]));
        assertTrue(cells.length == 1 || answer.text().contains(cells[1]), answer::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUNCATED", "data:message/rfc822;base64,BASE64", "data:,Subject: x"})
    void whatIsNoMimeIsRefused(String content) {
        String base64 = Base64.getEncoder().encodeToString("Subject: hello\r\n\r\nhi".getBytes(StandardCharsets.UTF_8));
        String url = MEGAN + "/messages/"
                + client.post(MEGAN + "/messages", "{'subject':'m'}").string("/id") + "/$value";
        client.call("PUT", url, "text/plain", base64.getBytes(StandardCharsets.UTF_8))
                .expect(200);
        String wrong = content.replace("TRUNCATED", base64.substring(0, base64.length() - 2))
                .replace("BASE64", base64);
        client.call("PUT", url, "text/plain", wrong.getBytes(StandardCharsets.UTF_8))
                .expect(400, "ErrorMimeContentInvalidBase64String");
    }

    @Test
    void aFolderKeepsItsParentInAnUpdate() {
        var inbox = client.get(MEGAN + "/mailFolders/inbox");
        String parent = inbox.string("/parentFolderId");
        var created =
                client.post(MEGAN + "/mailFolders", "{'displayName':'sub'}").expect(201);
        String url = MEGAN + "/mailFolders/" + created.string("/id");
        client.patch(url, "{'parentFolderId':'" + parent + "'}").expect(200);
        var refused = client.patch(url, "{'parentFolderId':'" + inbox.string("/id") + "'}")
                .expect(400, "ErrorInvalidPropertySet");
        assertTrue(refused.text().contains("parentFolderId"), refused::text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parentFolderId eq 'msgfolderroot' and displayName eq 'Inbox'",
                "id eq 'inbox'",
                "not (parentFolderId ne 'MsgFolderRoot') and displayName eq 'inbox'"
            })
    void aFilterOfFoldersKnowsTheirNames(String filter) {
        var found = client.get(MEGAN + "/mailFolders?$filter=" + filter).expect(200);
        assertEquals(1, found.at("/value").size());
        assertEquals("Inbox", found.string("/value/0/displayName"));
        assertEquals(
                0,
                client.get(MEGAN + "/mailFolders?$filter=parentFolderId eq 'inbox'")
                        .at("/value")
                        .size());
    }
}
