package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditEntry;
import dev.postern.cli.Command;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.http.Json;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code audit search}, {@code tail}, {@code export} and {@code verify --head} on a database, without a server. */
class AuditCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @TempDir
    Path folder;

    private record Printed(int status, String out, String err) {
        JsonNode json() {
            return Json.parse(out);
        }
    }

    /** A tenant with a mailbox and an application that was allowed once and denied twice. */
    private final class Store implements AutoCloseable {
        private final String url;
        private final TestCore here;
        private final Tenant tenant;
        private final User sales;
        private final ServicePrincipal reporter;

        Store(Engine engine) {
            url = engine == Engine.POSTGRES ? Databases.postgresUrl() : "jdbc:sqlite:" + folder.resolve("postern.db");
            Database database = engine == Engine.POSTGRES
                    ? new PostgresDatabase(url, 4, StatementListener.NONE)
                    : new SqliteDatabase(folder.resolve("postern.db"), StatementListener.NONE);
            here = new TestCore(TestCore.on(database).clock(() -> NOW).open());
            tenant = here.tenant("contoso.example");
            MailboxId mailbox = new MailboxId(here.uuid());
            sales = here.user(tenant, RecipientType.SHARED_MAILBOX, "sales", "Sales", mailbox);
            reporter = here.principal(tenant, "Reporter");
            append(mailbox, reporter.appId(), "granted", 1);
            append(mailbox, reporter.appId(), "denied", 2);
            append(null, reporter.appId(), "denied", 3);
            append(mailbox, new AppId(here.uuid()), "denied", 4);
        }

        private void append(@Nullable MailboxId mailbox, AppId app, String verdict, int second) {
            here.core
                    .audit()
                    .append(new AuditEntry(
                            tenant.id(),
                            mailbox,
                            NOW.plusSeconds(second),
                            new Actor(app, null, UUID.randomUUID()),
                            "GET /users/{id}/messages",
                            "sales\u001b[31m",
                            verdict,
                            "NO_POLICY",
                            null,
                            null));
        }

        Printed audit(String... words) {
            var all = new ArrayList<>(List.of("audit"));
            all.addAll(List.of(words));
            all.addAll(List.of("--database", url));
            return AuditCommandsTest.run(all);
        }

        @Override
        public void close() {
            here.close();
        }
    }

    private static Printed run(List<String> words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream warned = new PrintStream(err, true, StandardCharsets.UTF_8);
        int status = switch (Command.read(words)) {
            case Command.AuditRead read -> AuditReading.run(read.options(), Map.of(), printed, warned);
            case Command.AuditExport export -> AuditExporting.export(export.options(), printed, warned);
            case Command.AuditVerify verify -> AuditVerifying.verify(verify.options(), printed, warned);
            case Command.Unusable unusable -> unusable.status();
            default -> throw new AssertionError(words);
        };
        return new Printed(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void entriesAreFoundByNamesAndIds(Engine engine) {
        try (Store store = new Store(engine)) {
            String app = store.reporter.appId().toString();
            for (String name : List.of("reporter", app, store.reporter.id().toString())) {
                Printed found = store.audit("search", "--app", name, "--json");
                assertEquals(0, found.status(), found.err());
                assertEquals(3, found.json().size(), found::out);
                JsonNode newest = found.json().path(0);
                assertEquals("2026-11-23T08:00:03Z", newest.path("at").asString());
                assertEquals(app, newest.path("app").asString());
                assertEquals("Reporter", newest.path("appDisplayName").asString());
                assertTrue(newest.path("verified").asBoolean());
            }
            String mailbox = String.valueOf(store.sales.mailbox());
            for (String name : List.of(
                    "Sales@contoso.example",
                    "sales.alias@contoso.example",
                    store.sales.id().toString(),
                    mailbox)) {
                assertEquals(
                        3,
                        store.audit("search", "--mailbox", name, "--json")
                                .json()
                                .size(),
                        name);
            }
            assertEquals(
                    1,
                    store.audit("search", "--app", "reporter", "--mailbox", mailbox, "--denied", "--json")
                            .json()
                            .size());
            assertEquals(
                    2,
                    store.audit("search", "--since", "2026-11-23T08:00:03Z", "--denied", "--json")
                            .json()
                            .size());
            assertEquals(
                    "[]\n",
                    store.audit("search", "--since", "2030-01-01", "--json").out());
            assertEquals(
                    3,
                    store.audit("search", "--denied", "--tenant", "contoso.example", "--json")
                            .json()
                            .size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theLastEntriesArePrintedInTheirOrder(Engine engine) {
        try (Store store = new Store(engine)) {
            Printed last = store.audit("tail", "--lines", "2");
            List<String> lines = last.out().lines().toList();
            assertEquals(2, lines.size(), last::toString);
            assertTrue(lines.getFirst().startsWith("2026-11-23T08:00:03Z  denied  Reporter  GET "), lines::toString);
            assertTrue(lines.getLast().startsWith("2026-11-23T08:00:04Z  denied  "), lines::toString);
            assertFalse(last.out().contains("\u001b"), "control characters are replaced");
            JsonNode json = store.audit("tail", "--lines", "1", "--app", "Reporter", "--json")
                    .json();
            assertEquals(1, json.size());
            assertEquals("2026-11-23T08:00:03Z", json.path(0).path("at").asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anExportRevealsATailThatWasRemovedWithItsHead(Engine engine) throws Exception {
        try (Store store = new Store(engine)) {
            Path file = folder.resolve("export.jsonl");
            Printed exported = store.audit("export", file.toString(), "--json");
            assertEquals(0, exported.status(), exported::toString);
            assertTrue(exported.json().path("ok").asBoolean());
            assertTrue(store.audit("export", file.toString()).out().startsWith("Exported "));
            assertTrue(Files.readAllLines(file).getLast().startsWith("{\"heads\":["));
            assertEquals(
                    0,
                    store.audit("verify", "--head", file.toString(), "--json").status());
            UUID mailbox =
                    java.util.Objects.requireNonNull(store.sales.mailbox()).value();
            int _ = store.here
                    .database()
                    .write(sql ->
                            sql.update("delete from mailbox_audit where mailbox_id = ? and sequence = 3", mailbox));
            int _ = store.here
                    .database()
                    .write(sql -> sql.update(
                            "update mailbox_audit_head set sequence = 2, hash = (select hash from mailbox_audit where"
                                    + " mailbox_id = ? and sequence = 2) where mailbox_id = ?",
                            mailbox,
                            mailbox));
            assertEquals(0, store.audit("verify", "--json").status(), "without the export it is not seen");
            Printed verified = store.audit("verify", "--head", file.toString(), "--json");
            assertEquals(1, verified.status());
            assertEquals(
                    Json.parse("[{\"chain\":\"" + mailbox + "\",\"sequence\":3,\"kind\":\"truncated\"}]"),
                    verified.json().path("problems"));
            Printed other =
                    store.audit("verify", "--head", folder.resolve("postern.db").toString(), "--json");
            assertEquals(1, other.status());
            assertFalse(other.json().path("ok").asBoolean(true));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void unknownNamesAreFailures(Engine engine) {
        try (Store store = new Store(engine)) {
            for (List<String> words : List.of(
                    List.of("--app", "nobody"),
                    List.of("--mailbox", "nobody@contoso.example"),
                    List.of("--tenant", "fabrikam.example"),
                    List.of("--since", "yesterday"))) {
                Printed failed = store.audit("search", words.getFirst(), words.getLast(), "--json");
                assertEquals(1, failed.status(), failed::toString);
                assertFalse(failed.err().isEmpty());
            }
            store.here.principal(store.tenant, "reporter");
            assertEquals(1, store.audit("search", "--app", "Reporter").status(), "the name is ambiguous");
            assertEquals(
                    "[]\n",
                    store.audit("search", "--app", UUID.randomUUID().toString(), "--json")
                            .out());
        }
        Printed missing =
                run(List.of("audit", "search", "--data", folder.resolve("none").toString()));
        assertEquals(69, missing.status(), missing::toString);
        Printed unwritable = run(List.of(
                "audit",
                "export",
                "--data",
                folder.toString(),
                folder.resolve("a/b/c").toString()));
        assertEquals(engine == Engine.SQLITE ? 73 : 69, unwritable.status(), unwritable::toString);
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        for (List<String> words : List.of(
                List.of("audit"),
                List.of("audit", "prune"),
                List.of("audit", "search", "--lines", "3"),
                List.of("audit", "search", "--follow"),
                List.of("audit", "tail", "--follow", "--json"),
                List.of("audit", "tail", "--lines", "0"),
                List.of("audit", "tail", "--lines", "10001"),
                List.of("audit", "tail", "--data", "d", "--profile", "p"),
                List.of("audit", "tail", "--tenant", "t"),
                List.of("audit", "export"),
                List.of("audit", "export", "a", "b"))) {
            assertEquals(
                    64,
                    assertInstanceOf(Command.Unusable.class, Command.read(words), words::toString)
                            .status());
        }
        assertInstanceOf(Command.AuditRead.class, Command.read(List.of("--json", "audit", "--denied", "search")));
    }
}
