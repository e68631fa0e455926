package dev.postern.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import dev.postern.ConsoleBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in and out in a browser. */
class ConsoleSignInTest {
    @TempDir
    static Path folder;

    static ConsoleBrowser console;

    @BeforeAll
    static void start() {
        console = new ConsoleBrowser(folder);
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    void aLinkSignsInOnceAndLeavesNoSecretInTheAddress() {
        String link = console.json("console", "--json").path("url").asString("");
        Page page = console.anonymous();
        page.navigate(link);
        assertEquals(console.address() + "/console", page.url());
        assertEquals("Overview", page.locator("h1").textContent());
        Page other = console.anonymous();
        console.open(other, link.substring(console.address().toString().length()), 401);
        assertEquals("This link cannot be used", other.locator("h1").textContent());
        console.open(other, "/console", 401);
        console.assertAccessible(other);
        console.assertQuiet();
    }

    @Test
    void aPersonSignsOut() {
        Page page = console.administrator();
        page.locator("text=Sign out").click();
        assertEquals("Signed out", page.locator("h1").textContent());
        console.open(page, "/console", 401);
        console.assertQuiet();
    }

    @Test
    void thePageSaysWhoIsSignedInAndIsAccessible() {
        Page page = console.reader();
        assertTrue(page.locator(".person").textContent().contains("Tester"));
        assertTrue(page.locator(".person").textContent().contains("reader"));
        console.assertAccessible(page);
        page.keyboard().press("Tab");
        assertEquals("Skip to the content", page.locator(":focus").textContent());
        page.keyboard().press("Enter");
        assertEquals("main", page.locator(":focus").getAttribute("id"));
        console.assertQuiet();
    }

    @Test
    void aPageThatDoesNotExistIsNamed() {
        Page page = console.administrator();
        console.open(page, "/console/nothing", 404);
        assertEquals("Not found", page.locator("h1").textContent());
        assertFalse(page.content().contains("Exception"));
    }
}
