package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.DevelopedServer.Answer;
import dev.postern.DevelopedServer.Printed;
import dev.postern.DevelopedServer.Who;
import dev.postern.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Developer mode over HTTP and with its commands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeveloperServerTest {
    private static final String NOTIFICATIONS = "notifications@contoso.example";
    private static final String PLANNER = "planner@contoso.example";

    private DevelopedServer dev;

    @BeforeAll
    void start() throws IOException {
        dev = new DevelopedServer(TestFolders.folder("postern-dev-test"), Optional.empty());
    }

    @AfterAll
    void stop() {
        dev.close();
    }

    @Test
    void whatIsPrintedCanBePasted() throws Exception {
        String welcome = dev.server.welcome();
        assertTrue(welcome.startsWith("Postern is ready at http://localhost:"), welcome);
        for (String name : List.of("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "AUTHORITY_HOST")) {
            assertTrue(welcome.contains("\nexport AZURE_" + name + "="), welcome);
        }
        String script = welcome.substring(welcome.indexOf("\n\n") + 2);
        Process shell = new ProcessBuilder("sh", "-eu", "-c", script)
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), printed);
        assertTrue(printed.contains("HTTP/1.1 202"), printed);
        Printed waited = dev.run("mail", "wait", PLANNER, "--subject", "hello", "--from", NOTIFICATIONS, "--json");
        assertEquals(0, waited.status(), waited.err());
        JsonNode mail = Json.parse(waited.out());
        assertEquals("Hello", mail.path("subject").asString());
        assertEquals(NOTIFICATIONS, mail.path("from").asString());
        assertEquals("[\"" + PLANNER + "\"]", mail.path("to").toString());
        assertFalse(mail.path("read").booleanValue(true));
        // the application is confined to that mailbox
        assertEquals(
                403, dev.sendMail(dev.notifier(), PLANNER, NOTIFICATIONS, "No").status());
        for (String file : List.of("admin.json", "viewer.json", "seeded.json")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(dev.folder.resolve(file))));
        }
    }

    @Test
    void mailCommandsHaveExitStatuses() {
        assertEquals(
                1,
                dev.run("mail", "wait", "planner", "--subject", "none", "--timeout", "0")
                        .status());
        assertEquals(2, dev.run("mail", "wait", "unknown", "--timeout", "0").status());
        assertEquals(2, dev.run("mail", "list", "unknown").status());
        assertEquals(64, dev.run("mail", "wait", "planner", "--timeout", "soon").status());
        assertEquals(64, dev.run("mail", "list", "planner", "--subject", "x").status());
        assertEquals(64, dev.run("mail", "forward", "planner").status());
        Printed listed = dev.run("mail", "list", "planner", "--json");
        assertTrue(Json.parse(listed.out()).isArray(), listed.out());
        assertTrue(dev.run("mail", "show", "planner").out().contains("Subject: "));
        assertTrue(dev.run("mail", "show", "planner", "--raw").out().contains("Subject: "));
        assertEquals(1, dev.run("mail", "show", "planner", "900").status());
        assertEquals(0, dev.run("mail", "clear", "accountant").status());
        assertEquals("[ ]\n", dev.run("mail", "list", "accountant", "--json").out());
    }

    @Test
    void mailIsReadAsAnApplicationUnderItsPolicies() {
        assertEquals(
                0, dev.run("mail", "list", "notifications", "--as", "notifier").status());
        Printed refused = dev.run("mail", "list", "planner", "--as", "notifier");
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("RestrictAccess on notifier-mailboxes@contoso.example"), refused.err());
        assertEquals(1, dev.run("mail", "list", "planner", "--as", "other").status());
        // the secret for the sign-in is gone
        JsonNode app = dev.graph(
                        dev.administrator(), "GET", "/applications?$filter=displayName%20eq%20'notifier'", null)
                .json()
                .path("value")
                .path(0);
        assertFalse(app.path("passwordCredentials").toString().contains("postern mail"), app.toString());
    }

    @Test
    void faultsDisturbRequests() {
        assertEquals(
                0,
                dev.run(
                                "fault",
                                "add",
                                "--path",
                                "/v1.0/users/*/messages",
                                "--status",
                                "429",
                                "--retry-after",
                                "7",
                                "--times",
                                "1",
                                "--json")
                        .status());
        Answer disturbed = dev.graph(dev.notifier(), "GET", "/users/" + NOTIFICATIONS + "/messages", null);
        assertEquals(429, disturbed.status());
        assertEquals("ApplicationThrottled", disturbed.code());
        assertEquals("7", disturbed.raw().headers().firstValue("Retry-After").orElse(""));
        assertEquals(
                200,
                dev.graph(dev.notifier(), "GET", "/users/" + NOTIFICATIONS + "/messages", null)
                        .status());
        assertEquals(
                1,
                Json.parse(dev.run("fault", "list", "--json").out())
                        .path(0)
                        .path("hits")
                        .asInt());
        // whatever is disturbed, developer mode itself is not
        assertEquals(
                201,
                dev.develop("POST", "/faults", "{\"path\":\"/postern/*\",\"status\":503}")
                        .status());
        assertEquals(0, dev.run("fault", "clear").status());
        assertEquals("[ ]\n", dev.run("fault", "list", "--json").out());
        assertEquals(400, dev.develop("POST", "/faults", "{\"path\":\"*\"}").status());
        assertEquals(1, dev.run("fault", "add", "--path", "*").status());
    }

    @Test
    void outsideMailIsCaptured() {
        assertEquals(
                202,
                dev.sendMail(dev.notifier(), NOTIFICATIONS, "sales@fabrikam.example", "Outside")
                        .status());
        Printed waited = dev.run("mail", "wait", "--outside", "--subject", "Outside", "--json");
        assertEquals(0, waited.status(), waited.err());
        assertEquals(
                "[\"sales@fabrikam.example\"]",
                Json.parse(waited.out()).path("to").toString());
        String mime = dev.run("mail", "show", "--outside", "1").out();
        assertTrue(mime.contains("To: ") && mime.contains("Subject: Outside"), mime);
        Who other = newTenant();
        assertEquals(
                "[]",
                dev.call(other, DevelopedServer.MANAGEMENT, "GET", "/postern/dev/outside", null)
                        .json()
                        .path("value")
                        .toString());
        assertEquals(
                404,
                dev.call(
                                other,
                                DevelopedServer.MANAGEMENT,
                                "GET",
                                "/postern/dev/outside/"
                                        + Json.parse(waited.out()).path("id").asString(),
                                null)
                        .status());
        assertEquals(0, dev.run("mail", "clear", "--outside").status());
        assertEquals("[ ]\n", dev.run("mail", "list", "--outside", "--json").out());
    }

    private Who newTenant() {
        JsonNode created = dev.develop("POST", "/tenants", "{}").json();
        return new Who(
                created.path("tenantId").asString(""),
                created.path("clientId").asString(""),
                created.path("clientSecret").asString(""));
    }

    @Test
    void aThrowAwayTenantIsSeparate() {
        Answer created = dev.develop("POST", "/tenants", "{\"domain\":\"fabrikam.example\"}");
        assertEquals(201, created.status());
        assertEquals(
                409,
                dev.develop("POST", "/tenants", "{\"domain\":\"fabrikam.example\"}")
                        .status());
        assertEquals(
                400,
                dev.develop("POST", "/tenants", "{\"domain\":\"no domain\"}").status());
        Who administrator = new Who(
                created.json().path("tenantId").asString(""),
                created.json().path("clientId").asString(""),
                created.json().path("clientSecret").asString(""));
        Answer seeded = dev.call(
                administrator,
                DevelopedServer.MANAGEMENT,
                "POST",
                "/postern/dev/seed",
                "{\"mailboxes\":[{\"alias\":\"planner\"}],\"apps\":[{\"name\":\"reader\",\"permissions\":\"Mail.Read\"}],"
                    + "\"mail\":[{\"to\":\"planner\",\"from\":\"a@b.example\",\"subject\":\"Old\",\"text\":\"x\","
                    + "\"received\":\"2020-02-03T04:05:06Z\"}]}");
        assertEquals(200, seeded.status(), seeded.raw().body());
        assertEquals("fabrikam.example", seeded.json().path("domain").asString());
        JsonNode app = seeded.json().path("apps").path(0);
        Who reader = new Who(
                administrator.tenant(),
                app.path("appId").asString(""),
                app.path("clientSecret").asString(""));
        JsonNode mail = dev.graph(reader, "GET", "/users/planner@fabrikam.example/messages", null)
                .json()
                .path("value")
                .path(0);
        assertEquals("2020-02-03T04:05:06Z", mail.path("receivedDateTime").asString());
        assertEquals(
                404,
                dev.graph(reader, "GET", "/users/" + PLANNER + "/messages", null)
                        .status());
        // faults of a tenant do not concern others
        assertEquals(
                201,
                dev.develop("POST", "/faults", "{\"path\":\"*\",\"tenant\":\"fabrikam.example\",\"status\":503}")
                        .status());
        assertEquals(
                503,
                dev.graph(reader, "GET", "/users/planner@fabrikam.example", null)
                        .status());
        assertEquals(
                200,
                dev.graph(dev.notifier(), "GET", "/users/" + NOTIFICATIONS + "/messages", null)
                        .status());
        assertEquals(
                204,
                dev.develop("DELETE", "/faults?tenant=fabrikam.example", null).status());
    }

    @Test
    void onlyAdministratorsDevelop() {
        for (String path : List.of("", "/faults", "/clock", "/outside")) {
            assertEquals(
                    401, dev.call(null, "", "GET", "/postern/dev" + path, null).status());
            assertEquals(
                    403,
                    dev.call(dev.notifier(), DevelopedServer.MANAGEMENT, "GET", "/postern/dev" + path, null)
                            .status());
        }
        for (String path : List.of("/tenants", "/seed", "/reset", "/faults", "/clock")) {
            assertEquals(
                    401, dev.call(null, "", "POST", "/postern/dev" + path, "{}").status());
            assertEquals(
                    403,
                    dev.call(dev.notifier(), DevelopedServer.MANAGEMENT, "POST", "/postern/dev" + path, "{}")
                            .status());
        }
    }

    @Test
    void aBadSeedChangesNothing() {
        String seed = "{\"mailboxes\":[{\"alias\":\"first\"}],\"mail\":[{\"to\":\"second\",\"from\":\"a@b.example\"}]}";
        Answer refused = dev.develop("POST", "/seed", seed);
        assertEquals(400, refused.status());
        assertTrue(
                refused.json().path("error").path("message").asString("").contains("mail[0].to"),
                refused.raw().body());
        assertEquals(2, dev.run("mail", "list", "first").status());
        assertEquals(400, dev.develop("POST", "/seed", "{\"mailbox\":[]}").status());
        assertEquals(
                409,
                dev.develop("POST", "/seed", "{\"mailboxes\":[{\"alias\":\"planner\"}]}")
                        .status());
    }

    /** More than a year passes; what became due has happened, and the server itself is not confused. */
    @Test
    void theClockMakesThingsDue() throws Exception {
        assertEquals(
                400, dev.develop("POST", "/clock", "{\"advance\":\"-PT1H\"}").status());
        assertEquals(
                400,
                dev.develop("POST", "/clock", "{\"set\":\"2001-01-01T00:00:00Z\"}")
                        .status());
        assertEquals(
                400, dev.develop("POST", "/clock", "{\"advance\":\"P900Y\"}").status());
        assertEquals(400, dev.develop("POST", "/clock", "{}").status());
        assertEquals(1, dev.run("clock", "advance", "soon").status());
        Instant now = Instant.parse(
                dev.develop("GET", "/clock", null).json().path("now").asString(""));
        String later =
                "{\"message\":{\"subject\":\"Later\",\"toRecipients\":[{\"emailAddress\":{\"address\":\"" + PLANNER
                        + "\"}}],\"singleValueExtendedProperties\":[{\"id\":\"SystemTime 0x3FEF\",\"value\":\""
                        + now.plus(Duration.ofHours(20)) + "\"}]}}";
        assertEquals(
                202,
                dev.graph(dev.notifier(), "POST", "/users/" + NOTIFICATIONS + "/sendMail", later)
                        .status());
        Who expiring =
                new Who(dev.notifier().tenant(), dev.notifier().client(), secretUntil(now.plus(Duration.ofDays(1))));
        assertEquals(200, dev.token(expiring, DevelopedServer.GRAPH).status());
        Files.writeString(dev.folder.resolve("daily.json"), """
            {"definition": {"triggers": {"daily": {"type": "Recurrence", "recurrence":
            {"frequency": "Hour", "interval": 30}}}, "actions": {}}}\
            """);
        assertEquals(0, dev.run("workflow", "deploy", "daily", "daily.json").status());
        assertEquals(
                1,
                dev.run("mail", "wait", PLANNER, "--subject", "Later", "--timeout", "0")
                        .status());

        assertEquals(0, dev.run("clock", "advance", "400d").status());

        assertEquals(
                0,
                dev.run("mail", "wait", PLANNER, "--subject", "Later", "--timeout", "2")
                        .status());
        assertEquals(401, dev.token(expiring, DevelopedServer.GRAPH).status());
        assertEquals(200, dev.token(dev.notifier(), DevelopedServer.GRAPH).status());
        assertTrue(ran("daily"), "the recurrence has not fired");
        Process curl = new ProcessBuilder(
                        "curl",
                        "-fsS",
                        "--cacert",
                        dev.folder.resolve("tls/ca.pem").toString(),
                        dev.read("admin.json").path("tlsServer").asString("") + "/healthz")
                .redirectErrorStream(true)
                .start();
        String printed = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, curl.waitFor(), printed);
    }

    private String secretUntil(Instant end) {
        String id = dev.graph(dev.administrator(), "GET", "/applications?$filter=displayName%20eq%20'notifier'", null)
                .json()
                .path("value")
                .path(0)
                .path("id")
                .asString("");
        return dev.graph(
                        dev.administrator(),
                        "POST",
                        "/applications/" + id + "/addPassword",
                        "{\"passwordCredential\":{\"endDateTime\":\"" + end + "\"}}")
                .json()
                .path("secretText")
                .asString("");
    }

    /** The scheduler of workflows looks once a second. */
    private boolean ran(String workflow) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            JsonNode runs =
                    Json.parse(dev.run("workflow", "runs", workflow, "--json").out());
            // the first one was at its creation
            if (runs.size() > 1) {
                return true;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return false;
    }

    @Test
    void aResetReturnsToTheSeed() {
        String generation =
                dev.develop("GET", "", null).json().path("generation").asString("");
        Who administrator = dev.administrator();
        Who notifier = dev.notifier();
        Who tenant = newTenant();
        dev.sendMail(notifier, NOTIFICATIONS, PLANNER, "Gone");
        dev.develop("POST", "/faults", "{\"path\":\"/none\",\"status\":503}");
        assertEquals(
                200, dev.develop("POST", "/clock", "{\"advance\":\"P400D\"}").status());
        Printed reset = dev.run("reset", "--json");
        assertEquals(0, reset.status(), reset.err());
        assertNotEquals(generation, Json.parse(reset.out()).path("generation").asString(""));
        assertEquals("PT0S", Json.parse(reset.out()).path("offset").asString(""));
        assertEquals("[ ]\n", dev.run("fault", "list", "--json").out());
        assertEquals(administrator, dev.administrator());
        assertEquals(200, dev.token(notifier, DevelopedServer.GRAPH).status());
        assertNotEquals(200, dev.token(tenant, DevelopedServer.GRAPH).status());
        JsonNode listed =
                Json.parse(dev.run("mail", "list", "planner", "--json").out());
        assertEquals(1, listed.size(), listed.toString());
        assertEquals("Order 4711", listed.path(0).path("subject").asString());
    }
}
