package dev.postern.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.audit.AuditProblem.Kind;
import dev.postern.http.Json;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** An export has every row, can be checked by itself, and reveals later what was removed or rewritten together with its stored head. */
class AuditExportTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final TenantId TENANT = new TenantId(UUID.randomUUID());
    private static final MailboxId MAILBOX = new MailboxId(UUID.randomUUID());

    @TempDir
    Path folder;

    private static void append(Audit audit, @Nullable MailboxId mailbox, Instant at) {
        audit.append(new AuditEntry(
                TENANT,
                mailbox,
                at,
                new Actor(new AppId(UUID.randomUUID()), null, UUID.randomUUID()),
                "GET /users/{id}/messages",
                "Zürich \uD83D\uDE00",
                "granted",
                null,
                null,
                "because"));
    }

    private static Database filled(Engine engine) {
        Database database = Databases.open(engine);
        Audit audit = new Audit(database, false);
        for (int i = 0; i < 5; i++) {
            append(audit, MAILBOX, NOW);
            append(audit, null, NOW);
        }
        return database;
    }

    private Path export(Database database) throws IOException {
        Path file = folder.resolve("audit.jsonl");
        AuditExport.Done done = AuditExport.write(database, file, NOW);
        assertTrue(done.whole());
        return file;
    }

    private static List<AuditProblem> verify(Database database, Path heads) {
        return verify(database, heads, NOW.plusSeconds(60));
    }

    private static List<AuditProblem> verify(Database database, Path heads, Instant now) {
        Anchors anchors = Anchors.none();
        anchors.add(ExportedHeads.read(heads), database);
        return new Verifier(database, anchors, now, Verifier.Pace.FULL).run().problems();
    }

    private static AuditProblem problem(UUID chain, long sequence, Kind kind) {
        return new AuditProblem(chain.toString(), sequence, kind);
    }

    private static void change(Database database, String statement, Object... values) {
        int _ = database.write(sql -> sql.update(statement, values));
    }

    /** Removes the last row together with what the database knows of it. */
    private static void cut(Database database) {
        change(database, "delete from mailbox_audit where mailbox_id = ? and sequence = 5", MAILBOX.value());
        change(
                database,
                "update mailbox_audit_head set sequence = 4, hash = (select hash from mailbox_audit where mailbox_id ="
                        + " ? and sequence = 4)",
                MAILBOX.value());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyRowIsALineWhoseHashCanBeComputed(Engine engine) throws Exception {
        try (Database database = filled(engine)) {
            Path file = export(database);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            try (var files = Files.list(folder)) {
                assertEquals(List.of(file), files.toList());
            }
            List<String> lines = Files.readAllLines(file);
            assertEquals(11, lines.size());
            for (String line : lines.subList(0, 10)) {
                JsonNode row = Json.parse(line);
                String text = line.substring(line.indexOf("\"entry\":") + 8, line.length() - 1);
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                sha.update(HexFormat.of().parseHex(row.path("previous").asString()));
                byte[] hash = sha.digest(text.getBytes(StandardCharsets.UTF_8));
                assertEquals(row.path("hash").asString(), HexFormat.of().formatHex(hash));
                assertEquals(
                        "Zürich \uD83D\uDE00", row.path("entry").path("target").asString());
            }
            JsonNode heads = Json.parse(lines.getLast()).path("heads");
            assertEquals(2, heads.size());
            for (JsonNode head : heads) {
                assertEquals(5, head.path("sequence").asLong());
                assertTrue(lines.stream()
                        .anyMatch(line -> line.contains(head.path("hash").asString())));
            }
            assertEquals(List.of(), verify(database, file));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatIsAddedLaterIsNoProblem(Engine engine) throws Exception {
        try (Database database = filled(engine)) {
            Path file = export(database);
            append(new Audit(database, false), MAILBOX, NOW);
            append(new Audit(database, false), new MailboxId(UUID.randomUUID()), NOW);
            assertEquals(List.of(), verify(database, file));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTailThatWasRemovedWithItsHeadIsDetected(Engine engine) throws Exception {
        try (Database database = filled(engine)) {
            Path file = export(database);
            cut(database);
            assertEquals(
                    List.of(),
                    new Verifier(database, Anchors.none(), NOW, Verifier.Pace.FULL)
                            .run()
                            .problems());
            assertEquals(List.of(problem(MAILBOX.value(), 5, Kind.TRUNCATED)), verify(database, file));
            append(new Audit(database, false), MAILBOX, NOW);
            assertEquals(List.of(problem(MAILBOX.value(), 5, Kind.ALTERED)), verify(database, file));
            append(new Audit(database, false), MAILBOX, NOW);
            assertEquals(List.of(problem(MAILBOX.value(), 5, Kind.ALTERED)), verify(database, file));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRemovedChainIsDetected(Engine engine) throws Exception {
        try (Database database = filled(engine)) {
            Path file = export(database);
            change(database, "delete from tenant_audit");
            change(database, "delete from tenant_audit_head");
            assertEquals(List.of(problem(TENANT.value(), 1, Kind.TRUNCATED)), verify(database, file));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theDocumentedMembersOfAHeadSuffice(Engine engine) throws Exception {
        try (Database database = filled(engine)) {
            Path file = export(database);
            String last = Files.readAllLines(file).getLast();
            String bare = last.replaceAll("\"place\":\"[a-z]+\",", "").replaceAll(",\"at\":\"[^\"]+\"", "");
            Path heads = Files.writeString(folder.resolve("heads.json"), bare + "\n\n");
            assertFalse(bare.contains("place"));
            assertEquals(List.of(), verify(database, heads));
            cut(database);
            assertEquals(List.of(problem(MAILBOX.value(), 5, Kind.TRUNCATED)), verify(database, heads));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void retentionMayRemoveWhatWasExported(Engine engine) throws Exception {
        try (Database database = filled(engine)) {
            Path file = export(database);
            Instant later = NOW.plus(Duration.ofDays(40));
            Audit audit = new Audit(database, false);
            append(audit, MAILBOX, later);
            assertTrue(new Sweep(database, audit, Duration.ofDays(30), () -> later).run(Verifier.Pace.FULL) > 0);
            assertEquals(List.of(), verify(database, file, later));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAlteredAuditIsExportedAndSaidToBeAltered(Engine engine) throws Exception {
        try (Database database = filled(engine)) {
            change(
                    database,
                    "update mailbox_audit set entry = 'a' || chr(10) || 'b' where sequence = 2"
                            .replace("chr(10)", engine == Engine.SQLITE ? "char(10)" : "chr(10)"));
            Path file = folder.resolve("altered.jsonl");
            AuditExport.Done done = AuditExport.write(database, file, NOW);
            assertFalse(done.whole());
            assertEquals(10, done.rows());
            List<String> lines = Files.readAllLines(file);
            assertEquals(11, lines.size());
            assertTrue(lines.stream().anyMatch(line -> line.contains("\"text\":\"a\\nb\"")), lines::toString);
            cut(database);
            change(database, "delete from mailbox_audit where sequence = 3");
            assertFalse(AuditExport.write(database, file, NOW).whole());
        }
    }

    @Test
    void aFileWithoutHeadsIsRefused() throws Exception {
        Path file = folder.resolve("other");
        for (String content : List.of(
                "",
                "\n",
                "{}",
                "{\"heads\":{}}",
                "{\"heads\":[{\"chain\":\"x\"}]}",
                "{\"heads\":[{}]}",
                "[]",
                "{\"heads\":[")) {
            Files.writeString(file, "{\"heads\":[]}\n" + content);
            if (!content.isBlank()) {
                assertThrows(IllegalArgumentException.class, () -> ExportedHeads.read(file), content);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> ExportedHeads.read(folder.resolve("missing")));
    }
}
