package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Attacks on the sessions and the forms of the console, with requests that no browser would send. */
class ConsoleAttackTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"formToken\" value=\"([^\"]+)\"");
    private static final Pattern COOKIE = Pattern.compile("(?i)\r\nset-cookie: ([^;\r]*)");

    @TempDir
    static Path folder;

    static DevelopedServer developed;

    @BeforeAll
    static void start() {
        developed = new DevelopedServer(folder, Optional.empty());
    }

    @AfterAll
    static void stop() {
        developed.close();
    }

    /** The whole response to one request. */
    private static String send(String method, String path, String body, String... headers) {
        URI server = developed.server.address();
        var all = new ArrayList<>(List.of(headers));
        if (all.stream().noneMatch(one -> one.startsWith("Host:"))) {
            all.add("Host: " + server.getAuthority());
        }
        if (!body.isEmpty() && all.stream().noneMatch(one -> one.startsWith("Content-Type:"))) {
            all.add("Content-Type: application/x-www-form-urlencoded");
        }
        String request = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", all) + "\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int status(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }

    private static String link(String role) {
        JsonNode made = Json.parse(developed
                .run("console", "--role", role, "--person", "Tester", "--json")
                .out());
        return URI.create(made.path("url").asString("")).getRawPath();
    }

    /** A browser that is signed in. */
    private record Signed(String cookie, String token) {
        String header() {
            return "Cookie: " + cookie;
        }
    }

    private static Signed signIn(String role) {
        String cookie = first(COOKIE, send("GET", link(role), ""));
        return new Signed(cookie, first(TOKEN, send("GET", "/console", "", "Cookie: " + cookie)));
    }

    @Test
    void aLinkWorksOnceAndTheCookieIsKeptFromScripts() {
        String link = link("admin");
        String opened = send("GET", link, "");
        assertEquals(303, status(opened));
        assertTrue(opened.contains("\r\nLocation: /console\r\n"), opened);
        assertTrue(opened.contains("; HttpOnly; SameSite=Lax"), opened);
        assertEquals(401, status(send("GET", link, "")));
    }

    @Test
    void aProgramThatLooksAtALinkDoesNotUseIt() {
        String link = link("admin");
        assertEquals(204, status(send("HEAD", link, "")));
        assertEquals(303, status(send("GET", link, "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Purpose: prefetch", "Sec-Purpose: prefetch;prerender", "Purpose: prefetch"})
    void aBrowserThatPrefetchesALinkDoesNotUseIt(String header) {
        String link = link("admin");
        String fetched = send("GET", link, "", header);
        assertEquals(204, status(fetched));
        assertFalse(COOKIE.matcher(fetched).find(), fetched);
        assertEquals(303, status(send("GET", link, "", "Sec-Purpose: other")));
    }

    @Test
    void signingInAgainEndsTheSessionThatTheBrowserHad() {
        Signed before = signIn("admin");
        Signed other = signIn("admin");
        assertEquals(401, status(send("GET", "/console/sign-in/" + "A".repeat(43), "", before.header())));
        assertEquals(200, status(send("GET", "/console", "", before.header())), "a link that does not exist");
        assertEquals(303, status(send("GET", link("reader"), "", before.header())));
        assertEquals(401, status(send("GET", "/console", "", before.header())));
        assertEquals(200, status(send("GET", "/console", "", other.header())), "another browser");
    }

    /** Session fixation: a secret that an attacker set is never the secret of a session. */
    @Test
    void aCookieThatWasSetBeforeIsReplaced() {
        String planted = "postern-console=" + "A".repeat(43);
        String cookie = first(COOKIE, send("GET", link("admin"), "", "Cookie: " + planted));
        assertNotEquals(planted, cookie);
        assertEquals(401, status(send("GET", "/console", "", "Cookie: " + planted)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/access",
                "/console/applications",
                "/console/mailboxes",
                "/console/groups",
                "/console/mail",
                "/console/mail/alice@contoso.example",
                "/console/mail/alice@contoso.example/AAMk",
                "/console/workflows",
                "/console/audit",
                "/console/nothing"
            })
    void withoutASessionNoPageIsShown(String path) {
        String response = send("GET", path, "");
        assertEquals(401, status(response));
        assertTrue(response.contains("./postern console"), response);
        assertFalse(response.contains("contoso.example</"), response);
    }

    @Test
    void everyPageForbidsInlineScriptsAndFrames() {
        Signed admin = signIn("admin");
        String page = send("GET", "/console", "", admin.header());
        String policy = first(Pattern.compile("(?i)\r\ncontent-security-policy: ([^\r]*)"), page);
        assertTrue(policy.contains("default-src 'none'"), policy);
        assertTrue(policy.contains("script-src 'self';"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(page.contains("X-Frame-Options: DENY"), page);
        assertTrue(page.contains("Cache-Control: no-store"), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "formToken=", "formToken=wrong", "token=x", "formToken=wrong&formToken=TOKEN"})
    void aFormWithoutItsTokenIsRefused(String body) {
        Signed admin = signIn("admin");
        String sent = body.isEmpty() ? "x=" : body.replace("TOKEN", admin.token());
        assertEquals(403, status(send("POST", "/console/sign-out", sent, admin.header())));
        assertEquals(200, status(send("GET", "/console", "", admin.header())), "still signed in");
    }

    @Test
    void theTokenOfAnotherSessionIsRefused() {
        Signed admin = signIn("admin");
        Signed other = signIn("admin");
        assertEquals(403, status(send("POST", "/console/sign-out", "formToken=" + other.token(), admin.header())));
        assertEquals(200, status(send("POST", "/console/sign-out", "formToken=" + admin.token(), admin.header())));
        assertEquals(401, status(send("GET", "/console", "", admin.header())));
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: http://contoso.example",
        "Origin: null",
        "Origin: https://localhost:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
    })
    void aFormFromAnotherOriginIsRefused(String header) {
        Signed admin = signIn("admin");
        assertEquals(
                403, status(send("POST", "/console/sign-out", "formToken=" + admin.token(), admin.header(), header)));
        assertEquals(200, status(send("GET", "/console", "", admin.header())), "still signed in");
    }

    @Test
    void aFormOfThisOriginIsAccepted() {
        Signed admin = signIn("admin");
        String origin = "Origin: " + developed.server.address();
        assertEquals(
                200,
                status(send(
                        "POST",
                        "/console/sign-out",
                        "formToken=" + admin.token(),
                        admin.header(),
                        origin,
                        "Sec-Fetch-Site: same-origin")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Type: application/json", "Content-Type: text/plain", "Content-Type: multipart/form-data"
            })
    void onlyFormsAreRead(String type) {
        Signed admin = signIn("admin");
        assertEquals(
                400, status(send("POST", "/console/sign-out", "formToken=" + admin.token(), admin.header(), type)));
    }

    /** DNS rebinding: a foreign name that points to this server. */
    @Test
    void aForeignHostNameIsRefused() {
        Signed admin = signIn("admin");
        assertEquals(403, status(send("GET", "/console", "", admin.header(), "Host: fabrikam.example")));
        assertEquals(403, status(send("GET", link("admin"), "", "Host: fabrikam.example")));
    }

    @Test
    void theCommandPrintsOneLink() {
        DevelopedServer.Printed plain = developed.run("console");
        assertEquals(0, plain.status(), plain.err());
        assertTrue(
                plain.out().matches(developed.server.address() + "/console/sign-in/[A-Za-z0-9_-]{43}\n"), plain.out());
        JsonNode json = Json.parse(developed.run("console", "--json").out());
        assertEquals(Set.of("url", "expires"), Set.copyOf(json.propertyNames()));
        assertTrue(Instant.parse(json.path("expires").asString("")).isAfter(Instant.now()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--role owner", "--role", "more", "--unknown x"})
    void aWrongCommandIsAUsageError(String arguments) {
        var command = new ArrayList<>(List.of("console"));
        command.addAll(List.of(arguments.split(" ")));
        assertEquals(64, developed.run(command.toArray(new String[0])).status());
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"role\":\"owner\",\"person\":\"Tester\"}', 400",
        "'{\"role\":\"admin\"}', 400",
        "'{\"role\":\"admin\",\"person\":\"a\\u0000b\"}', 400",
        "'{\"role\":\"admin\",\"person\":\"\\u202eb\"}', 400",
        "'[1]', 400",
        "'{', 400"
    })
    void linksNeedARoleAndAName(String body, int status) {
        assertEquals(
                status,
                developed
                        .call(
                                developed.administrator(),
                                DevelopedServer.MANAGEMENT,
                                "POST",
                                "/postern/console/links",
                                body)
                        .status());
    }

    @Test
    void onlyTheAdministratorMakesLinks() {
        String body = "{\"role\":\"admin\",\"person\":\"Tester\"}";
        assertEquals(
                401,
                developed
                        .call(null, DevelopedServer.MANAGEMENT, "POST", "/postern/console/links", body)
                        .status());
        assertEquals(
                403,
                developed
                        .call(developed.notifier(), DevelopedServer.MANAGEMENT, "POST", "/postern/console/links", body)
                        .status());
    }

    /** With a secret of the console, a program could act without a person. */
    @Test
    void theConsoleCannotGetASecretNorBeChanged() {
        signIn("admin");
        JsonNode console = developed
                .graph(
                        developed.administrator(),
                        "GET",
                        "/servicePrincipals?$filter=displayName%20eq%20'Postern%20console'",
                        null)
                .json()
                .path("value")
                .path(0);
        String id = console.path("id").asString("");
        assertFalse(id.isEmpty());
        String path = "/servicePrincipals/" + id;
        assertRefused(developed.graph(
                developed.administrator(), "POST", path + "/addPassword", "{\"passwordCredential\":{}}"));
        assertRefused(
                developed.graph(developed.administrator(), "PATCH", path, "{\"displayName\":\"Something else\"}"));
        assertRefused(developed.graph(developed.administrator(), "DELETE", path, null));
        // nor does an application with its app id
        assertRefused(developed.graph(
                developed.administrator(),
                "POST",
                "/servicePrincipals",
                "{\"appId\":\"" + console.path("appId").asString("") + "\"}"));
    }

    private static void assertRefused(DevelopedServer.Answer answer) {
        assertTrue(answer.status() >= 400 && answer.status() < 500, answer.status() + " " + answer.json());
    }

    @Test
    void theAuditNamesWhoSignedIn() {
        String opened = send("GET", link("reader"), "");
        String request = first(Pattern.compile("(?i)\r\nrequest-id: ([^\r]*)"), opened);
        JsonNode entry = developed
                .call(developed.administrator(), DevelopedServer.MANAGEMENT, "GET", "/postern/audit/" + request, null)
                .json()
                .path("value")
                .path(0);
        assertEquals("sign in to the console", entry.path("operation").asString(""), entry.toString());
        assertEquals("Tester", entry.path("person").asString(""));
        assertEquals("reader", entry.path("target").asString(""));
    }

    @ParameterizedTest
    @CsvSource({
        "/console/access/matrix.csv?app=nope, 404, nope",
        "/console/access/matrix.csv?mailbox=nope@contoso.example, 404, nope@contoso.example",
        "/console/access/matrix.csv?permission=Nope.Read, 400, Nope.Read",
        "/console/access/matrix.csv?app=%ff, 404, There is no",
        "/console/groups/GROUP/add?member=.., 400, dot segment",
        "/console/groups/GROUP/add?member=a%00b, 400, null character",
        "/console/access?app=%zz, 400, Not understood",
        "/console/access/why?app=nope&mailbox=notifications@contoso.example&permission=Mail.Read, 404, Ask why",
        "/console/access/why?request=nope, 400, Ask why",
        "/console/nothing, 404, no page at this address",
        "/console/groups/nope@contoso.example, 404, nope@contoso.example"
    })
    void whatCannotBeShownIsAPageWithTheNavigation(String path, int status, String text) {
        String group = developed
                .graph(developed.administrator(), "GET", "/groups?$top=1&$select=id", null)
                .json()
                .path("value")
                .path(0)
                .path("id")
                .asString("");
        String response =
                send("GET", path.replace("GROUP", group), "", signIn("reader").header());
        assertEquals(status, status(response), response);
        assertTrue(response.contains("<nav class=\"sections\""), response);
        assertTrue(response.contains(text), response);
        assertFalse(response.contains("Exception"), response);
    }

    @Test
    void theMatrixIsAFileWithItsColumns() {
        String file = send(
                "GET",
                "/console/access/matrix.csv?app=notifier",
                "",
                signIn("reader").header());
        assertEquals(200, status(file));
        assertTrue(file.contains("app,appId,mailbox,mailboxId,permission,by\n"), file);
        assertEquals(1, file.split("appId,mailbox", -1).length - 1, file);
        assertTrue(file.contains("notifications@contoso.example"), file);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER/console/mail?q=a, /console/mail?q=a",
        "SERVER/console, /console",
        "SERVER/console/groups/nope@contoso.example, /console/groups",
        "SERVER/consoles, /console/groups",
        "SERVER.contoso.example/console/mail, /console/groups",
        "http://contoso.example/console/mail, /console/groups",
        "SERVER@contoso.example/console/mail, /console/groups",
        "'SERVER/console/mail\"><b>', /console/groups"
    })
    void aPageThatSaysNoLeadsBackToThisConsoleOnly(String before, String back) {
        String response = send(
                "GET",
                "/console/groups/nope@contoso.example",
                "",
                signIn("reader").header(),
                "Referer: "
                        + before.replace("SERVER", developed.server.address().toString()));
        assertEquals(404, status(response));
        assertTrue(response.contains("<a class=\"button\" href=\"" + back + "\">"), response);
    }

    /** What a form is answered, with what was typed into it. */
    private static String post(Signed admin, String path, String fields) {
        return send("POST", path, "formToken=" + admin.token() + "&" + fields, admin.header());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/console/applications/new|name=refused&every=yes&months=-3|months must be 3, 6, 12 or 24",
                "/console/applications/new|name=refused&every=yes&months=xx|months must be 3, 6, 12 or 24",
                "/console/applications/new|name=a%0Ab&every=yes|no line breaks",
                "/console/applications/new|name=notifier&every=yes|Another application has the name notifier",
                "/console/applications/APP/secret|name=refused&months=1000|months must be 3, 6, 12 or 24",
                "/console/applications/APP/secret|name=a%0D%0Ab|no line breaks",
                "/console/applications/APP/secret|name=a%E2%80%AEb|no line breaks",
                "/console/mailboxes/new|name=refused&kind=zzz|must be User, Shared, Room or Equipment",
                "/console/groups/new|name=refused&kind=zz|must be Security or Distribution",
                "/console/groups/only-to-notifications@contoso.example/add|member=only-to-notifications@contoso.example|member"
                    + " of itself"
            })
    void valuesThatNoFormOffersAreRefused(String path, String fields, String says) {
        Signed admin = signIn("admin");
        post(admin, "/console/groups/new", "name=only-to-notifications");
        String app = Json.parse(
                        developed.run("app", "show", "notifier", "--json").out())
                .path("appId")
                .asString("");
        String response = post(admin, path.replace("APP", app), fields);
        assertEquals(400, status(response), response);
        assertTrue(response.contains(says), response);
        assertFalse(developed.run("app", "list").out().contains("refused"));
    }

    @Test
    void anApplicationWithANameThatExistsNeedsATick() {
        Signed admin = signIn("admin");
        String form = "name=o%27twin&every=yes";
        assertEquals(200, status(post(admin, "/console/applications/new", form)));
        String refused = post(admin, "/console/applications/new", form);
        assertEquals(400, status(refused));
        assertTrue(refused.contains("name=\"sameName\""), refused);
        assertEquals(200, status(post(admin, "/console/applications/new", form + "&sameName=yes")));
    }

    /** A page that is loaded again sends its form again. */
    @Test
    void aFormThatWasDoneIsNotRepeated() {
        Signed admin = signIn("admin");
        String page = send("GET", "/console/applications/new", "", admin.header());
        String id = first(Pattern.compile("name=\"formId\" value=\"([^\"]{36})\""), page);
        String form = "sameName=yes&every=yes&formId=" + id;
        assertEquals(400, status(post(admin, "/console/applications/new", form)), "without a name");
        form += "&name=once";
        assertEquals(200, status(post(admin, "/console/applications/new", form)), "what was refused can be sent again");
        String again = post(admin, "/console/applications/new", form);
        assertEquals(409, status(again));
        assertTrue(again.contains("This form was already sent"), again);
        assertEquals(1, developed.run("app", "list").out().split("once", -1).length - 1);
        assertEquals(
                200, status(post(signIn("admin"), "/console/applications/new", form)), "the id is of another session");
        assertEquals(409, status(post(admin, "/console/groups/new", "name=x&formId=" + "a".repeat(41))));
    }

    /** The message of every failed cmdlet is the same; its details say why. */
    @Test
    void thePageSaysWhyACmdletFailed() {
        Signed admin = signIn("admin");
        assertEquals(200, status(post(admin, "/console/mailboxes/new", "name=taken&kind=Shared")));
        String response = post(admin, "/console/mailboxes/new", "name=taken&kind=Shared");
        assertEquals(400, status(response), response);
        assertFalse(response.contains("Error executing cmdlet"), response);
        assertTrue(response.contains("taken"), response);
        assertTrue(
                first(Pattern.compile("role=\"alert\"><p>([^<]*)</p>"), response)
                        .contains("taken"),
                response);
    }

    @ParameterizedTest
    @CsvSource({
        "named-by-policies, Security, A policy can name it.",
        "only-receives, Distribution, no policy can name it."
    })
    void onlyASecurityGroupCanBeNamedByAPolicy(String name, String kind, String says) {
        String made = post(signIn("admin"), "/console/groups/new", "name=" + name + "&kind=" + kind);
        assertEquals(200, status(made));
        assertTrue(made.contains(says), made);
    }
}
