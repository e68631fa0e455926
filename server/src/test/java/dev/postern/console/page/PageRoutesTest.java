package dev.postern.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.ObjectId;
import dev.postern.console.call.SessionTokens;
import dev.postern.console.session.ConsoleRole;
import dev.postern.console.session.ConsoleSessions;
import dev.postern.console.session.ConsoleSessions.Invitation;
import dev.postern.graph.TestRequest;
import dev.postern.http.Handler;
import dev.postern.http.Response;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fault of the console is a page that tells nothing of its cause, with and without a session. */
class PageRoutesTest {
    private final Map<String, Handler> routes = new HashMap<>();
    private final TestCore core =
            new TestCore(TestCore.on(Databases.open(Engine.SQLITE)).open());
    private String cookie = "";

    @BeforeEach
    void signIn() {
        var tenant = core.tenant("contoso.example").id();
        var sessions = new ConsoleSessions(core.database(), core.core.clock(), new SecureRandom());
        var link = core.database()
                .write(sql -> sessions.invite(
                        sql, new Invitation(tenant, new ObjectId(UUID.randomUUID()), ConsoleRole.ADMIN, "Tester")));
        cookie = sessions.open(link.code(), (_, _) -> {}).orElseThrow().secret();
        var pages = new PageRoutes(
                new PageRoutes.Parts(
                        sessions,
                        new SessionTokens(core.directory(), core.core.issuer(), core.core.clock()),
                        _ -> Response.empty(404),
                        core.directory(),
                        new Assets(),
                        core.core.clock()),
                (_, path, handler) -> routes.put(path, handler));
        pages.page("/console/mail", _ -> {
            throw new IllegalStateException("kept from the page");
        });
        pages.open("/console/open", _ -> {
            throw new IllegalStateException("kept from the page");
        });
    }

    @AfterEach
    void close() {
        core.close();
    }

    private String failed(String path) {
        var request = TestRequest.of(
                "GET", path, Map.of("Host", "localhost:8443", "Cookie", "__Host-postern-console=" + cookie), "");
        Handler handler = routes.get(path);
        assertTrue(handler != null, path);
        Response response = handler.handle(request);
        assertEquals(500, response.status());
        assertTrue(response.body() instanceof Response.Bytes, path);
        String page = new String(((Response.Bytes) response.body()).content(), StandardCharsets.UTF_8);
        assertTrue(page.contains("<h1>Something went wrong</h1>"), page);
        assertTrue(page.contains(request.requestId().toString()), page);
        assertFalse(page.contains("kept from the page"), page);
        return page;
    }

    @Test
    void aPageThatFailsKeepsTheNavigation() {
        assertTrue(failed("/console/mail").contains("<a href=\"/console/mail\" aria-current=\"page\">"));
    }

    @Test
    void aFailureWithoutASessionIsAPage() {
        assertFalse(failed("/console/open").contains("<nav"));
    }
}
