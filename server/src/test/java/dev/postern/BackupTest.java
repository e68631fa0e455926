package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.archive.TarWriter;
import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import dev.postern.settings.SettingsReader;
import dev.postern.store.Databases;
import dev.postern.store.SchemaVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup}, {@code restore} and {@code check}, on a data directory whose server runs. */
class BackupTest {
    @TempDir
    Path folder;

    private record Printed(int status, String out, String err) {}

    private static Printed run(String... words) {
        return run(Map.of(), words);
    }

    private static Printed run(Map<String, String> environment, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream warned = new PrintStream(err, true, StandardCharsets.UTF_8);
        int status = switch (Command.read(List.of(words))) {
            case Command.Backup backup -> BackupCommand.backup(backup.options(), environment, printed, warned);
            case Command.Restore restore -> BackupCommand.restore(restore.options(), printed, warned);
            case Command.Check check -> CheckCommand.run(check.options(), printed, warned);
            case Command.Remote remote -> new Client(environment, Path.of(""), printed, warned).run(remote);
            case Command.Unusable unusable -> unusable.status();
            default -> throw new AssertionError(Arrays.toString(words));
        };
        return new Printed(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Postern start(Path data, String... more) {
        var options = new HashMap<String, List<String>>(
                Map.of("--data", List.of(data.toString()), "--port", List.of("0"), "--tls-port", List.of("0")));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], List.of(more[i + 1]));
        }
        return Postern.start(SettingsReader.read(Optional.empty(), Map.of(), options), InstantSource.system());
    }

    private static Printed cmdlet(Path data, String... words) {
        return run(Map.of("POSTERN_PROFILE", data.resolve("admin.json").toString()), words);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path archive() {
        return folder.resolve("backup.tar.gz");
    }

    private Path restored() {
        return folder.resolve("restored");
    }

    private Printed restore(Path file) {
        return run("restore", file.toString(), "--data", restored().toString());
    }

    private static Printed check(Path data) {
        return run("check", "--data", data.toString(), "--json");
    }

    /** A backup of a directory whose server runs, with a mailbox. Made once, because a server takes longer than the tests. */
    private static final class Shared {
        private static final Path FOLDER = folder();
        private static final Path DATA = FOLDER.resolve("data");
        private static final Path ARCHIVE = made();

        private static Path folder() {
            try {
                return TestFolders.folder("postern-backup");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path made() {
            Path file = FOLDER.resolve("backup.tar.gz");
            try (Postern _ = start(DATA)) {
                mailbox(DATA);
                Printed backup = run("backup", "--data", DATA.toString(), file.toString());
                assertEquals(0, backup.status(), backup::err);
                assertEquals("", backup.err());
                assertTrue(backup.out().contains("protect it"), backup::out);
            }
            return file;
        }
    }

    /** Creates a mailbox, and opens it with its first setting. */
    private static void mailbox(Path data) {
        Printed created = cmdlet(data, "New-Mailbox", "-Shared", "-Name", "sales");
        assertEquals(0, created.status(), created::err);
        Printed set = cmdlet(
                data, "Set-MailboxRegionalConfiguration", "-Identity", "sales", "-TimeZone", "Pacific Standard Time");
        assertEquals(0, set.status(), set::err);
    }

    @Test
    void aBackupOfARunningServerIsRestored() throws Exception {
        Path file = Shared.ARCHIVE;
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var left = Files.list(Shared.FOLDER)) {
            assertEquals(
                    new TreeSet<>(List.of("backup.tar.gz", "data")),
                    new TreeSet<>(left.map(one -> one.getFileName().toString()).toList()));
        }
        Printed back = restore(file);
        assertEquals(0, back.status(), back::err);
        for (String name : List.of("encryption.key", "node-id", "tls/ca.pem", "tls/ca-key.pem", "tls/server.pem")) {
            assertEquals(
                    Files.readString(Shared.DATA.resolve(name)),
                    Files.readString(restored().resolve(name)),
                    name);
        }
        assertFalse(Files.exists(restored().resolve("admin.json")));
        assertFalse(Files.exists(restored().resolve(Restore.UNFINISHED)));
        Printed checked = check(restored());
        assertEquals(0, checked.status(), checked::out);
        assertTrue(Json.parse(checked.out()).path("ok").asBoolean(), checked::out);
        try (Postern _ = start(restored())) {
            Printed found = cmdlet(restored(), "Get-Mailbox", "-Identity", "sales", "--json");
            assertEquals(0, found.status(), found::err);
            assertEquals(1, Json.parse(found.out()).size());
        }
    }

    @Test
    void aBackupIsRestoredOnlyWhole() throws Exception {
        Path file = Shared.ARCHIVE;
        byte[] whole = Files.readAllBytes(file);
        Path bad = folder.resolve("bad.tar.gz");
        for (int length : List.of(0, 10, 700, whole.length / 2, whole.length - 9, whole.length - 1)) {
            Files.write(bad, Arrays.copyOf(whole, length));
            assertRefused(bad, "");
        }
        byte[] trailer = whole.clone();
        trailer[whole.length - 6] ^= 1;
        Files.write(bad, trailer);
        assertRefused(bad, "damaged");
        byte[] tar;
        try (var in = new GZIPInputStream(new ByteArrayInputStream(whole))) {
            tar = in.readAllBytes();
        }
        String id = Files.readString(Shared.DATA.resolve("node-id"));
        int at = new String(tar, StandardCharsets.ISO_8859_1).indexOf(id);
        tar[at] ^= 1;
        try (var out = new GZIPOutputStream(Files.newOutputStream(bad))) {
            out.write(tar);
        }
        assertRefused(bad, "the checksum of node-id differs");
        Files.writeString(bad, "not a backup at all, but text");
        assertRefused(bad, "not a backup");
        Printed missing = restore(folder.resolve("missing"));
        assertEquals(1, missing.status());
        assertTrue(missing.err().contains("There is no file"), missing::err);

        Files.createDirectories(restored());
        Files.writeString(restored().resolve("mine"), "x");
        Printed full = restore(file);
        assertEquals(1, full.status());
        assertTrue(full.err().contains("is not empty"), full::err);
        assertEquals("x", Files.readString(restored().resolve("mine")));
        assertEquals(64, run("restore", file.toString()).status(), "--data is needed");
    }

    private void assertRefused(Path file, String word) {
        Printed refused = restore(file);
        assertEquals(1, refused.status(), refused::out);
        assertTrue(refused.err().startsWith("postern: ") && refused.err().contains(word), refused::err);
        assertFalse(Files.exists(restored()), "nothing is left");
    }

    @Test
    void aBackupOfANewerSchemaOrWithOtherFilesIsRefused() throws Exception {
        String newer = Integer.toString(Integer.parseInt(SchemaVersion.known()) + 1);
        String sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        String files = ", \"files\": [{\"name\": \"%s\", \"size\": %d, \"sha256\": \"" + sum + "\"}]}";
        String head = "{\"format\": 1, \"created\": \"2026-11-27T08:00:00Z\", \"version\": \"9.9\", \"schema\": %s";
        Printed refused = crafted(head.formatted(newer) + files.formatted("postern.db", 0), "postern.db");
        assertTrue(
                refused.err().contains("schema version " + newer)
                        && refused.err().contains(SchemaVersion.known()),
                refused::err);
        assertTrue(refused.err().contains("(9.9)"), refused::err);
        for (String name : List.of("../evil", "/etc/evil", "a/../../evil", "a/b/c", ".restore", "tls/../evil", "")) {
            Printed traversal = crafted(head.formatted("0") + files.formatted(name, 0), name.isEmpty() ? "x" : name);
            assertTrue(traversal.err().contains("not one of a data directory"), traversal::err);
            assertFalse(Files.exists(folder.resolve("evil")));
        }
        Printed other = crafted(head.formatted("0") + files.formatted("node-id", 0), "tls");
        assertTrue(other.err().contains("is not where it must be"), other::err);
        Printed huge = crafted(head.formatted("0") + files.formatted("node-id", Long.MAX_VALUE), "node-id");
        assertTrue(huge.err().contains("bytes, and the disk has"), huge::err);
        Printed format = crafted("{\"format\": 2, \"version\": \"9.9\"}", "x");
        assertTrue(format.err().contains("9.9"), format::err);
    }

    private Printed crafted(String manifest, String name) throws Exception {
        Path file = folder.resolve("crafted.tar.gz");
        byte[] json = manifest.getBytes(StandardCharsets.UTF_8);
        try (var out = new TarWriter(new GZIPOutputStream(Files.newOutputStream(file)))) {
            out.add(BackupManifest.NAME, json.length, Instant.EPOCH, new ByteArrayInputStream(json));
            out.add(name, 0, Instant.EPOCH, new ByteArrayInputStream(new byte[0]));
        }
        Printed refused = restore(file);
        assertEquals(1, refused.status(), refused::out);
        assertFalse(Files.exists(restored()));
        return refused;
    }

    @Test
    void whatIsNotInABackupIsSaid() throws Exception {
        Printed nothing = run(
                "backup", "--data", folder.resolve("none").toString(), archive().toString());
        assertEquals(1, nothing.status());
        assertTrue(nothing.err().contains("There is no data directory"), nothing::err);
        String key = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";
        try (Postern _ = start(data(), "encryption.key", key)) {
            Printed backup =
                    run("backup", "--data", data().toString(), archive().toString());
            assertEquals(0, backup.status(), backup::err);
            assertTrue(backup.err().contains("WARNING: Secrets in the database need an encryption key"), backup::err);
        }
    }

    @Test
    void aFolderThatIsNoneIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(
                "The data directory " + file + " cannot be used: it is a file.",
                assertThrows(DataDirectory.Unusable.class, () -> start(file)).getMessage());
        assertEquals(
                "The data directory " + file.resolve("data") + " cannot be used: " + file.resolve("data")
                        + ": not a directory.",
                String.valueOf(assertThrows(DataDirectory.Unusable.class, () -> start(file.resolve("data")))
                        .getMessage()));
        Path missing = folder.resolve("missing").resolve("backup");
        Files.createDirectories(data());
        Files.writeString(data().resolve("node-id"), "");
        Printed backup = run("backup", "--data", data().toString(), missing.toString());
        assertEquals(1, backup.status());
        assertEquals(
                "postern: The backup " + missing + " cannot be written: its directory does not exist.\n", backup.err());
    }

    @Test
    void aServerRefusesAnUnfinishedRestore() throws Exception {
        Files.createDirectories(data().resolve(Restore.UNFINISHED));
        var refused = assertThrows(IllegalStateException.class, () -> start(data()));
        assertTrue(String.valueOf(refused.getMessage()).contains("did not end"), refused::getMessage);
    }

    @Test
    void aCheckFindsWhatWasChangedInSqlite() throws Exception {
        assertEquals(0, restore(Shared.ARCHIVE).status());
        String url = "jdbc:sqlite:" + restored().resolve("postern.db");
        String[] check = {"check", "--json", "--data", restored().toString()};
        assertDamageIsFound(url, check);
        newer(url);
        Printed refused = run(check);
        assertEquals(65, refused.status());
        assertTrue(
                refused.err().contains("schema version 9000") && refused.err().contains(SchemaVersion.known()),
                refused::err);
        assertEquals(
                69, run("check", "--data", folder.resolve("none").toString()).status());
    }

    @Test
    void aNodeOfPostgresqlIsBackedUpWithoutItsDatabase() throws Exception {
        Path node = folder.resolve("node");
        Path file = folder.resolve("node.tar.gz");
        String url = Databases.postgresUrl();
        try (Postern _ = start(node, "--database", url)) {
            mailbox(node);
            Printed backup = run("backup", "--data", node.toString(), "--database", url, file.toString());
            assertEquals(0, backup.status(), backup::err);
            assertTrue(backup.err().contains("pg_dump"), backup::err);
        }
        Printed back = restore(file);
        assertEquals(0, back.status(), back::err);
        assertTrue(back.err().contains("pg_restore"), back::err);
        assertEquals(
                Files.readString(node.resolve("node-id")),
                Files.readString(restored().resolve("node-id")));
        assertDamageIsFound(url, "check", "--json", "--database", url);
    }

    private static void assertDamageIsFound(String url, String... check) throws Exception {
        Printed before = run(check);
        assertEquals(0, before.status(), () -> before.out() + before.err());
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate("update mailbox set items = 7, folders = folders + 1"));
            assertTrue(statement.executeUpdate("update folder set unread = 3 where name = 'Inbox'") > 0);
            assertEquals(1, statement.executeUpdate("update tenant_audit set entry = '{}' where sequence = 1"));
        }
        Printed after = run(check);
        assertEquals(1, after.status(), after::out);
        assertTrue(after.out().contains("counts 7 items but has 0"), after::out);
        assertTrue(after.out().contains("folder 'Inbox' counts 0 items, 3 of them unread"), after::out);
        for (var one : Json.parse(after.out()).path("checks")) {
            boolean damaged =
                    List.of("audit", "counters").contains(one.path("name").asString());
            assertEquals(!damaged, one.path("ok").asBoolean(), after::out);
        }
    }

    private static void newer(String url) throws Exception {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.executeUpdate("insert into flyway_schema_history (installed_rank, version, description, type,"
                    + " script, checksum, installed_by, installed_on, execution_time, success) select 1000, '9000',"
                    + " 'later', 'SQL', 'V.sql', 1, 'x', installed_on, 1, success from flyway_schema_history"
                    + " where version = '1'");
        }
    }
}
