package dev.postern.console.recipient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.postern.ConsoleBrowser;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.ShellWordsOf;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The pages and forms of mailboxes and groups in a browser. */
class ConsoleRecipientTest {
    private static final String MAILBOXES = "/console/mailboxes";
    private static final String GROUPS = "/console/groups";
    private static final String HOSTILE = "<img src=x onerror=alert(2)>";

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
        page.locator("[aria-busy]").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        return page.locator("main").innerText();
    }

    private static JsonNode mailbox(String name) {
        return console.json("Get-Mailbox", "-Identity", name, "--json").path(0);
    }

    private static List<String> members(String group) {
        return console.json("Get-DistributionGroupMember", "-Identity", group, "--json")
                .valueStream()
                .map(one -> one.path("Name").asString(""))
                .sorted()
                .toList();
    }

    @Test
    void mailboxesAreListedAndSearched() {
        Page page = console.open(console.administrator(), MAILBOXES);
        assertTrue(row(page, "Notifications").textContent().contains("shared"));
        console.assertAccessible(page);
        console.open(page, MAILBOXES + "?q=CCOUNTANT@");
        assertEquals(1, page.locator("tbody tr").count());
        console.open(page, MAILBOXES + "?q=nothing-like-this");
        assertTrue(main(page).contains("No name and no address contains"));
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void aMailboxSaysWhoReachesItAndThroughWhichGroups() {
        console.run("New-DistributionGroup", "-Name", "inner", "-Type", "Security", "-Members", "dispatcher");
        console.run("New-DistributionGroup", "-Name", "outer", "-Type", "Security", "-Members", "inner");
        Page page = console.open(console.administrator(), MAILBOXES + "/dispatcher@contoso.example");
        assertEquals("Dispatcher", heading(page));
        assertTrue(row(page, "postern-viewer").textContent().contains("Mail.ReadWrite"));
        assertEquals(0, row(page, "notifier").count());
        assertTrue(main(page).contains("inner → outer"));
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void settingsAreShownWithTheCommandsThatChangeThem() {
        console.run(
                "New-InboxRule",
                "-Mailbox",
                "planner",
                "-Name",
                "big ones",
                "-SubjectContainsWords",
                "invoice",
                "-MarkImportance",
                "High");
        console.run(
                "Set-MailboxAutoReplyConfiguration",
                "planner",
                "-AutoReplyState",
                "Enabled",
                "-InternalMessage",
                HOSTILE);
        console.run("Add-RecipientPermission", "planner", "-Trustee", "notifications", "-AccessRights", "SendAs");
        Page page = console.open(console.administrator(), MAILBOXES + "/planner@contoso.example/settings");
        assertTrue(main(page).contains("Enabled"));
        assertTrue(row(page, "big ones").textContent().contains("invoice"));
        assertTrue(main(page).contains("notifications"));
        assertTrue(main(page).contains("./postern app grant \"Postern console\" Calendars.Read"));
        assertTrue(main(page).contains("AvailabilityOnly"));
        assertFalse(main(page).contains("could not be read"));
        console.assertAccessible(page);
        console.run("app", "grant", "Postern console", "--permission", "Calendars.Read");
        console.open(page, MAILBOXES + "/planner@contoso.example/settings");
        assertTrue(main(page).contains("Calendar\n"), main(page));
        assertFalse(main(page).contains("may not read calendars"));
        console.assertQuiet();
    }

    @Test
    void aMailboxIsMadeChangedAndRemoved() {
        Page page = console.open(console.administrator(), MAILBOXES + "/new");
        console.assertAccessible(page);
        page.locator("select[name=kind]").selectOption("Shared");
        page.getByLabel("Name, unique in the tenant").fill("orders");
        page.getByLabel("Address").fill("orders@contoso.example");
        press(page, "Make the mailbox");
        assertEquals("The mailbox is made", heading(page));
        assertTrue(main(page)
                .contains("./postern New-Mailbox -Shared -Name orders -PrimarySmtpAddress orders@contoso.example"));
        assertEquals(
                "SharedMailbox", mailbox("orders").path("RecipientTypeDetails").asString(""));

        page.locator("text=To the mailbox").click();
        page.locator("text=Change names and attributes").click();
        console.assertAccessible(page);
        page.getByLabel("Display name").fill(HOSTILE);
        page.getByLabel("Department").fill("Sales");
        page.locator("summary").click();
        page.getByLabel("Custom attribute 3").fill("blue");
        press(page, "Show what it would do");
        assertTrue(main(page).contains("No application gains or loses access to a mailbox."));
        assertEquals("orders", mailbox("orders").path("DisplayName").asString(""), "nothing was changed yet");
        press(page, "Change the mailbox");
        assertEquals("The mailbox is changed", heading(page));
        assertEquals(HOSTILE, mailbox("orders").path("DisplayName").asString(""));
        assertEquals("blue", mailbox("orders").path("CustomAttribute3").asString(""));
        page.locator("text=To the mailbox").click();
        assertEquals(HOSTILE, heading(page));
        assertTrue(main(page).contains("Sales"));
        console.assertAccessible(page);

        page.getByLabel("Another address").fill("sales@contoso.example");
        press(page, "Add");
        press(page, "Change the mailbox");
        assertTrue(mailbox("orders").path("EmailAddresses").toString().contains("smtp:sales@contoso.example"));
        page.locator("text=To the mailbox").click();
        page.getByLabel("Remove sales@contoso.example").click();
        press(page, "Change the mailbox");
        assertFalse(mailbox("orders").path("EmailAddresses").toString().contains("sales@"));

        page.locator("text=To the mailbox").click();
        page.getByLabel("Address or id of a group").fill("office@contoso.example");
        press(page, "Add to the group");
        press(page, "Add the member");
        assertTrue(members("office").contains("orders"));

        console.open(page, MAILBOXES + "/orders@contoso.example");
        page.locator("text=Remove this mailbox").click();
        assertTrue(main(page).contains("It leaves its groups: Office."));
        assertTrue(main(page).contains("1 permission on it is lost, by postern-viewer."));
        console.assertAccessible(page);
        press(page, "Remove the mailbox");
        console.open(page, MAILBOXES + "/orders@contoso.example", 404);
        console.assertQuiet();
    }

    @Test
    void aNameThatIsTakenIsSaidInTheForm() {
        Page page = console.open(console.administrator(), MAILBOXES + "/new");
        page.getByLabel("Name, unique in the tenant").fill("planner");
        press(page, "Make the mailbox");
        assertEquals("New mailbox", heading(page));
        assertEquals(1, page.locator("[role=alert]").count());
        assertEquals("planner", page.getByLabel("Name, unique in the tenant").inputValue());
        console.assertAccessible(page);
        console.forgetFailedPages();
        console.assertQuiet();
    }

    @Test
    void membersAreATreeAndSayWhatTheyAreUsedFor() {
        console.run("New-DistributionGroup", "-Name", "ring", "-Type", "Security", "-Members", "planner");
        console.run("New-DistributionGroup", "-Name", "loop", "-Type", "Security", "-Members", "ring");
        console.run("Add-DistributionGroupMember", "-Identity", "ring", "-Member", "loop");
        String app = console.json("app", "create", "ring reader", "--permission", "Mail.Read", "--json")
                .path("appId")
                .asString("");
        console.run(
                "New-ApplicationAccessPolicy",
                "-AppId",
                app,
                "-AccessRight",
                "RestrictAccess",
                "-PolicyScopeGroupId",
                "ring");
        Page page = console.open(console.administrator(), GROUPS + "/ring@contoso.example");
        assertTrue(main(page).contains("contains itself"));
        assertTrue(row(page, "RestrictAccess").textContent().contains("ring reader"));
        console.assertAccessible(page);
        console.open(page, GROUPS + "/loop@contoso.example");
        assertTrue(row(page, "RestrictAccess").textContent().contains("through ring"));

        console.open(page, GROUPS + "/ring@contoso.example");
        page.getByLabel("Address or id of a mailbox or group").fill("accountant@contoso.example");
        press(page, "Show what adding it would do");
        assertTrue(main(page).contains("1 permission gained"));
        assertTrue(main(page).contains("A change of its members changes what they reach."));
        assertEquals(List.of("loop", "planner"), members("ring"), "nothing was changed yet");
        console.assertAccessible(page);
        press(page, "Add the member");
        assertTrue(page.locator("[role=alert]").textContent().contains("now reaches"), "the server warns");
        assertEquals(List.of("accountant", "loop", "planner"), members("ring"));
        page.locator("text=To the group").click();
        page.getByLabel("Remove Accountant").click();
        assertTrue(main(page).contains("1 permission lost"));
        press(page, "Remove the member");
        assertEquals(List.of("loop", "planner"), members("ring"));

        console.open(page, GROUPS + "/ring@contoso.example");
        page.locator("text=Remove this group").click();
        assertTrue(main(page).contains("A policy names the group: RestrictAccess for ring reader."));
        press(page, "Remove the group");
        console.open(page, GROUPS + "/ring@contoso.example", 404);
        console.assertQuiet();
    }

    @Test
    void aGroupIsMadeAndItsMembersAreFoundBySearching() {
        Page page = console.open(console.administrator(), GROUPS + "/new");
        console.assertAccessible(page);
        page.getByLabel("Name, unique in the tenant").fill("readers");
        press(page, "Make the group");
        assertEquals("The group is made", heading(page));
        page.locator("text=To the group").click();
        assertTrue(main(page).contains("The group has no members."));
        assertTrue(main(page).contains("mail-enabled security group"));
        console.open(page, GROUPS + "/office@contoso.example?q=accountant");
        assertTrue(main(page).contains("1 direct member"));
        console.open(page, GROUPS);
        assertTrue(row(page, "Mailboxes of notifier").textContent().contains("1"));
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    void aReaderSeesEverythingAndChangesNothing() {
        Page page = console.reader();
        for (String path : List.of(
                MAILBOXES,
                MAILBOXES + "/accountant@contoso.example",
                MAILBOXES + "/accountant@contoso.example/settings",
                MAILBOXES + "/accountant@contoso.example/remove",
                GROUPS,
                GROUPS + "/office@contoso.example",
                GROUPS + "/office@contoso.example/add?member=notifications@contoso.example",
                GROUPS + "/office@contoso.example/remove")) {
            console.open(page, path);
            assertEquals(0, page.locator("main form[method=post]").count(), path);
            assertEquals(0, page.locator("text=New mailbox").count(), path);
            console.assertAccessible(page);
        }
        console.assertQuiet();
    }

    @Test
    void aChangeOfNothingIsRefused() {
        Page page = console.administrator();
        console.open(page, MAILBOXES + "/planner@contoso.example/change?DisplayName=Planner", 400);
        assertTrue(page.content().contains("Nothing was changed: no field differs."));
        console.open(page, MAILBOXES + "/planner@contoso.example/change?DisplayName=Other");
        assertTrue(main(page).contains("Set-User"));
    }

    @Test
    void whatTheCommandLineReadsOtherwiseIsTheSameText() {
        console.run("New-Mailbox", "-Shared", "-Name", "texts");
        Page page = console.administrator();
        for (String value : List.of("$null", "`$NULL", "@{add=1}", "-Identity", "a'b")) {
            console.open(page, MAILBOXES + "/texts@contoso.example/change?CustomAttribute1=" + EdgeCalls.encode(value));
            press(page, "Change the mailbox");
            assertEquals(value, mailbox("texts").path("CustomAttribute1").asString(""));
            String shown = page.locator("[data-copy]").first().getAttribute("data-copy");
            console.run("Set-Mailbox", "texts", "-CustomAttribute1", "other");
            List<String> words = ShellWordsOf.command(shown);
            console.run(words.subList(1, words.size()).toArray(String[]::new));
            assertEquals(value, mailbox("texts").path("CustomAttribute1").asString(""), shown);
        }
        console.assertQuiet();
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        Page page = console.administrator();
        console.open(page, MAILBOXES + "/nothing@contoso.example", 404);
        console.open(page, GROUPS + "/00000000-0000-0000-0000-000000000000", 404);
        console.open(page, GROUPS + "/office@contoso.example/add?member=nothing@contoso.example", 404);
        console.open(page, GROUPS + "/planner@contoso.example/remove", 400);
        assertFalse(page.content().contains("Exception"));
    }
}
