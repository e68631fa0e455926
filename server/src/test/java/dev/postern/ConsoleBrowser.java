package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.postern.console.Chromium;
import dev.postern.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server in developer mode and a browser in which people are signed in to its console. One for each test class; its methods run in one thread. Where there is
 * no browser, the tests are skipped before the server starts.
 */
public final class ConsoleBrowser implements AutoCloseable {
    private static final String SERIOUS = """
        async () => {
          const found = await axe.run(document, {resultTypes: ['violations']});
          return found.violations
              .filter(one => one.impact === 'serious' || one.impact === 'critical')
              .map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' | '));
        }\
        """;

    private final Playwright driver;
    private final Browser browser;
    private final DevelopedServer developed;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> foreign = new ArrayList<>();

    /** A server with the built-in seed. */
    public ConsoleBrowser(Path folder) {
        this(folder, null);
    }

    /** A server with the content of a seed file. */
    public ConsoleBrowser(Path folder, @Nullable Path seed) {
        this.driver = Chromium.driver();
        this.browser = Chromium.launch(driver);
        this.developed = new DevelopedServer(folder, Optional.ofNullable(seed));
    }

    /** The server's address for HTTP, without a slash at the end. */
    public URI address() {
        return developed.server.address();
    }

    /** What a command printed; the test fails if the command does. */
    public String run(String... command) {
        DevelopedServer.Printed printed = developed.run(command);
        assertEquals(0, printed.status(), () -> String.join(" ", command) + ": " + printed.err());
        return printed.out();
    }

    /** The JSON that a command printed. */
    public JsonNode json(String... command) {
        return Json.parse(run(command));
    }

    /** Sends mail as the application of the built-in seed, which may use notifications@contoso.example. */
    public void send(String to, String subject) {
        assertEquals(
                202,
                developed
                        .sendMail(developed.notifier(), "notifications@contoso.example", to, subject)
                        .status());
    }

    /** The page of an administrator who has opened a new link. */
    public Page administrator() {
        return signedIn("admin");
    }

    /** The page of a reader who has opened a new link. */
    public Page reader() {
        return signedIn("reader");
    }

    private Page signedIn(String role) {
        Page page = anonymous();
        page.navigate(json("console", "--role", role, "--person", "Tester", "--json")
                .path("url")
                .asString(""));
        return page;
    }

    /** A page of a browser without a session. */
    public Page anonymous() {
        BrowserContext context = browser.newContext();
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(address() + "/")
                    && !request.url().startsWith("data:")
                    && !request.url().startsWith("about:")) {
                foreign.add(request.url());
            }
        });
        page.onDialog(dialog -> {
            complaints.add(page.url() + ": a dialog opened");
            dialog.dismiss();
        });
        return page;
    }

    /** Opens a page of the console, which must answer 200. */
    public Page open(Page page, String path) {
        return open(page, path, 200);
    }

    /** Opens a page of the console, which must answer this status. */
    public Page open(Page page, String path, int status) {
        assertEquals(status, page.navigate(address() + path).status(), path);
        if (status >= 400) {
            forgetFailedPages();
        }
        return page;
    }

    /** The browser reports every failed page, also one that a form was expected to lead to. */
    public void forgetFailedPages() {
        complaints.removeIf(one -> one.contains("Failed to load resource"));
    }

    /** Fails if the page has a title and headings that it must not have, or axe finds something serious. */
    public void assertAccessible(Page page) {
        assertEquals(1, page.locator("h1").count(), "level-one headings of " + page.url());
        page.evaluate(axe());
        assertEquals(List.of(), page.evaluate(SERIOUS), page.url());
    }

    private static String axe() {
        try (InputStream in = ConsoleBrowser.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe.min.js is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if a page reported an error, opened a dialog, or asked another host for something, since the last call. */
    public void assertQuiet() {
        assertEquals(List.of(), complaints);
        assertEquals(List.of(), foreign);
    }

    @Override
    public void close() {
        try {
            driver.close();
        } finally {
            developed.close();
        }
    }
}
