package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A server maintains its audit: {@code audit.retention} takes effect, metrics report, and shown entries are verified. */
class AuditKeptTest {
    private final Instant now = Instant.now();

    private TestPostern start(Path folder, Duration later, String retention) {
        return TestPostern.start(folder, () -> now.plus(later), "audit.retention", retention);
    }

    private static long number(Path folder, String query) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("postern.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Path folder, String text) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("postern.db"));
                var statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the metrics after the verification at the start. */
    private static String verified(TestPostern postern) {
        return Waiting.until(() -> Optional.of(
                        postern.admin().http().get("/metrics", null).expect(200).body())
                .filter(page -> !page.contains("postern_audit_verified_timestamp_seconds 0.0")));
    }

    @Test
    void entriesPastRetentionAreRemovedAndYoungerOnesKept() throws Exception {
        Path folder = TestFolders.folder("postern-audit");
        try (TestPostern postern = start(folder, Duration.ZERO, "1 d")) {
            postern.admin().sharedMailbox("shared");
        }
        long rows = number(folder, "select count(*) from tenant_audit");
        try (TestPostern postern = start(folder, Duration.ofDays(3), "30 d")) {
            assertTrue(verified(postern).contains("postern_audit_problems 0.0"));
            assertTrue(number(folder, "select count(*) from tenant_audit") >= rows);
        }
        try (TestPostern postern = start(folder, Duration.ofDays(3), "1 d")) {
            assertTrue(verified(postern).contains("postern_audit_problems 0.0"));
            assertTrue(number(folder, "select min(sequence) from tenant_audit") > rows);
            assertEquals(1, number(folder, "select count(*) from tenant_audit_checkpoint"));
        }
    }

    @Test
    void alteredEntriesAreCountedAndReportedWhenShown() throws Exception {
        Path folder = TestFolders.folder("postern-audit");
        String request;
        try (TestPostern postern = TestPostern.start(folder)) {
            Administration admin = postern.admin();
            admin.sharedMailbox("shared");
            Administration.App app = admin.app("reader", "Mail.Read");
            admin.securityGroup("nobody");
            admin.restrict(app.appId(), "nobody");
            request = admin.http()
                    .get("/v1.0/users/shared@contoso.example/messages", admin.token(app))
                    .expect(403)
                    .requestId();
            JsonNode shown = look(admin, request);
            assertTrue(shown.get("verified").asBoolean(), shown::toString);
            assertEquals("denied", shown.get("verdict").asString());
            verified(postern);
        }
        execute(folder, "update mailbox_audit set entry = replace(entry, '\"denied\"', '\"granted\"')");
        try (TestPostern postern = TestPostern.start(folder)) {
            JsonNode shown = look(postern.admin(), request);
            assertTrue(!shown.get("verified").asBoolean(), shown::toString);
            assertEquals("altered", shown.get("problem").asString());
            assertTrue(!verified(postern).contains("postern_audit_problems 0.0"));
        }
    }

    private static JsonNode look(Administration admin, String request) {
        return admin.http()
                .get("/postern/audit/" + request, admin.token(Administration.MANAGEMENT))
                .expect(200)
                .json()
                .get("value")
                .get(0);
    }
}
