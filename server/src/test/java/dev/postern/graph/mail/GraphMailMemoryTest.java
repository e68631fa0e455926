package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Responses end before they become too large; the rest follows behind a link, and nothing is lost or repeated. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailMemoryTest {
    private static final String MESSAGES = "/users/adele@contoso.example/messages";
    private static final int MANY = 12;
    private static final int MAX_PAGE_BYTES = 5 << 20;

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void fill() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
        for (int i = 0; i < MANY; i++) {
            app.post(
                            MESSAGES,
                            "{'subject':'large " + i + "','body':{'contentType':'text','content':'"
                                    + "word ".repeat(200_000) + "'}}")
                    .expect(201);
            app.post(MESSAGES, "{'subject':'small " + i + "','body':{'contentType':'text','content':'x'}}")
                    .expect(201);
        }
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    /** All subjects, page by page. */
    private List<String> follow(String url) {
        var subjects = new ArrayList<String>();
        String next = url;
        while (!next.isEmpty()) {
            var page = app.get(next).expect(200);
            assertTrue(page.bytes().length < MAX_PAGE_BYTES, () -> "a page of " + page.bytes().length);
            assertFalse(page.at("/value").isEmpty());
            page.at("/value").forEach(one -> {
                subjects.add(one.path("subject").asString());
                assertTrue(one.at("/body/content").asString().length() > 0);
            });
            next = page.string("/@odata.nextLink").replaceFirst("^https://localhost:8443/v1.0", "");
        }
        return subjects;
    }

    @Test
    void pagesEndByTheirSizeAndNothingIsLost() {
        for (String url : List.of(
                MESSAGES + "?$top=1000",
                MESSAGES,
                MESSAGES + "?$top=1000&$select=subject,body",
                MESSAGES + "?$top=7&$select=subject,body,internetMessageHeaders",
                MESSAGES + "?$search=\"word OR small\"&$top=100",
                "/users/adele@contoso.example/mailFolders/drafts/messages?$top=1000&$orderby=subject")) {
            var subjects = follow(url);
            assertEquals(2 * MANY, subjects.size(), url);
            assertEquals(2 * MANY, new HashSet<>(subjects).size(), url);
        }
    }

    @Test
    void pagesWithoutTextsHaveTheRequestedSize() {
        var page = app.get(MESSAGES + "?$top=1000&$select=subject").expect(200);
        assertEquals(2 * MANY, page.at("/value").size());
        assertTrue(page.string("/@odata.nextLink").isEmpty());
        var one = app.get(MESSAGES + "?$top=1&$filter=subject eq 'large 3'").expect(200);
        assertEquals(1_000_000, one.string("/value/0/body/content").length());
    }

    @Test
    void expansionsCountToo() {
        var folders = app.get("/users/adele@contoso.example/mailFolders?$expand=messages($top=1000)")
                .expect(200);
        assertTrue(folders.bytes().length < 2 * MAX_PAGE_BYTES);
        for (JsonNode folder : folders.at("/value")) {
            if (folder.path("displayName").asString().equals("Drafts")) {
                int shown = folder.path("messages").size();
                assertTrue(shown > 0 && shown < 2 * MANY);
                String rest = folder.path("messages@odata.nextLink").asString();
                assertTrue(rest.contains("$skip=" + shown) || rest.contains("%24skip=" + shown), rest);
            }
        }
    }

    @Test
    void aBatchStopsWhenItsResponsesAreTooLarge() {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            parts.append(i == 0 ? "" : ",")
                    .append("{'id':'" + i + "','method':'GET','url':'" + MESSAGES
                            + "?$top=1000&$filter=startswith(subject,%27large%27)'}");
        }
        parts.append("");
        var answer = app.post("/$batch", "{'requests':[" + parts + "]}").expect(200);
        assertTrue(answer.bytes().length < 48 << 20, () -> "an answer of " + answer.bytes().length);
        int done = 0;
        int later = 0;
        for (JsonNode one : answer.at("/responses")) {
            int status = one.path("status").intValue();
            done += status == 200 ? 1 : 0;
            later += status == 429 && one.at("/headers/Retry-After").asString().equals("1") ? 1 : 0;
        }
        assertTrue(done >= 5, "done: " + done);
        assertEquals(20, done + later);
    }

    @Test
    void aDeferredPartIsNotExecuted() {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 19; i++) {
            parts.append("{'id':'" + i + "','method':'GET','url':'" + MESSAGES
                    + "?$top=1000&$filter=startswith(subject,%27large%27)'},");
        }
        parts.append("{'id':'w','method':'POST','url':'/users/adele@contoso.example/mailFolders','dependsOn':['0'],"
                + "'headers':{'Content-Type':'application/json'},'body':{'displayName':'put off'}}");
        var answer = app.post("/$batch", "{'requests':[" + parts + "]}").expect(200);
        for (JsonNode one : answer.at("/responses")) {
            if (one.path("id").asString().equals("w")) {
                assertEquals(429, one.path("status").intValue());
            }
        }
        assertFalse(app.get("/users/adele@contoso.example/mailFolders?$top=100")
                .text()
                .contains("put off"));
    }

    @Test
    void manySmallFilesAreNotInMemoryTogether() {
        String draft = app.post(MESSAGES, "{'subject':'files','toRecipients':[]}")
                .expect(201)
                .string("/id");
        String bytes = Json.text("A".repeat(80_000));
        for (int i = 0; i < 40; i++) {
            app.call(
                            "POST",
                            MESSAGES + "/" + draft + "/attachments",
                            "application/json",
                            ("{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"f" + i
                                            + "\",\"contentBytes\":" + bytes + "}")
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .expect(201);
        }
        var all = app.get(MESSAGES + "/" + draft + "?$expand=attachments").expect(200);
        assertEquals(40, all.at("/attachments").size());
        all.at("/attachments")
                .forEach(one ->
                        assertEquals(80_000, one.path("contentBytes").asString().length()));
        app.delete(MESSAGES + "/" + draft).expect(204);
    }
}
