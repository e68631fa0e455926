package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.DevelopedServer.Printed;
import dev.postern.DevelopedServer.Who;
import dev.postern.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A server in developer mode with a seed file: its clock, its reset, and its directory that is kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeveloperResetTest {
    private static final String NOTIFICATIONS = "notifications@contoso.example";
    private static final String PLANNER = "planner@contoso.example";
    private static final String SEED = """
        {"mailboxes": [{"alias": "planner"}, {"alias": "notifications", "shared": true}],
         "apps": [{"name": "notifier", "permissions": ["Mail.Send", "Mail.Read"], "onlyTo": "notifications"},
           {"name": "other"}],
         "mail": [{"to": "planner", "eml": "From: Orders <orders@fabrikam.example>\\r\\nSubject: Order 4711\\r\\n\\r\\nText",
           "received": "2026-03-01T08:30:00Z"}],
         "events": [{"mailbox": "planner", "subject": "Stocktaking", "start": "2026-12-01T09:00",
           "end": "2026-12-01T10:00", "timeZone": "Europe/Berlin"}]}\
        """;

    private DevelopedServer dev;
    private Path seed;

    @BeforeAll
    void start() throws IOException {
        seed = Files.writeString(TestFolders.folder("postern-seed-test").resolve("seed.json"), SEED);
        dev = new DevelopedServer(TestFolders.folder("postern-reset-test"), Optional.of(seed));
    }

    @AfterAll
    void stop() {
        dev.close();
    }

    @Test
    void aSeedFileThatCannotBeUsedIsNamed() throws IOException {
        Path folder = TestFolders.folder("postern-bad-seed-test");
        Path file = Files.writeString(folder.resolve("seed.json"), "{\"mailboxes\": [{\"allias\": \"planner\"}]}");
        DeveloperServer.Refused refused = assertThrows(
                DeveloperServer.Refused.class, () -> new DevelopedServer(folder.resolve("data"), Optional.of(file)));
        assertTrue(String.valueOf(refused.getMessage()).contains("'mailboxes[0].allias'"), refused.getMessage());
        assertFalse(Files.exists(folder.resolve("data")));
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
        JsonNode created = dev.develop("POST", "/tenants", "{}").json();
        Who tenant = new Who(
                created.path("tenantId").asString(""),
                created.path("clientId").asString(""),
                created.path("clientSecret").asString(""));
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
        assertEquals("2026-03-01T08:30:00Z", listed.path(0).path("received").asString());
        assertTrue(dev.run("mail", "show", PLANNER, "1", "--raw").out().contains("\r\nText"));
    }

    /** A server continues with its directory, also with its time, and does not apply the seed again. */
    @Test
    void aDirectoryIsKept() {
        dev.sendMail(dev.notifier(), NOTIFICATIONS, PLANNER, "Kept");
        assertEquals(0, dev.run("clock", "advance", "1d").status());
        Who notifier = dev.notifier();
        dev.close();
        dev = new DevelopedServer(dev.folder, Optional.of(seed));
        assertEquals(1, dev.server.warnings().size());
        assertEquals(notifier, dev.notifier());
        assertTrue(dev.server.welcome().contains("export AZURE_CLIENT_ID=" + notifier.client()));
        assertEquals(
                0,
                dev.run("mail", "wait", PLANNER, "--subject", "Kept", "--timeout", "0")
                        .status());
        String offset = dev.develop("GET", "/clock", null).json().path("offset").asString("");
        assertTrue(Duration.parse(offset).compareTo(Duration.ofDays(1)) >= 0, offset);
        assertEquals(0, dev.run("reset").status());
        assertEquals(
                1, Json.parse(dev.run("mail", "list", PLANNER, "--json").out()).size());
    }
}
