package dev.postern.console.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.postern.ConsoleBrowser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The pages and forms of applications in a browser. */
class ConsoleApplicationTest {
    private static final String APPLICATIONS = "/console/applications";
    private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    @TempDir
    static Path folder;

    static ConsoleBrowser console;

    @BeforeAll
    static void start() {
        console = new ConsoleBrowser(folder);
        console.send("planner@contoso.example", "used");
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    private static String id(String name) {
        return console.json("app", "show", name, "--json").path("appId").asString("");
    }

    private static List<String> permissions(String app) {
        return console.json("app", "show", app, "--json")
                .path("permissions")
                .valueStream()
                .map(one -> one.asString(""))
                .toList();
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static String heading(Page page) {
        return page.locator("h1").textContent();
    }

    private static Locator row(Page page, String text) {
        return page.locator("tbody tr", new Page.LocatorOptions().setHasText(text));
    }

    private static String main(Page page) {
        // a comparison that takes long is read afterwards
        page.locator("[aria-busy], #rules a")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        return page.locator("main").innerText();
    }

    @Test
    void theListSaysHowFarEachReachesAndWhenItWasUsed() {
        Page page = console.open(console.administrator(), APPLICATIONS + "?q=notifier");
        assertTrue(row(page, "notifier").textContent().contains("confined"));
        assertEquals(1, row(page, "notifier").locator("td:nth-child(4) time").count(), "it has sent mail");
        console.open(page, APPLICATIONS + "?q=postern");
        assertTrue(row(page, "postern-viewer").textContent().contains("every mailbox"));
        assertTrue(row(page, "Postern console").textContent().contains("no mailbox"));
        assertEquals(
                0, row(page, "postern-viewer").locator("td:nth-child(4) time").count());
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void theListIsSearchedAsOneTypesAndWithoutScripts() {
        Page page = console.open(console.administrator(), APPLICATIONS);
        page.locator("input[name=q]").pressSequentially("NOTIF");
        row(page, "Postern console").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        assertEquals(1, page.locator("tbody tr").count());
        assertTrue(page.url().endsWith("?q=NOTIF"), page.url());
        console.open(page, APPLICATIONS + "?q=no-such-application");
        assertTrue(main(page).contains("No name and no id contains \"no-such-application\"."));
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void theListHasPages() {
        for (int number = 10; number < 62; number++) {
            console.run("app", "create", "page-" + number);
        }
        Page page = console.open(console.administrator(), APPLICATIONS + "?q=page-");
        assertEquals(50, page.locator("tbody tr").count());
        assertTrue(main(page).contains("52 applications"));
        page.locator("a[rel=next]").click();
        assertEquals(2, page.locator("tbody tr").count());
        assertEquals(0, page.locator("a[rel=next]").count());
        console.assertQuiet();
    }

    @Test
    void anApplicationIsMadeForOneMailboxAndReachesNoOther() {
        Page page = console.open(console.administrator(), APPLICATIONS + "/new");
        console.assertAccessible(page);
        page.getByLabel("Name").fill("made here");
        page.getByLabel("Address").fill("accountant@contoso.example");
        page.locator("input[value='Mail.Send']").check();
        press(page, "Make the application");
        assertEquals("made here is made", heading(page));
        String shell = page.locator("pre").allTextContents().stream()
                .filter(text -> text.startsWith("export"))
                .findFirst()
                .orElseThrow();
        assertTrue(shell.contains("export AZURE_CLIENT_ID=" + id("made here")), shell);
        assertTrue(shell.contains("export AZURE_AUTHORITY_HOST=https://"), shell);
        assertTrue(main(page)
                .contains("./postern app create 'made here' --permission Mail.Send --only-to"
                        + " accountant@contoso.example"));
        console.assertAccessible(page);
        JsonNode cells = console.json("access", "--app", "made here", "--permission", "Mail.Send", "--json");
        assertEquals(
                List.of("accountant@contoso.example"),
                cells.valueStream().map(one -> one.path("mailbox").asString("")).toList());
        console.assertQuiet();
    }

    @Test
    void withoutAMailboxNothingIsMadeUnlessEveryMailboxIsTicked() {
        Page page = console.open(console.administrator(), APPLICATIONS + "/new");
        page.getByLabel("Name").fill("wide");
        page.locator("input[value='Mail.Read']").check();
        press(page, "Make the application");
        assertTrue(page.locator("[role=alert]").textContent().contains("Name the mailbox"));
        assertEquals("wide", page.getByLabel("Name").inputValue(), "what was typed stays");
        assertTrue(page.locator("input[value='Mail.Read']").isChecked());
        page.getByLabel("Address").fill("nothing@contoso.example");
        press(page, "Make the application");
        assertTrue(page.locator("[role=alert]").textContent().contains("There is no mailbox"));
        assertFalse(console.run("app", "list").contains("wide"));
        page.getByLabel("Address").fill("");
        page.locator("input[name=every]").check();
        press(page, "Make the application");
        assertEquals("wide is made", heading(page));
        assertTrue(main(page).contains("No policy confines it"));
        assertEquals(List.of("Mail.Read"), permissions("wide"));
        assertFalse(console.json("access", "--app", "wide", "--json").isEmpty());
        console.forgetFailedPages();
        console.assertQuiet();
    }

    @Test
    void aPermissionIsGrantedAndRemovedAfterItsEffectWasShown() {
        console.run("app", "create", "granted", "--permission", "Mail.Send", "--only-to", "planner@contoso.example");
        Page page = console.open(console.administrator(), APPLICATIONS + "/" + id("granted"));
        page.locator("text=Grant a permission").click();
        page.locator("select[name=permission]").selectOption("Calendars.Read");
        press(page, "Show what it would do");
        assertTrue(main(page).contains("1 permission gained"));
        assertTrue(row(page, "granted").textContent().contains("planner@contoso.example"));
        console.assertAccessible(page);
        assertEquals(List.of("Mail.Send"), permissions("granted"), "nothing was changed yet");
        press(page, "Grant Calendars.Read");
        assertEquals("Calendars.Read is granted", heading(page));
        assertEquals(List.of("Calendars.Read", "Mail.Send"), permissions("granted"));

        console.open(page, APPLICATIONS + "/" + id("granted"));
        page.getByLabel("Remove Calendars.Read").click();
        assertTrue(main(page).contains("1 permission lost"));
        press(page, "Remove Calendars.Read");
        assertEquals("Calendars.Read is removed", heading(page));
        assertEquals(List.of("Mail.Send"), permissions("granted"));
        console.assertQuiet();
    }

    @Test
    void secretsAreMadeReplacedAndRemoved() {
        console.run("app", "create", "secretive");
        Page page = console.open(console.administrator(), APPLICATIONS + "/" + id("secretive"));
        page.getByLabel("Name of a new secret").fill("nightly job");
        page.locator("select[name=months]").selectOption("3");
        press(page, "Make a secret");
        assertEquals("A secret is made", heading(page));
        String secret = page.locator("pre").first().textContent();
        assertTrue(secret.length() > 30, secret);
        console.open(page, APPLICATIONS + "/" + id("secretive"));
        assertTrue(row(page, "nightly job").textContent().contains("Secret " + secret.substring(0, 3)));
        assertFalse(page.content().contains(secret), "it is shown once");
        console.assertAccessible(page);

        row(page, "nightly job").locator("a").click();
        assertTrue(main(page).contains("Programs that use it cannot sign in any more."));
        press(page, "Remove the secret");
        assertEquals(
                1,
                console.json("app", "show", "secretive", "--json")
                        .path("secrets")
                        .size());

        String before = console.json("app", "show", "secretive", "--json")
                .path("secrets")
                .path(0)
                .asString("");
        console.open(page, APPLICATIONS + "/" + id("secretive"));
        page.locator("text=Replace all secrets").click();
        assertTrue(main(page).contains(before));
        press(page, "Replace all secrets");
        JsonNode after = console.json("app", "show", "secretive", "--json").path("secrets");
        assertEquals(1, after.size());
        assertFalse(after.path(0).asString("").equals(before));
        console.assertQuiet();
    }

    @Test
    void anApplicationIsDeletedWithWhatWasMadeForIt() {
        console.run("app", "create", "doomed", "--permission", "Mail.Send", "--only-to", "dispatcher@contoso.example");
        Page page = console.open(console.administrator(), APPLICATIONS + "/" + id("doomed"));
        page.locator("text=Delete this application").click();
        assertTrue(main(page).contains("RestrictAccess on only-to-dispatcher, is removed"));
        assertTrue(main(page).contains("The group only-to-dispatcher, made to confine it, is removed."));
        console.assertAccessible(page);
        press(page, "Delete the application");
        assertEquals("doomed is deleted", heading(page));
        assertFalse(console.run("app", "list").contains("doomed"));
        assertFalse(console.run("Get-DistributionGroup").contains("only-to-dispatcher"));
        console.assertQuiet();
    }

    @Test
    void theConsoleAndTheAdministratorAreProtected() {
        Page page = console.administrator();
        for (String name : List.of("Postern console", "Postern Administrator")) {
            console.open(page, APPLICATIONS + "/" + id(name));
            assertEquals(0, page.locator("text=Delete this application").count(), name);
            assertEquals(0, page.locator("text=Make a secret").count(), name);
            console.assertAccessible(page);
            console.open(page, APPLICATIONS + "/" + id(name) + "/delete", 400);
        }
        console.open(page, APPLICATIONS + "/" + id("Postern console") + "/grant?permission=Mail.Read");
        assertTrue(main(page).contains("Every person who is signed in"));
        press(page, "Grant Mail.Read");
        assertTrue(permissions("Postern console").contains("Mail.Read"));
        console.open(page, APPLICATIONS + "/" + id("Postern console"));
        page.getByLabel("Remove Mail.Read").click();
        press(page, "Remove Mail.Read");
        assertFalse(permissions("Postern console").contains("Mail.Read"));
    }

    @Test
    void aReaderSeesEverythingAndChangesNothing() {
        Page page = console.open(console.reader(), APPLICATIONS);
        assertEquals(0, page.locator("text=New application").count());
        String path = APPLICATIONS + "/" + id("notifier");
        console.open(page, path);
        assertTrue(main(page).contains("Mailboxes of notifier"));
        assertEquals(1, page.locator("form").count(), "only the one that signs out");
        console.open(page, path + "/grant?permission=Mail.ReadWrite");
        assertTrue(main(page).contains("1 permission gained"));
        assertEquals(0, page.locator("main button:not([data-copy])").count());
        console.open(page, APPLICATIONS + "/new");
        assertTrue(main(page).contains("You are signed in as a reader."));
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void whatIsReadAfterwardsLeavesTitleAndHostAsTheyAre() {
        Page page = console.open(console.administrator(), APPLICATIONS + "/" + id("notifier"));
        assertTrue(main(page).contains("on members of notifier-mailboxes@contoso.example"));
        assertEquals("notifier · Postern console", page.title());
        console.open(page, "/" + APPLICATIONS + "/" + id("notifier") + "/grant?permission=Mail.ReadWrite");
        assertTrue(main(page).contains("1 permission gained"));
        console.assertQuiet();
    }

    @Test
    void hostileNamesAreText() {
        console.run("app", "create", HOSTILE);
        Page page = console.open(console.administrator(), APPLICATIONS + "?q=%3Cscript");
        page.locator("tbody a").first().click();
        assertEquals(HOSTILE, heading(page));
        console.assertAccessible(page);
        page.locator("text=Delete this application").click();
        assertEquals("Delete " + HOSTILE, heading(page));
        press(page, "Delete the application");
        console.open(page, APPLICATIONS + "/%3Cscript%3Ealert(1)%3C%2Fscript%3E", 404);
        console.assertQuiet();
    }
}
