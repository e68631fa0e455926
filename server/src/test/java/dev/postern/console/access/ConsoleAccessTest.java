package dev.postern.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.postern.ConsoleBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about access in a browser: what they show, what-if, changes, and what a reader gets. */
class ConsoleAccessTest {
    private static final String HOSTILE = "<script>alert(1)</script>";

    private static final String APPLY = "button:has-text('Apply the change')";

    private static final String SEED = """
        {"mailboxes": [{"alias": "planner"}, {"alias": "dispatcher"}, {"alias": "chief"}, {"alias": "orders", "shared": true}],
         "groups": [{"alias": "dispatch", "members": ["dispatcher"]}, {"alias": "office", "members": ["planner", "dispatch"]},
                    {"alias": "board", "members": ["chief"]}],
         "apps": [{"name": "office-reader", "permissions": ["Mail.Read"], "onlyTo": "office"},
                  {"name": "archiver", "permissions": ["Mail.ReadWrite", "Mail.Send"]},
                  {"name": "HOSTILE", "permissions": ["Mail.Read"], "onlyTo": "board"},
                  {"name": "=formula", "permissions": ["Mail.Read"], "onlyTo": "orders"},
                  {"name": "idle", "permissions": []}],
         "policies": [{"app": "archiver", "scope": "board", "right": "DenyAccess"}]}
        """.replace("HOSTILE", HOSTILE);

    @TempDir
    static Path folder;

    static ConsoleBrowser console;

    @BeforeAll
    static void start() throws IOException {
        console = new ConsoleBrowser(folder, Files.writeString(folder.resolve("seed.json"), SEED));
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    private static String why(String app, String mailbox) {
        return "/console/access/why?permission=Mail.Read&app=" + app + "&mailbox=" + mailbox + "@contoso.example";
    }

    private static List<String> chain(Page page) {
        return page.locator("ol.chain").first().locator("li").allInnerTexts().stream()
                .map(text -> text.replaceAll("\\s+", " ").strip())
                .toList();
    }

    @Test
    void rulesAreShownWithoutAFilterAndCellsWithOne() {
        Page page = console.open(console.reader(), "/console/access");
        assertEquals("Access", page.locator("h1").textContent());
        assertTrue(page.locator("table").textContent().contains("members of office@contoso.example"));
        assertTrue(page.locator("tr", having("archiver")).textContent().contains("not confined"));
        assertTrue(page.locator("table").textContent().contains(HOSTILE));
        console.assertAccessible(page);
        page.getByLabel("Mailbox").fill("dispatcher@contoso.example");
        page.getByLabel("Permission").fill("Mail.Read");
        page.keyboard().press("Enter");
        page.waitForURL("**mailbox=dispatcher**");
        assertEquals(1, page.locator("tbody tr", having("office-reader")).count());
        assertEquals(0, page.locator("tbody tr", having("=formula")).count());
        console.assertAccessible(page);
        page.getByLabel("Application").fill("nothing-like-it");
        page.keyboard().press("Enter");
        assertTrue(page.locator("[role=alert]").textContent().contains("There is no application 'nothing-like-it'"));
        console.assertQuiet();
    }

    private static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    @Test
    void pagesFollowEachOther() {
        Page page = console.open(console.reader(), "/console/access?permission=Mail.Read");
        assertEquals(0, page.locator("a[rel=next]").count());
        assertTrue(page.locator("tbody tr").count() > 4);
        console.open(page, "/console/access?permission=Mail.Read&after=nonsense");
        assertTrue(page.locator("[role=alert]").textContent().contains("$skiptoken"));
        console.assertQuiet();
    }

    @Test
    void aCellLeadsToThePathThroughTheGroups() {
        Page page = console.open(console.reader(), "/console/access?app=office-reader");
        page.locator("a[aria-label='Why office-reader has Mail.Read on dispatcher@contoso.example']")
                .click();
        assertEquals(
                "Why it is granted: office-reader, dispatcher@contoso.example",
                page.locator("h1").textContent());
        assertEquals(
                List.of(
                        "office-reader application",
                        "Mail.Read grant in Entra",
                        "RestrictAccess policy",
                        "office@contoso.example scope",
                        "dispatch@contoso.example group in it",
                        "dispatcher@contoso.example mailbox"),
                chain(page));
        assertEquals(
                "./postern Remove-DistributionGroupMember -Identity dispatch@contoso.example -Member"
                        + " dispatcher@contoso.example",
                page.locator("section", having("This command changes the answer"))
                        .locator("pre")
                        .textContent());
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void denialsSayWhatStopsThem() {
        Page page = console.open(console.reader(), why("archiver", "chief"));
        assertEquals(
                List.of(
                        "archiver application",
                        "Mail.Read grant in Entra",
                        "DenyAccess policy",
                        "board@contoso.example scope",
                        "chief@contoso.example mailbox"),
                chain(page));
        assertTrue(page.locator("ol.chain li").last().locator(".denied").isVisible());
        console.open(page, why("office-reader", "chief"));
        assertEquals(
                "chief@contoso.example mailbox, not in the scope", chain(page).getLast());
        console.open(page, why("idle", "chief"));
        assertTrue(chain(page).contains("Mail.Read no grant in Entra suffices"));
        console.open(page, why("idle", "nobody"), 404);
        console.assertQuiet();
    }

    @Test
    void aRoleAssignmentIsDrawnFromItsScope() {
        String appId = appId("idle");
        String id = console.json("Get-MgServicePrincipal", "-Filter", "displayName eq 'idle'", "--json")
                .path(0)
                .path("Id")
                .asString("");
        console.run("New-ServicePrincipal", "-AppId", appId, "-ObjectId", id, "-DisplayName", "idle");
        console.run(
                "New-ManagementRoleAssignment",
                "-Name",
                "idle-board",
                "-App",
                appId,
                "-Role",
                "Application Mail.Send",
                "-RecipientGroupScope",
                "board");
        Page page = console.open(
                console.reader(), "/console/access/why?app=idle&mailbox=chief@contoso.example&permission=Mail.Send");
        assertEquals(
                List.of(
                        "idle application",
                        "Application Mail.Send role",
                        "board@contoso.example scope: RecipientGroup",
                        "chief@contoso.example mailbox"),
                page.locator("section", having("Role assignments")).locator("ol.chain li").allInnerTexts().stream()
                        .map(text -> text.replaceAll("\\s+", " ").strip())
                        .toList());
        console.open(page, "/console/access/what-if?kind=remove-assignment&app=idle");
        page.locator("main li a.button").click();
        assertTrue(page.locator("main").textContent().contains("Removes the role assignment idle-board."));
        assertEquals("1", count(page, "Lost"));
        console.run("Remove-ManagementRoleAssignment", "-Identity", "idle-board");
        console.assertQuiet();
    }

    private static String appId(String name) {
        return console.json("Get-MgServicePrincipal", "-Filter", "displayName eq '" + name + "'", "--json")
                .path(0)
                .path("AppId")
                .asString("");
    }

    private static String count(Page page, String side) {
        return page.locator("section[aria-label=" + side + "] h2 span").textContent();
    }

    /** As a person without a mouse does it. */
    @Test
    void aPersonFindsSeesTriesAppliesAndReadsTheAuditWithTheKeyboardOnly() {
        Page page = console.administrator();
        follow(page, "Access");
        tabTo(page, "input[name=mailbox]");
        page.keyboard().type("planner@contoso.example");
        page.keyboard().press("Tab");
        page.keyboard().type("Mail.Read");
        page.keyboard().press("Enter");
        page.waitForURL("**mailbox=planner**");
        follow(page, "Why archiver has Mail.ReadWrite on planner@contoso.example");
        assertEquals(
                "Why it is granted: archiver, planner@contoso.example",
                page.locator("h1").textContent());
        follow(page, "Try it: show the difference");
        assertEquals("What this change would do", page.locator("h1").textContent());
        assertEquals("0", count(page, "Gained"));
        assertEquals("2", count(page, "Lost"));
        tabTo(page, "button.primary");
        page.keyboard().press("Enter");
        page.waitForSelector("h1:has-text('Access is changed')");
        assertTrue(page.locator(".notice.granted")
                .textContent()
                .contains("\"archiver\" must not access planner@contoso.example"));
        assertTrue(page.locator("pre").textContent().startsWith("./postern New-ApplicationAccessPolicy"));
        follow(page, "Its entry in the audit");
        Locator entry = page.locator("article", having("New-ApplicationAccessPolicy"));
        assertTrue(entry.textContent().contains("Tester"), entry.textContent());
        assertTrue(entry.textContent().contains("Postern console"));
        assertTrue(entry.textContent().contains("as it was written"));
        console.open(page, why("archiver", "planner"));
        assertTrue(page.locator("h1").textContent().startsWith("Why it is denied"));
        console.assertQuiet();
    }

    /** Presses Tab until the element has the focus. */
    private static void tabTo(Page page, String selector) {
        for (int presses = 0; presses < 100; presses++) {
            page.keyboard().press("Tab");
            if (page.locator(":focus").count() == 1
                    && (boolean)
                            page.locator(":focus").evaluate("(one, selector) => one.matches(selector)", selector)) {
                return;
            }
        }
        throw new AssertionError("Tab does not reach " + selector);
    }

    /** Tabs to a link with this name, and follows it. */
    private static void follow(Page page, String name) {
        for (int presses = 0; presses < 100; presses++) {
            page.keyboard().press("Tab");
            Locator focus = page.locator("a:focus");
            if (focus.count() == 1) {
                String label = focus.getAttribute("aria-label");
                if (name.equals(label == null ? focus.textContent().strip() : label)) {
                    String before = page.url();
                    page.keyboard().press("Enter");
                    page.waitForURL(url -> !url.equals(before));
                    return;
                }
            }
        }
        throw new AssertionError("Tab reaches no link " + name);
    }

    @Test
    void whatIfShowsGainsAndApplies() {
        Page page = console.open(console.administrator(), "/console/access/what-if");
        console.assertAccessible(page);
        page.locator("nav[aria-label=Changes] >> text=Add a member").click();
        page.locator("input[name='1.Identity']").fill("office@contoso.example");
        page.locator("input[name='1.Member']").fill("chief@contoso.example");
        page.locator("button:has-text('Show the difference')").click();
        assertEquals("1", count(page, "Gained"));
        assertTrue(page.locator("section[aria-label=Gained]").textContent().contains("office-reader"));
        console.assertAccessible(page);
        page.locator(APPLY).click();
        assertTrue(page.locator(".notice.warning").textContent().contains("office-reader"), "the server warns");
        assertTrue(console.run("Get-DistributionGroupMember", "office").contains("chief"));
        console.run("Remove-DistributionGroupMember", "-Identity", "office", "-Member", "chief");
        console.assertQuiet();
    }

    @Test
    void aNewPolicyTakesTheNameOfAnApplicationAndCanBeRemoved() {
        Page page = console.open(console.administrator(), "/console/access/what-if?kind=new-policy");
        page.getByLabel("Application").fill("=formula");
        page.getByLabel("Mail-enabled security group").fill("board");
        page.getByLabel("What the policy does").selectOption("DenyAccess");
        page.locator("button:has-text('Show the difference')").click();
        assertTrue(page.locator("main").textContent().contains("\"=formula\" must not access board."));
        page.locator(APPLY).click();
        console.open(page, "/console/access/what-if?kind=remove-policy&app=" + appId("=formula"));
        assertEquals(2, page.locator("main li a.button").count());
        page.locator("main li", having("DenyAccess")).locator("a.button").click();
        assertTrue(page.locator("main").textContent().contains("Removes a policy: DenyAccess of \"=formula\""));
        page.locator(APPLY).click();
        assertTrue(page.locator(".notice.granted").textContent().contains("Removed a policy: DenyAccess of"));
        console.open(page, "/console/access/what-if?kind=remove-policy&app=nothing");
        assertTrue(page.locator("[role=alert]").textContent().contains("There is no application 'nothing'"));
        console.assertQuiet();
    }

    @Test
    void aChangeThatCannotBeMadeIsNotOffered() {
        Page page = console.administrator();
        console.open(
                page, "/console/access/change?1.cmdlet=Add-DistributionGroupMember&1.Identity=missing&1.Member=chief");
        assertTrue(page.locator("[role=alert]").textContent().contains("This change cannot be made"));
        assertEquals(0, page.locator("form[action='/console/access/change']").count());
        console.open(page, "/console/access/change?1.cmdlet=New-Mailbox&1.Name=x", 400);
        console.open(page, "/console/access/change", 400);
        console.assertQuiet();
    }

    @Test
    void findingsHaveCuresThatCanBeTried() {
        Page page = console.open(console.reader(), "/console/access/findings");
        Locator finding = page.locator("article", having("Unscoped grant: archiver"));
        assertTrue(finding.textContent().contains("reaches every mailbox"));
        assertTrue(finding.locator("pre").textContent().contains("Remove-MgServicePrincipalAppRoleAssignment"));
        console.assertAccessible(page);
        finding.locator("a.button").click();
        assertTrue(page.locator("main").textContent().contains("Revokes Mail.ReadWrite of \"archiver\"."));
        assertFalse(count(page, "Lost").equals("0"));
        assertEquals(0, page.locator(APPLY).count(), "a reader");
        console.assertQuiet();
    }

    @Test
    void grantsAreRevokedThroughGraph() {
        console.run("app", "create", "short-lived", "--permission", "Mail.Read", "--json");
        Page page = console.open(console.administrator(), "/console/access/findings");
        page.locator("article", having("Unscoped grant: short-lived"))
                .locator("a.button")
                .click();
        page.locator(APPLY).click();
        assertTrue(page.locator(".notice.granted").textContent().contains("Revoked Mail.Read of \"short-lived\"."));
        console.open(page, "/console/access?app=short-lived");
        assertTrue(page.locator(".empty").textContent().contains("No application can access"));
        console.assertQuiet();
    }

    @Test
    void aReaderCannotApply() {
        Page page = console.open(
                console.reader(),
                "/console/access/change?compared=yes&1.cmdlet=Add-DistributionGroupMember&1.Identity=board&1.Member=planner");
        assertTrue(page.locator("main").textContent().contains("You are signed in as a reader."));
        assertEquals(0, page.locator("form[action='/console/access/change']").count());
        String token = page.locator("form.person input[name=formToken]").getAttribute("value");
        assertEquals(
                403,
                page.request()
                        .post(
                                console.address() + "/console/access/change",
                                RequestOptions.create()
                                        .setForm(FormData.create()
                                                .set("formToken", token)
                                                .set("1.cmdlet", "Add-DistributionGroupMember")
                                                .set("1.Identity", "board")
                                                .set("1.Member", "planner")))
                        .status());
        assertFalse(console.run("Get-DistributionGroupMember", "board").contains("planner"));
    }

    @Test
    void theMatrixIsDownloadedAndItsProgressShown() throws IOException {
        Page page = console.open(console.reader(), "/console/access/export");
        console.assertAccessible(page);
        Download download =
                page.waitForDownload(() -> page.locator("text=Download CSV").click());
        String csv = Files.readString(download.path());
        assertEquals(console.run("access", "--csv"), csv);
        assertTrue(csv.contains("\n'=formula,"));
        page.waitForSelector("#downloads .badge.granted");
        assertTrue(page.locator("#downloads").textContent().contains(csv.lines().count() - 1 + " rows"));
        console.open(page, "/console/access/export?permission=Mail.Send");
        Download part =
                page.waitForDownload(() -> page.locator("text=Download CSV").click());
        assertEquals(console.run("access", "--csv", "--permission", "Mail.Send"), Files.readString(part.path()));
        console.assertQuiet();
    }

    @Test
    void fieldsOfferWhatExists() {
        Page page = console.open(console.reader(), "/console/access");
        page.getByLabel("Application").pressSequentially("ARCH");
        page.waitForSelector("#list-app option", attached());
        assertEquals("archiver", page.locator("#list-app option").getAttribute("value"));
        page.getByLabel("Application").fill("");
        page.getByLabel("Mailbox").pressSequentially("o'");
        page.getByLabel("Mailbox").fill("orde");
        page.waitForSelector("#list-mailbox option", attached());
        assertEquals(
                "orders@contoso.example", page.locator("#list-mailbox option").getAttribute("value"));
        console.assertQuiet();
    }

    private static Page.WaitForSelectorOptions attached() {
        return new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/access/why?app=\"><script>alert(1)</script>",
                "/console/access?app=\"><script>alert(1)</script>",
                "/console/access/what-if?kind=remove-policy&app=\"><script>alert(1)</script>",
                "/console/access/export?app=\"><script>alert(1)</script>"
            })
    void whatIsInTheAddressIsOnlyText(String path) {
        Page page = console.open(
                console.reader(), path.replace("\"", "%22").replace("<", "%3C").replace(">", "%3E"));
        assertEquals(0, page.locator("main script").count());
        console.assertQuiet();
    }
}
