package dev.postern.console.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import dev.postern.ConsoleBrowser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overview in a browser. */
class ConsoleOverviewTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    @TempDir
    static Path folder;

    static ConsoleBrowser console;

    @BeforeAll
    static void start() {
        console = new ConsoleBrowser(folder);
        console.run("app", "create", HOSTILE, "--permission", "Mail.Read");
        console.send("someone@elsewhere.example", "Out");
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    private static String text(Page page) {
        return page.locator("main").textContent().replaceAll("\\s+", " ");
    }

    @Test
    void theServerIsShownWithItsTrafficItsMailAndItsFindings() throws Exception {
        HttpResponse<String> refused = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(console.address() + "/v1.0/users"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(401, refused.statusCode());
        Page page = console.administrator();
        assertEquals("Overview", page.locator("h1").textContent());
        page.locator("text=All findings").waitFor();
        String text = text(page);
        assertTrue(text.contains(HOSTILE), text);
        assertTrue(text.contains("reach every mailbox") || text.contains("reaches every mailbox"), text);
        assertTrue(text.contains("1 message waits"), text);
        assertTrue(text.contains("without a route to other domains"), text);
        assertTrue(text.contains("this server"), text);
        assertEquals(4, page.locator(".card dd .badge.granted").count(), text);
        assertTrue(page.locator("svg.chart rect.served").count() > 0);
        assertTrue(page.locator("svg.chart rect.refused").count() > 0);
        assertFalse(page.locator("svg.chart").first().getAttribute("aria-label").isEmpty());
        assertEquals(12, page.locator("table").first().locator("tbody tr").count());
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void withoutScriptsALinkLeadsToTheFindings() {
        Page page = console.reader();
        String part = (String) page.evaluate("async () => (await fetch('/console')).text()");
        assertTrue(part.contains("<a href=\"/console/access/findings\">Show the findings</a>"));
        String findings = (String) page.evaluate("async () => (await fetch('/console/overview/findings')).text()");
        assertTrue(findings.contains("&lt;img") && !findings.contains("<img"), findings);
        assertFalse(findings.contains("<html"), findings);
    }

    @Test
    void withoutASessionThereIsNothing() {
        Page page = console.anonymous();
        console.open(page, "/console", 401);
        console.open(page, "/console/overview/findings", 401);
        console.open(page, "/console/workflows", 401);
        console.assertQuiet();
    }
}
