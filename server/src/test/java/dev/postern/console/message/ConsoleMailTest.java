package dev.postern.console.message;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.postern.ConsoleBrowser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Reading mail in a browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleMailTest {
    private static final String PLANNER = "planner@contoso.example";
    private static final String ACCOUNTANT = "accountant@contoso.example";
    private static final String MAIL = "/console/mail";
    private static final String MAILBOX = MAIL + "/" + PLANNER;
    private static final int MAX_PAGE = 100_000;

    @TempDir
    static Path folder;

    static ConsoleBrowser console;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        console = new ConsoleBrowser(folder.resolve("server"));
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    @Order(1)
    void withoutThePermissionThePageSaysHowToGrantIt() {
        Page page = console.administrator();
        console.open(page, MAIL);
        assertThat(page.locator("main")).containsText("has no Mail.Read");
        assertThat(page.locator("main")).containsText("./postern app grant 'Postern console' Mail.Read");
        assertThat(page.locator("main")).containsText("-AccessRight RestrictAccess -AppId ");
        console.assertAccessible(page);
        console.open(page, MAILBOX, 403);
        assertThat(page.locator("h1")).hasText("The console may not read this mailbox");
        assertThat(page.locator("main")).containsText("./postern app grant 'Postern console' Mail.Read");
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    @Order(2)
    void aPolicyThatDeniesIsNamed() {
        console.run("app", "grant", "Postern console", "--permission", "Mail.Read");
        String app = console.json("app", "show", "Postern console", "--json")
                .path("appId")
                .asString("");
        console.run(
                "New-ApplicationAccessPolicy",
                "-AccessRight",
                "DenyAccess",
                "-AppId",
                app,
                "-PolicyScopeGroupId",
                ACCOUNTANT);
        Page page = console.reader();
        console.open(page, MAIL + "/" + ACCOUNTANT, 403);
        assertThat(page.locator("main")).containsText("DenyAccess");
        assertThat(page.locator("main")).containsText("./postern Remove-ApplicationAccessPolicy");
        console.open(page, MAIL);
        assertThat(page.locator("#results a")).not().hasCount(0);
        assertThat(page.locator("#results ul")).containsText(PLANNER);
        assertThat(page.locator("#results ul")).not().containsText(ACCOUNTANT);
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    @Order(3)
    void mailboxesAreFoundAsOneTypes() {
        Page page = console.administrator();
        console.open(page, MAIL);
        page.locator("input[type=search]").pressSequentially("plan");
        assertThat(page.locator("#results a")).hasCount(1);
        assertTrue(page.url().endsWith("?q=plan"), page.url());
        page.locator("#results a").click();
        assertThat(page.locator("h1")).hasText(PLANNER);
        console.open(page, MAIL + "?q=nothing");
        assertThat(page.locator("#results")).containsText("no mailbox with this text");
        console.assertQuiet();
    }

    @Test
    @Order(4)
    void newMailAppearsByItselfAndFocusStays() {
        console.send(PLANNER, "First");
        Page page = console.administrator();
        console.open(page, MAILBOX);
        assertThat(page.locator("tbody tr.unread").first()).containsText("First");
        String focused = page.locator("tbody a").first().getAttribute("id");
        page.locator("tbody a").first().focus();
        page.evaluate("() => { window.kept = true; scrollTo(0, 40); }");
        console.send(PLANNER, "Second <b>");
        assertThat(page.locator("tbody tr").first()).containsText("Second <b>");
        assertThat(page.locator("#news")).containsText("One new message: Second <b>");
        assertEquals(true, page.evaluate("() => window.kept"));
        assertEquals(focused, page.locator(":focus").getAttribute("id"));
        assertThat(page.locator("#folders a[aria-current] b")).containsText("3");
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    @Order(5)
    void messagesAreSearchedAndFiltered() {
        Page page = console.reader();
        console.open(page, MAILBOX + "?folder=all&q=subject:first");
        assertThat(page.locator("tbody tr")).hasCount(1);
        console.open(page, MAILBOX + "?show=attachments");
        assertThat(page.locator("#results")).containsText("No message matches");
        console.open(page, MAILBOX + "?q=%22open");
        assertThat(page.locator("#results")).containsText("The search was not understood");
        console.open(page, MAILBOX);
        page.locator("input[type=search]").fill("first");
        page.locator("input[type=search]").press("Enter");
        assertThat(page.locator("tbody tr")).hasCount(1);
        console.open(page, MAIL + "/notifications@contoso.example");
        page.locator("#folders >> text=Sent Items").click();
        assertThat(page.locator("thead")).containsText("To");
        assertThat(page.locator("tbody tr").first()).containsText("Planner");
        console.open(page, MAILBOX + "?skip=1&folder=inbox");
        assertThat(page.locator("text=Newest messages")).isVisible();
        console.assertAccessible(page);
        console.assertQuiet();
    }

    @Test
    @Order(6)
    void aMessageIsReadWithoutBeingMarked() {
        Page page = console.administrator();
        console.open(page, MAILBOX);
        page.locator("tbody a >> text=First").click();
        assertThat(page.locator("h1")).hasText("First");
        assertThat(page.locator(".tabs [aria-current] >> text=Text")).isVisible();
        page.locator("text=Headers").click();
        assertThat(page.locator("table")).containsText("Message-ID");
        console.assertAccessible(page);
        page.locator("text=Source").click();
        assertThat(page.locator("pre.source")).containsText("Subject: First");
        page.locator("text=What happened to it").click();
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.locator("tbody a").click();
        assertThat(page.locator("h1")).hasText("What happened to a message");
        assertThat(page.locator("main")).containsText("notifier");
        assertThat(page.locator("tbody")).containsText("delivered");
        console.assertAccessible(page);
        console.open(page, MAILBOX);
        assertThat(page.locator("tr.unread >> text=First")).isVisible();
        console.assertQuiet();
    }

    @Test
    @Order(7)
    void anInvitationSaysWhatWhenAndWho() throws IOException {
        importMail("invitation.eml", """
            From: Fabrikam <sales@fabrikam.example>
            To: planner@contoso.example
            Subject: Planning
            Date: Fri, 27 Nov 2026 09:00:00 +0000
            Message-ID: <i1@fabrikam.example>
            MIME-Version: 1.0
            Content-Type: text/calendar; method=REQUEST; charset=utf-8

            BEGIN:VCALENDAR
            VERSION:2.0
            METHOD:REQUEST
            BEGIN:VEVENT
            UID:i1
            DTSTAMP:20261127T090000Z
            DTSTART;TZID=Europe/Berlin:20261201T100000
            DTEND;TZID=Europe/Berlin:20261201T110000
            RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10
            SUMMARY:Planning
            LOCATION:Room 1
            ORGANIZER;CN=Fabrikam:mailto:sales@fabrikam.example
            ATTENDEE:mailto:planner@contoso.example
            END:VEVENT
            END:VCALENDAR
            """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        Page page = console.reader();
        console.open(page, MAILBOX + "?q=planning");
        assertThat(page.locator("tbody tr").first()).containsText("meeting");
        page.locator("tbody a >> text=Planning").click();
        assertThat(page.locator("section.card").first()).containsText("Tue 2026-12-01 10:00 to 11:00 (Europe/Berlin)");
        assertThat(page.locator("section.card").first())
                .containsText("every week on Tuesday and Thursday, 10 times from 2026-12-01");
        assertThat(page.locator("section.card").first()).containsText("Room 1");
        console.assertAccessible(page);
        console.assertQuiet();
    }

    private static void importMail(String name, byte[] message) throws IOException {
        Path file = Files.createDirectories(folder.resolve("mail")).resolve(name);
        Files.write(file, message);
        console.run("mail", "import", PLANNER, file.toString());
    }

    @Test
    @Order(8)
    void hostileMailDoesNothing() throws IOException {
        importMail("hostile.eml", HostileMail.of("Hostile", 500, 200_000));
        Page page = console.administrator();
        console.open(page, MAILBOX + "?q=subject:hostile");
        assertThat(page.locator("tbody th")).containsText("Hostile <script>alert(0)</script> \ufffd");
        page.locator("tbody a").click();
        var frame = page.frameLocator("iframe");
        assertThat(frame.locator("h1")).hasText("Offer");
        assertThat(frame.locator("#embedded")).hasAttribute("src", Pattern.compile("data:image/png;base64,.*"));
        assertEquals("", page.locator("iframe").getAttribute("sandbox"));
        assertThat(page.locator("h1")).containsText("Hostile");
        assertTrue(page.title().startsWith("Hostile"), page.title());
        assertEquals(1, page.locator("script[src$='htmx.min.js']").count());
        for (String never : List.of(
                "script, link, base, meta[http-equiv], form, input, button, iframe, object, embed, svg, math",
                "[href], [srcset], [background], [poster], [ping], [action], [onload], [onerror], [onfocus],"
                        + " [ontoggle]",
                "img[src^=http], img[src=x], video, audio, template, textarea, select")) {
            assertThat(frame.locator(never)).hasCount(0);
        }
        assertThat(page.locator("#links + ul")).containsText("javascript:alert(10)");
        assertThat(page.locator("li", new Page.LocatorOptions().setHasText("www.contoso.example")))
                .containsText("its text names another host");
        assertThat(page.locator("li", new Page.LocatorOptions().setHasText("contoso.example@hostile")))
                .containsText("what is before the @ is not the host");
        assertThat(page.locator("#images + ul")).containsText("http://hostile.example/pixel.gif");
        console.assertAccessible(page);
        page.locator("text=Full width").click();
        assertThat(page.locator("iframe.wide")).isVisible();
        console.assertQuiet();
    }

    @Test
    @Order(9)
    void thePolicyOfTheFrameRefusesTheSame() {
        Page page = console.administrator();
        console.open(page, MAILBOX + "?q=subject:hostile");
        page.locator("tbody a").click();
        Response body = page.navigate(page.url() + "/body");
        Map<String, String> headers = body.headers();
        assertEquals(
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src 'none'; form-action 'none';"
                        + " base-uri 'none'; frame-ancestors 'self'; sandbox",
                headers.get("content-security-policy"));
        assertEquals("SAMEORIGIN", headers.get("x-frame-options"));
        assertEquals("off", headers.get("x-dns-prefetch-control"));
        console.assertQuiet();
    }

    @Test
    @Order(10)
    void everyPartOfAHugeMessageFitsOnAPage() throws IOException {
        importMail("recipients.eml", HostileMail.of("Recipients", 5_000, 0));
        importMail("header.eml", HostileMail.of("Header", 1, 900_000));
        // so many that the server keeps the message as it is, without reading its header
        importMail("unread.eml", HostileMail.of("Unread", 10_000, 900_000));
        Page page = console.reader();
        for (String subject : List.of("Hostile", "Recipients", "Header", "(no subject)")) {
            console.open(page, MAILBOX);
            page.locator("tbody a >> text=" + subject).click();
            assertThat(page.locator(".tabs >> text=Headers")).isVisible();
            String message = page.url().substring(console.address().toString().length());
            for (String tab : List.of("html", "text", "headers", "source", "attachments")) {
                Response shown = page.navigate(console.address() + message + "?tab=" + tab);
                assertEquals(200, shown.status(), subject + " " + tab);
                assertTrue(shown.body().length < MAX_PAGE, subject + " " + tab + ": " + shown.body().length);
            }
            console.assertAccessible(page);
        }
        console.open(page, MAILBOX + "?q=subject:recipients");
        page.locator("tbody a").first().click();
        assertThat(page.locator(".facts").first()).containsText("and 4980 more");
        console.assertQuiet();
    }

    @Test
    @Order(11)
    void attachmentsAreSavedUnderHarmlessNames() {
        Page page = console.administrator();
        console.open(page, MAILBOX + "?q=subject:hostile");
        page.locator("tbody a").click();
        page.locator("text=Attachments").click();
        assertThat(page.locator("tbody tr")).hasCount(6);
        for (int i = 0; i < page.locator("tbody a").count(); i++) {
            int at = i;
            Download saved =
                    page.waitForDownload(() -> page.locator("tbody a").nth(at).click());
            String name = saved.suggestedFilename();
            assertTrue(name.matches("[^/\\\\\"<>:|?*\u202e\\p{Cntrl}]{1,130}"), name);
            assertFalse(name.startsWith("."), name);
        }
        String first = page.locator("tbody a").nth(1).getAttribute("href");
        assertNotNull(first);
        var answer = page.request().get(console.address() + first);
        assertEquals("application/octet-stream", answer.headers().get("content-type"));
        assertTrue(answer.headers().getOrDefault("content-disposition", "").startsWith("attachment; "));
        assertEquals("nosniff", answer.headers().get("x-content-type-options"));
        assertFalse(answer.headers().containsKey("x-injected"));
        page.locator("text=Source").click();
        Download source = page.waitForDownload(
                () -> page.locator("text=Download the source").click());
        assertEquals("message.eml", source.suggestedFilename());
        console.assertQuiet();
    }
}
