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
}
