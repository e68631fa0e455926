package dev.postern.console.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.postern.ConsoleBrowser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit in a browser: search, one decision, verification. */
class ConsoleRecordTest {
    @TempDir
    static Path folder;

    static ConsoleBrowser console;

    @BeforeAll
    static void start() {
        console = new ConsoleBrowser(folder);
        console.send("planner@contoso.example", "Hello");
        // the audit of reads is written twice a second; this entry is one of a change and behind none of them
        console.run("New-DistributionGroup", "-Name", "<b>hostile</b>", "-Alias", "hostile", "-Type", "Security");
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    private static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    @Test
    void aSearchFindsAndLeadsToTheDecision() {
        Page page = console.open(console.reader(), "/console/audit");
        assertEquals("Audit", page.locator("h1").textContent());
        console.assertAccessible(page);
        page.getByLabel("Application").fill("notifier");
        page.getByLabel("Operation, target or person").fill("SENDMAIL");
        page.keyboard().press("Enter");
        page.waitForURL("**text=SENDMAIL**");
        assertTrue(page.locator("tbody tr").count() >= 1);
        page.locator("tbody a").first().click();
        assertEquals("One request in the audit", page.locator("h1").textContent());
        assertTrue(page.locator("section", having("The decision in words"))
                .textContent()
                .contains("POST /users/{id}/sendMail by \"notifier\" on notifications@contoso.example"));
        assertTrue(page.locator("article").first().textContent().contains("in the chain of the mailbox"));
        console.assertAccessible(page);
        page.locator("text=Its picture and cure").click();
        assertEquals(
                List.of("RestrictAccess", "policy"),
                List.of(page.locator("ol.chain li")
                        .nth(2)
                        .innerText()
                        .replaceAll("\\s+", " ")
                        .split(" ")));
        assertTrue(page.locator("main").textContent().contains("as the audit has it"));
        console.assertQuiet();
    }

    @Test
    void filtersThatCannotBeUsedSayWhy() {
        Page page = console.open(console.reader(), "/console/audit?since=yesterday");
        assertTrue(page.locator("[role=alert]").textContent().contains("\"Since\" must be a time"));
        console.open(page, "/console/audit?app=missing");
        assertTrue(page.locator("[role=alert]").textContent().contains("There is no application 'missing'"));
        console.open(page, "/console/audit?text=no-such-operation");
        assertTrue(page.locator(".empty").textContent().contains("no such entry"));
        console.open(page, "/console/audit/not-an-id", 400);
        console.open(page, "/console/audit/00000000-0000-4000-8000-000000000000");
        assertTrue(page.locator(".empty").textContent().contains("no entry of this request"));
        console.assertQuiet();
    }

    @Test
    void refusalsAreFound() {
        Page reader = console.open(console.reader(), "/console");
        String token = reader.locator("input[name=formToken]").first().getAttribute("value");
        assertEquals(
                403,
                reader.request()
                        .post(
                                console.address() + "/console/audit/verify",
                                RequestOptions.create()
                                        .setForm(FormData.create().set("formToken", token)))
                        .status());
        Page page = console.open(reader, "/console/audit?denied=true");
        assertTrue(page.locator("tbody tr").count()
                == page.locator("tbody .badge.denied").count());
    }

    @Test
    void manyEntriesHavePages() {
        for (int i = 0; i < 60; i++) {
            console.send("planner@contoso.example", "Hello " + i);
        }
        Page page = console.open(console.reader(), "/console/audit?text=sendMail");
        assertEquals(50, page.locator("tbody tr").count());
        String first = page.locator("tbody a").first().getAttribute("href");
        page.locator("a[rel=next]").click();
        assertTrue(page.locator("tbody tr").count() >= 10);
        assertTrue(page.locator("tbody a").all().stream().noneMatch(link -> first.equals(link.getAttribute("href"))));
        assertTrue(page.locator("input[name=text]").inputValue().equals("sendMail"));
        console.assertQuiet();
    }

    @Test
    void aChangeHasTheNameOfWhatItIsAbout() {
        Page page = console.open(console.reader(), "/console/audit?text=put+Group");
        page.locator("tbody tr", having("New-DistributionGroup")).locator("a").click();
        assertTrue(page.locator("article").textContent().contains("(<b>hostile</b>)"));
        assertTrue(page.locator("article").textContent().contains("in the chain of the tenant contoso.example"));
        assertEquals(0, page.locator("main b").count());
        console.open(page, "/console/audit?text=sign+in+to+the+console");
        page.locator("tbody a").first().click();
        assertEquals(1, page.locator("article dt", having("Role")).count());
        assertFalse(page.locator("article dt").allTextContents().contains("On"));
        console.assertQuiet();
    }

    @Test
    void theCommandHasTheTextOfTheFilter() {
        Page page = console.open(console.reader(), "/console/audit?text=two+words");
        assertEquals(
                "./postern audit search | grep -iF -- 'two words'",
                page.locator(".command pre").textContent());
        console.open(page, "/console/audit?after=nonsense");
        assertTrue(page.locator("[role=alert]").textContent().contains("Begin with the first page."));
        console.assertQuiet();
    }

    @Test
    void namesOfATenantAreOnlyText() {
        Page page = console.open(console.reader(), "/console/audit?text=New-DistributionGroup");
        assertTrue(page.locator("tbody").textContent().contains("New-DistributionGroup"));
        console.open(page, "/console/audit?text=%3Cb%3Ehostile");
        assertEquals("<b>hostile", page.locator("input[name=text]").inputValue());
        assertEquals(0, page.locator("main b").count());
        console.assertQuiet();
    }

    @Test
    void anAdministratorVerifiesAndAReaderSeesIt() {
        Page page = console.open(console.administrator(), "/console/audit/verify");
        console.assertAccessible(page);
        page.locator("button:has-text('Verify now')").click();
        assertEquals(console.address() + "/console/audit/verify", page.url());
        page.waitForSelector("#state dd:has-text('entries in')");
        page.waitForCondition(() -> page.locator("#state [role=status]").count() == 0);
        assertEquals("intact", page.locator("#state .notice .badge").textContent());
        Page reader = console.open(console.reader(), "/console/audit/verify");
        assertTrue(reader.locator("#state").textContent().contains("The audit is as it was written."));
        assertEquals(0, reader.locator("text=Verify now").count());
        console.assertAccessible(reader);
        console.assertQuiet();
    }
}
