package dev.postern.console.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.postern.ConsoleBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Workflows in a browser: what is shown of a definition and of runs, and each form. */
class ConsoleWorkflowTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String MANUAL = "'triggers':{'manual':{'type':'Request','kind':'Http'}}";
    private static final String DEMO = "{" + MANUAL + ",'actions':{"
            + "'Start':{'type':'Compose','inputs':'" + HOSTILE
            + "'},'Loop':{'type':'Foreach','foreach':'@createArray(1,2,3)','actions':{'Each':{'type':'Compose','inputs':'@item()'}},"
            + "'runAfter':{'Start':['Succeeded']}},"
            + "'Break':{'type':'Compose','inputs':'@div(1,0)','runAfter':{'Loop':['Succeeded']}},"
            + "'Large':{'type':'Compose','inputs':'" + "x".repeat(70_000) + "','runAfter':{'Start':['Succeeded']}},"
            + "'Never':{'type':'Compose','inputs':1,'runAfter':{'Break':['Succeeded']}}}}";
    private static final String LONG = "{" + MANUAL + ",'actions':{'First':{'type':'Compose','inputs':1},"
                                                    + "'Pause':{'type':'Wait','inputs':{'interval':{'count':1,'unit':'Hour'}},'runAfter':{'First':['Succeeded']}}}}";

    @TempDir
    static Path folder;

    @TempDir
    static Path files;

    static ConsoleBrowser console;

    @BeforeAll
    static void start() throws IOException {
        console = new ConsoleBrowser(folder);
        deploy("demo", DEMO);
        deploy("long", LONG);
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    private static void deploy(String name, String definition) throws IOException {
        Path file = files.resolve(name + ".json");
        Files.writeString(file, "{\"definition\":" + definition.replace('\'', '"') + "}");
        console.run("workflow", "deploy", name, file.toString());
    }

    private static JsonNode runs(String name) {
        return console.json("workflow", "runs", name, "--json");
    }

    private static String state(String name) {
        for (JsonNode one : console.json("workflow", "list", "--json")) {
            if (one.path("name").asString("").equals(name)) {
                return one.path("state").asString("");
            }
        }
        return "";
    }

    /** Runs a workflow by its form; returns when the page of the run says that it is over. */
    private static Page run(Page page, String name) {
        console.open(page, "/console/workflows/" + name);
        page.locator("text=Run now").click();
        assertEquals("Run started", page.locator("h1").textContent());
        page.locator("a.button >> text=The run").click();
        return page;
    }

    private static String text(Page page) {
        return page.locator("main").textContent();
    }

    @Test
    void theListLeadsToTheGraphOfADefinition() {
        Page page = console.administrator();
        page.locator("nav >> text=Workflows").click();
        assertEquals("Workflows", page.locator("h1").textContent());
        console.assertAccessible(page);
        page.locator("main >> text=demo").click();
        assertEquals("demo", page.locator("h1").textContent());
        assertEquals(6 + 1, page.locator("svg.graph rect").count());
        assertTrue(page.locator("ol").textContent().contains("Each (Compose), inside Loop"), () -> text(page));
        assertEquals(
                "/console/access?app=",
                page.locator("text=What it reaches").getAttribute("href").substring(0, 20));
        console.assertAccessible(page);
        page.locator("main nav >> text=Definition").click();
        assertTrue(page.locator("pre.source").first().textContent().contains(HOSTILE));
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void aSearchFindsPartsOfNames() {
        Page page = console.administrator();
        console.open(page, "/console/workflows?q=ON");
        assertTrue(text(page).contains("long") && !text(page).contains("demo"), () -> text(page));
        page.locator("input[type=search]").fill("no such");
        page.locator("text=Search for another part").waitFor();
        assertTrue(page.url().contains("q=no+such") || page.url().contains("q=no%20such"), page::url);
        console.assertQuiet();
    }

    @Test
    void aRunShowsEachActionWithItsContents() {
        Page page = run(console.administrator(), "demo");
        page.locator("#state >> text=Run again").waitFor();
        assertTrue(page.locator("#state .badge.denied").count() > 0, () -> text(page));
        assertEquals(
                "node denied",
                page.locator("g:has(title:text-is('Break (Compose · failed)')) rect")
                        .getAttribute("class"));
        assertEquals(0, page.locator("[hx-trigger]").count(), "a run that is over is not read again");
        assertTrue(text(page).contains("3 repetitions"), () -> text(page));
        console.assertAccessible(page);
        String at = page.url().substring(console.address().toString().length());

        page.locator("tbody a >> text=Start").click();
        assertTrue(page.locator("pre").first().textContent().contains(HOSTILE));
        console.assertAccessible(page);
        console.open(page, at + "/actions/Each");
        page.locator("text=000001").click();
        assertEquals("Each", page.locator("h1").textContent());
        assertEquals("2", page.locator("pre.source").last().textContent());
        console.open(page, at + "/actions/Loop");
        assertEquals(3, page.locator("tbody tr").count());
        console.open(page, at + "/actions/Break");
        assertTrue(page.locator(".notice.denied").textContent().contains("zero"), () -> text(page));
        console.open(page, at + "/trigger");
        console.assertAccessible(page);
        console.open(page, at + "/actions/Gone", 404);
        console.open(page, at + "/actions/Start/secrets", 404);
        console.open(page, "/console/workflows/demo/runs/08584061788854775807739578056CU04", 404);
        console.open(page, "/console/workflows/gone", 404);
        console.assertQuiet();
    }

    @Test
    void largeContentIsCutAndAFileHasTheWhole() throws IOException {
        Page page = run(console.administrator(), "demo");
        page.locator("#state >> text=Run again").waitFor();
        console.open(page, page.url().substring(console.address().toString().length()) + "/actions/Large");
        assertEquals(40 << 10, page.locator("pre.source").first().textContent().length());
        assertTrue(page.content().length() < 100_000);
        Download file = page.waitForDownload(
                () -> page.locator("text=The whole as a file").first().click());
        assertEquals(70_002, Files.size(file.path()));
        assertEquals("action-inputs.json", file.suggestedFilename());
        console.assertQuiet();
    }

    @Test
    void aNameWithASlashHasItsFile() throws IOException {
        deploy("slashes", "{" + MANUAL + ",'actions':{'Read a/b %2F':{'type':'Compose','inputs':'all of it'}}}");
        Page page = run(console.administrator(), "slashes");
        page.locator("#state >> text=Run again").waitFor();
        console.open(
                page, page.url().substring(console.address().toString().length()) + "/actions/Read%20a%2Fb%20%252F");
        Download file = page.waitForDownload(
                () -> page.locator("text=The whole as a file").first().click());
        assertEquals("\"all of it\"", Files.readString(file.path()));
        console.assertQuiet();
    }

    @Test
    void aRunIsReadAgainUntilItIsCancelledAndCanBeRunAgain() {
        Page page = run(console.administrator(), "long");
        page.locator("g:has(title:text-is('Pause (Wait · running)')), g:has(title:text-is('Pause (Wait · waiting)'))")
                .first()
                .waitFor();
        assertEquals("every 2s", page.locator("#state").getAttribute("hx-trigger"));
        String run = page.url().substring(page.url().lastIndexOf('/') + 1);
        Page other = console.administrator();
        console.open(other, "/console/workflows/long/runs/" + run);
        page.locator("text=Cancel the run").click();
        assertEquals("Run cancelled", page.locator("h1").textContent());
        assertTrue(text(page).contains("./postern workflow cancel long " + run));
        // by itself
        other.locator("#state >> text=Run again").waitFor(new Locator.WaitForOptions().setTimeout(20_000));
        assertEquals(
                "cancelled", other.locator("#state [role=status]").textContent().strip());
        other.locator("text=Run again").click();
        assertEquals("Run started again", other.locator("h1").textContent());
        assertTrue(runs("long").size() >= 2);
        console.assertQuiet();
    }

    @Test
    void aWorkflowIsDisabledEnabledAndDeletedAfterAsking() throws IOException {
        deploy("short-lived", LONG);
        Page page = console.administrator();
        console.open(page, "/console/workflows/short-lived");
        page.locator("button >> text=Disable").click();
        assertEquals("Workflow disabled", page.locator("h1").textContent());
        assertEquals("Disabled", state("short-lived"));
        page.locator("text=The workflow").last().click();
        assertEquals(0, page.locator("text=Run now").count());
        page.locator("button >> text=Enable").click();
        assertEquals("Enabled", state("short-lived"));
        console.open(page, "/console/workflows/short-lived");
        page.locator("text=Delete…").click();
        assertTrue(text(page).contains("Its identity"), () -> text(page));
        assertEquals("Enabled", state("short-lived"), "asking changes nothing");
        console.assertAccessible(page);
        page.locator("button >> text=Delete the workflow").click();
        assertEquals("", state("short-lived"));
        console.open(page, "/console/workflows/short-lived", 404);
        console.assertQuiet();
    }

    @Test
    void runsAndHistoriesHavePagesAndAFilter() {
        for (int i = 0; i < 27; i++) {
            console.run(
                    "workflow",
                    "resubmit",
                    "demo",
                    runs("demo").isEmpty()
                            ? first()
                            : runs("demo").get(0).path("runId").asString(""));
        }
        Page page = console.administrator();
        console.open(page, "/console/workflows/demo/runs");
        assertEquals(25, page.locator("tbody tr").count());
        String newest = page.locator("tbody code").first().textContent();
        console.assertAccessible(page);
        page.locator("text=Next page").click();
        assertFalse(text(page).contains(newest));
        page.locator("select[name=status]").selectOption("Succeeded");
        page.locator("button >> text=Show").click();
        assertTrue(text(page).contains("No run has this status"), () -> text(page));
        console.open(page, "/console/workflows/demo/triggers/manual");
        assertEquals(25, page.locator("tbody tr").count());
        console.assertAccessible(page);
        page.locator("text=Next page").click();
        assertTrue(page.locator("tbody tr").count() >= 1);
        console.assertQuiet();
    }

    private static String first() {
        Page page = run(console.administrator(), "demo");
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    @Test
    void aReaderSeesEverythingAndChangesNothing() {
        Page page = console.reader();
        console.open(page, "/console/workflows/demo");
        for (String label : List.of("Run now", "Disable", "Delete…")) {
            assertEquals(
                    0,
                    page.locator("main button, main .button")
                            .filter(new Locator.FilterOptions().setHasText(label))
                            .count(),
                    label);
        }
        int before = runs("demo").size();
        for (String form : List.of("run", "disable", "enable", "delete")) {
            String token = page.locator("[name=formToken]").first().getAttribute("value");
            var answer = page.request()
                    .post(
                            console.address() + "/console/workflows/demo/" + form,
                            RequestOptions.create()
                                    .setForm(FormData.create()
                                            .set("trigger", "manual")
                                            .set("formToken", token)));
            assertEquals(403, answer.status(), form);
        }
        assertEquals(before, runs("demo").size());
        assertEquals("Enabled", state("demo"));
        console.assertQuiet();
    }

    @Test
    void aWorkflowElsewhereHasItsPlaceInItsLinks() {
        Page page = console.administrator();
        console.open(page, "/console/workflows/demo?s=00000000-0000-4000-8000-000000000000&g=other", 404);
        console.open(
                page,
                "/console/workflows?s="
                        + HOSTILE.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20"),
                404);
        assertFalse(page.content().contains("<img src=x"));
        console.assertQuiet();
    }
}
