package dev.postern.console.message;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.postern.ConsoleBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue and the traces in a browser. */
class ConsoleQueueTest {
    private static final String QUEUE = "/console/mail/queue";

    @TempDir
    static Path folder;

    static ConsoleBrowser console;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        console = new ConsoleBrowser(folder);
        Page page = console.administrator();
        console.open(page, QUEUE);
        assertThat(page.locator(".empty")).containsText("Nothing waits");
        console.open(page, "/console/mail/trace");
        assertThat(page.locator(".empty")).containsText("No message was found");
        console.send("outside@fabrikam.example", "Waiting <b>");
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    void aMessageIsHeldReleasedAndDropped() {
        console.send("dropped@fabrikam.example", "Dropped");
        Page page = console.administrator();
        show(page, "dropped");
        assertThat(page.locator("main")).containsText("dropped@fabrikam.example");
        console.assertAccessible(page);
        change(page, "Hold", "It is held.");
        show(page, "dropped");
        assertThat(page.locator(".facts")).containsText("held");
        change(page, "Release", "It is released.");
        show(page, "dropped");
        change(page, "Retry now", "It is tried now.");
        show(page, "dropped");
        page.locator("a.button >> text=Drop").click();
        assertThat(page.locator(".notice.warning")).containsText("the sender is not told");
        assertThat(page.locator("main")).containsText("./postern queue drop ");
        console.assertAccessible(page);
        page.locator("button >> text=Drop").click();
        assertThat(page.locator("h1")).hasText("It is removed.");
        console.open(page, QUEUE + "?q=dropped");
        assertThat(page.locator(".empty")).containsText("No waiting message has this text");
        console.assertQuiet();
    }

    private static void show(Page page, String address) {
        console.open(page, QUEUE + "?q=" + address);
        page.locator("tbody a").click();
        assertThat(page.locator("h1")).hasText("A message of the queue");
    }

    private static void change(Page page, String name, String done) {
        page.locator("a.button >> text=" + name).click();
        page.locator("main button >> text=" + name).click();
        assertThat(page.locator("h1")).hasText(done);
        assertThat(page.locator("main")).containsText("./postern queue ");
    }

    @Test
    void aReaderSeesTheQueueAndChangesNothing() {
        Page page = console.reader();
        show(page, "outside");
        assertThat(page.locator("#changes")).hasCount(0);
        String entry = page.url();
        console.open(page, entry.substring(console.address().toString().length()) + "/drop");
        assertThat(page.locator("main button:has-text('Drop')")).hasCount(0);
        String token = page.locator("input[name=formToken]").first().inputValue();
        var refused = page.request()
                .post(
                        entry + "/drop",
                        RequestOptions.create().setForm(FormData.create().set("formToken", token)));
        assertEquals(403, refused.status());
        show(page, "outside");
        console.open(page, QUEUE + "/nothing", 404);
        console.assertQuiet();
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        Page page = console.administrator();
        show(page, "outside");
        var refused = page.request()
                .post(page.url() + "/drop", RequestOptions.create().setForm(FormData.create()));
        assertEquals(403, refused.status());
        show(page, "outside");
    }

    @Test
    void aTraceIsFoundBySenderRecipientAndTime() {
        console.send("planner@contoso.example", "Traced");
        Page page = console.reader();
        console.open(
                page,
                "/console/mail/trace?recipient=outside@fabrikam.example&sender=notifications@contoso.example&from=1h");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("Waiting <b>");
        assertThat(page.locator("tbody tr")).containsText("waiting");
        console.assertAccessible(page);
        page.locator("tbody a").click();
        assertThat(page.locator("main")).containsText("outside@fabrikam.example");
        assertThat(page.locator("main")).containsText("./postern trace ");
        console.open(page, "/console/mail/trace");
        page.locator("select").selectOption("delivered");
        page.locator("main form button").click();
        assertThat(page.locator("tbody")).containsText("Traced");
        assertThat(page.locator("tbody")).not().containsText("Waiting");
        console.open(page, "/console/mail/trace?from=never");
        assertThat(page.locator("#results")).containsText("must be a time");
        console.open(page, "/console/mail/trace/nothing", 404);
        console.assertQuiet();
    }
}
