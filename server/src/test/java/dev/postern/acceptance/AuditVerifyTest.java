package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.CommandHere;
import dev.postern.TestFolders;
import dev.postern.http.Json;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * {@code postern audit verify} on the data of a server, after the database was tampered with. What the process itself adds, such as its small
 * heap, its exit status and the separation of its outputs, is tried once for each result; the other cases run in the process of the test.
 */
class AuditVerifyTest {
    private static final String MAILBOX = "(select mailbox_id from mailbox_audit_head order by sequence desc limit 1)";
    private static final String ROWS = "mailbox_audit where mailbox_id = " + MAILBOX;
    private static final AtomicInteger COPIES = new AtomicInteger();
    private static final Map<Engine, Store> STORES = new EnumMap<>(Engine.class);

    /** The data directory, and the database if it is not in it. */
    private record Store(Path folder, String url, String chain, long rows) {
        List<String> arguments() {
            return url.startsWith("jdbc:sqlite:")
                    ? List.of("--data", folder.toString())
                    : List.of("--data", folder.toString(), "--database", url);
        }
    }

    private record Verified(int status, String out, String err) {
        JsonNode json() {
            return Json.parse(out.getBytes(StandardCharsets.UTF_8));
        }

        /** The problems as {@code kind sequence}. */
        List<String> problems(String chain) {
            var found = new ArrayList<String>();
            json().get("problems").forEach(problem -> {
                if (problem.get("chain").asString().equals(chain)) {
                    found.add(problem.get("kind").asString() + " "
                            + problem.get("sequence").asLong());
                }
            });
            return found;
        }
    }

    private static Verified verify(List<String> arguments) {
        CommandHere command = CommandHere.auditVerify(arguments);
        return new Verified(command.status(), command.out(), command.err());
    }

    private static Verified verifyElsewhere(List<String> arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                TestFolders.javaOption()));
        command.addAll(PackedClasses.shared().options());
        command.addAll(List.of("dev.postern.Main", "audit", "verify"));
        command.addAll(arguments);
        Path err = TestFolders.file("postern-verify", ".txt");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Verified(process.waitFor(), out, Files.readString(err));
    }

    private static List<String> json(Store store) {
        var arguments = new ArrayList<>(store.arguments());
        arguments.add("--json");
        return arguments;
    }

    private static Verified verify(Store store) {
        return verify(json(store));
    }

    /** The data of a server that was stopped after some work. */
    private static synchronized Store store(Engine engine) throws Exception {
        Store known = STORES.get(engine);
        if (known != null) {
            return known;
        }
        Path folder = TestFolders.folder("postern-audit");
        String url =
                engine == Engine.POSTGRES ? Databases.postgresUrl() : "jdbc:sqlite:" + folder.resolve("postern.db");
        List<String> more = engine == Engine.POSTGRES ? List.of("--database", url) : List.of();
        try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, more)) {
            Administration admin = server.admin();
            admin.sharedMailbox("sender");
            admin.sharedMailbox("other");
            String token = admin.token(admin.app("worker", "Mail.Send", "Mail.Read"));
            for (int i = 0; i < 7; i++) {
                admin.http()
                        .post(
                                "/v1.0/users/sender@contoso.example/sendMail",
                                token,
                                Administration.mail("Message " + i, "sender@contoso.example"))
                        .expect(202);
            }
            admin.http()
                    .get("/v1.0/users/other@contoso.example/messages", token)
                    .expect(200);
            // A surrogate pair at the position where a target is truncated.
            admin.http().get("/v1.0/users/" + "x".repeat(511) + "%F0%9F%98%80/messages", token);
            server.process().destroy();
            server.process().waitFor();
        }
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            String chain;
            long rows;
            try (var result = statement.executeQuery(
                    "select mailbox_id, sequence from mailbox_audit_head order by sequence desc limit 1")) {
                result.next();
                chain = engine == Engine.POSTGRES
                        ? result.getString(1)
                        : Uuids.of(result.getBytes(1)).toString();
                rows = result.getLong(2);
            }
            Store store = new Store(folder, url, chain, rows);
            STORES.put(engine, store);
            return store;
        }
    }

    private static Store copy(Engine engine) throws Exception {
        Store store = store(engine);
        Path folder = TestFolders.folder("postern-audit-copy");
        try (var files = Files.list(store.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        if (engine == Engine.SQLITE) {
            return new Store(folder, "jdbc:sqlite:" + folder.resolve("postern.db"), store.chain(), store.rows());
        }
        String name = "audit_copy_" + COPIES.incrementAndGet();
        String database = store.url().replaceFirst(".*/([a-z0-9_]+)\\?.*", "$1");
        String elsewhere = store.url().replace("/" + database + "?", "/postgres?");
        execute(elsewhere, "create database " + name + " template " + database);
        return new Store(
                folder, store.url().replace("/" + database + "?", "/" + name + "?"), store.chain(), store.rows());
    }

    private static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    /** Rewrites the chain with another entry, with all hashes and the head recomputed. */
    private static void rewrite(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                var select = connection.prepareStatement("select sequence, entry from " + ROWS + " order by sequence");
                var update = connection.prepareStatement(
                        "update mailbox_audit set entry = ?, previous = ?, hash = ? where mailbox_id = " + MAILBOX
                                + " and sequence = ?");
                var head = connection.prepareStatement(
                        "update mailbox_audit_head set hash = ? where mailbox_id = " + MAILBOX)) {
            var entries = new ArrayList<String>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(rows.getString(2));
                }
            }
            byte[] before = new byte[32];
            for (int i = 0; i < entries.size(); i++) {
                String entry = i == 2 ? entries.get(i).replace("granted", "forged") : entries.get(i);
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                sha.update(before);
                byte[] hash = sha.digest(entry.getBytes(StandardCharsets.UTF_8));
                update.setString(1, entry);
                update.setBytes(2, before);
                update.setBytes(3, hash);
                update.setLong(4, i + 1);
                update.executeUpdate();
                before = hash;
            }
            head.setBytes(1, before);
            head.executeUpdate();
        }
    }

    /** A manipulation, and one of the problems that must be reported; {@code $n} is the last row. */
    record Tampering(String name, Engine engine, String expected, String... statements) {
        @Override
        public String toString() {
            return name + " on " + engine;
        }
    }

    static List<Tampering> tamperings() {
        var all = new ArrayList<Tampering>();
        for (Engine engine : Engine.values()) {
            all.add(new Tampering(
                    "entry", engine, "altered 3", "update " + set("entry = replace(entry, 'granted', 'denied')", 3)));
            all.add(new Tampering("hash", engine, "altered 3", "update " + set("hash = previous", 3)));
            all.add(new Tampering("previous", engine, "altered 3", "update " + set("previous = hash", 3)));
            all.add(new Tampering("at", engine, "altered 3", "update " + set("at = at + 1", 3)));
            all.add(new Tampering("request_id", engine, "altered 3", "update " + set("request_id = tenant_id", 3)));
            all.add(new Tampering("tenant_id", engine, "altered 3", "update " + set("tenant_id = request_id", 3)));
            all.add(new Tampering("mailbox_id", engine, "altered 3", "update " + set("mailbox_id = request_id", 3)));
            all.add(new Tampering("middle row", engine, "missing 3", "delete from " + ROWS + " and sequence = 3"));
            all.add(new Tampering("first row", engine, "missing 1", "delete from " + ROWS + " and sequence = 1"));
            all.add(new Tampering(
                    "last row",
                    engine,
                    "truncated $n",
                    "delete from " + ROWS + " and sequence = "
                            + "(select sequence from mailbox_audit_head order by sequence desc limit 1)"));
            all.add(new Tampering("last row and head", engine, "truncated $n", cutWithHead()));
            all.add(new Tampering("neighbours", engine, "reordered 3", swap(3, 4)));
            all.add(new Tampering("distant rows", engine, "reordered 2", swap(2, 6)));
            all.add(new Tampering("the last two", engine, "reordered 6", swap(6, 7)));
            all.add(new Tampering("texts", engine, "reordered 3", swapTexts()));
            all.add(new Tampering(
                    "head hash",
                    engine,
                    "altered $n",
                    "update mailbox_audit_head set hash = (select previous from " + ROWS
                            + " and sequence = 2) where mailbox_id = " + MAILBOX));
            all.add(new Tampering(
                    "head sequence",
                    engine,
                    "altered $n",
                    "update mailbox_audit_head set sequence = sequence - 1, hash = " + "(select previous from " + ROWS
                            + " order by sequence desc limit 1) where mailbox_id = " + MAILBOX));
            all.add(new Tampering(
                    "no head", engine, "missing $n", "delete from mailbox_audit_head where mailbox_id = " + MAILBOX));
            all.add(new Tampering(
                    "no chain",
                    engine,
                    "truncated 1",
                    "delete from " + ROWS,
                    "delete from mailbox_audit_head where mailbox_id = " + MAILBOX));
            all.add(new Tampering("false retention", engine, "truncated 3", falseCheckpoint()));
            all.add(new Tampering(
                    "forged row",
                    engine,
                    "altered 0",
                    "insert into mailbox_audit select mailbox_id, 0, tenant_id, at, request_id,"
                            + " entry, previous, hash from " + ROWS + " and sequence = 1"));
        }
        return all;
    }

    private static String set(String what, int sequence) {
        return "mailbox_audit set " + what + " where mailbox_id = " + MAILBOX + " and sequence = " + sequence;
    }

    private static String[] cutWithHead() {
        return new String[] {
            "delete from " + ROWS
                    + " and sequence = (select sequence from mailbox_audit_head order by sequence desc limit 1)",
            "update mailbox_audit_head set sequence = sequence - 1, hash = (select hash from " + ROWS
                    + " order by sequence desc limit 1) where mailbox_id = " + MAILBOX
        };
    }

    private static String[] swap(int one, int other) {
        return new String[] {
            "update " + set("sequence = -1", one),
            "update " + set("sequence = " + one, other),
            "update " + set("sequence = " + other, -1)
        };
    }

    private static String[] swapTexts() {
        return new String[] {
            "create table kept as select entry, at, request_id, sequence from " + ROWS + " and sequence in (3, 5)",
            "update "
                    + set(
                            "entry = (select entry from kept where sequence = 5), at = (select at from kept where"
                                    + " sequence = 5), request_id = (select request_id from kept where sequence = 5)",
                            3),
            "update "
                    + set(
                            "entry = (select entry from kept where sequence = 3), at = (select at from kept where"
                                    + " sequence = 3), request_id = (select request_id from kept where sequence = 3)",
                            5),
            "drop table kept"
        };
    }

    /** Removes the beginning as retention would, but without the records that only the server writes. */
    private static String[] falseCheckpoint() {
        return new String[] {
            "insert into mailbox_audit_checkpoint select mailbox_id, sequence, hash, at from " + ROWS
                    + " and sequence = 3",
            "delete from " + ROWS + " and sequence <= 3"
        };
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theDataOfAServerIsIntact(Engine engine) throws Exception {
        Store store = store(engine);
        Verified verified = verifyElsewhere(json(store));
        assertEquals(0, verified.status(), verified::toString);
        assertTrue(verified.json().get("ok").asBoolean());
        assertTrue(verified.json().get("rows").asLong() > store.rows(), verified::out);
        assertTrue(verified.json().get("chains").asLong() >= 3, verified::out);
        assertEquals(
                List.of("ok", "chains", "rows", "problems", "anchors"),
                List.copyOf(verified.json().propertyNames()));
        assertTrue(verified.json().get("problems").isEmpty());
        Path anchors = store.folder().resolve("audit-anchors.jsonl");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(anchors)));
        assertTrue(Files.readString(store.folder().resolve("output.txt")).contains("Audit heads: "));
        Verified text = verify(store.arguments());
        assertEquals(0, text.status());
        assertTrue(text.out().startsWith("The audit is intact: "), text.out());
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void tamperingIsReported(Tampering tampering) throws Exception {
        Store store = copy(tampering.engine());
        assertEquals(7, store.rows());
        execute(store.url(), tampering.statements());
        Verified verified = verify(store);
        assertEquals(1, verified.status(), verified::toString);
        assertFalse(verified.json().get("ok").asBoolean());
        String expected = tampering.expected().replace("$n", Long.toString(store.rows()));
        assertTrue(verified.problems(store.chain()).contains(expected), () -> expected + " in " + verified.out());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRewrittenChainIsDetectedByItsAnchors(Engine engine) throws Exception {
        Store store = copy(engine);
        rewrite(store.url());
        Verified text = verifyElsewhere(store.arguments());
        assertEquals(1, text.status());
        assertTrue(text.out().contains(" in the chain of " + store.chain()), text.out());
        Verified verified = verify(store);
        assertEquals(1, verified.status(), verified::toString);
        assertTrue(
                verified.problems(store.chain()).stream().anyMatch(problem -> problem.startsWith("altered ")),
                verified::out);
        // Another node's folder has no anchors for this chain, which is consistent in itself.
        Verified without = verify(List.of("--json", "--database", store.url()));
        assertEquals(0, without.status(), without::toString);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRemovedAnchorIsDetected(Engine engine) throws Exception {
        Store store = copy(engine);
        Path file = store.folder().resolve("audit-anchors.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(1);
        Files.write(file, lines);
        Verified verified = verify(store);
        assertEquals(1, verified.status(), verified::toString);
        assertEquals(List.of("altered 2"), verified.problems("anchors"));
        // A line that a crash truncated is not an anchor.
        Store cut = copy(engine);
        Path other = cut.folder().resolve("audit-anchors.jsonl");
        Files.writeString(other, Files.readString(other) + "{\"at\":\"20");
        assertEquals(0, verify(cut).status());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aServerMayRunAndWriteAtTheSameTime(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-audit");
        List<String> database = engine == Engine.POSTGRES ? List.of("--database", Databases.postgresUrl()) : List.of();
        try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, database);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Administration admin = server.admin();
            admin.sharedMailbox("sender");
            String token = admin.token(admin.app("worker", "Mail.Send"));
            var running = new AtomicBoolean(true);
            var sending = threads.submit(() -> {
                while (running.get()) {
                    admin.http()
                            .post(
                                    "/v1.0/users/sender@contoso.example/sendMail",
                                    token,
                                    Administration.mail("Message", "sender@contoso.example"))
                            .expect(202);
                }
            });
            var arguments = new ArrayList<>(List.of("--json", "--data", folder.toString()));
            arguments.addAll(database);
            for (int i = 0; i < 3; i++) {
                Verified verified = verify(arguments);
                assertEquals(0, verified.status(), verified::toString);
            }
            running.set(false);
            sending.get();
            server.process().destroy();
            server.process().waitFor();
            assertEquals(0, verify(arguments).status());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMissingTableAndAMissingAnchorFileAreReported(Engine engine) throws Exception {
        Store store = copy(engine);
        assertTrue(verify(store).json().get("anchors").asInt() > 0);
        Path none = TestFolders.folder("postern-audit");
        for (java.time.Duration later : List.of(java.time.Duration.ofMinutes(1), java.time.Duration.ofHours(3))) {
            try (dev.postern.store.Database database = dev.postern.store.ReadOnlyDatabase.open(store.url())) {
                List<String> chains = new dev.postern.audit.Verifier(
                                database,
                                dev.postern.audit.Anchors.read(none),
                                java.time.Instant.now().plus(later),
                                dev.postern.audit.Verifier.Pace.FULL)
                        .run().problems().stream()
                                .map(problem -> problem.chain() + " " + problem.kind())
                                .toList();
                assertEquals(later.toHours() == 0 ? List.of() : List.of("anchors truncated"), chains);
            }
        }
        execute(store.url(), "drop table mailbox_audit");
        Verified verified = verify(store);
        assertEquals(1, verified.status(), verified::toString);
        assertFalse(verified.json().get("ok").asBoolean());
        assertFalse(verified.json().get("error").asString().isEmpty());
    }

    @Test
    void whatCannotBeVerifiedIsAFailureWithItsReason() throws Exception {
        Path empty = TestFolders.folder("postern-audit");
        Verified absent = verifyElsewhere(List.of("--data", empty.toString(), "--json"));
        assertEquals(1, absent.status(), absent::toString);
        assertTrue(
                absent.out()
                        .startsWith("{\"ok\":false,\"chains\":0,\"rows\":0,\"problems\":[],\"anchors\":0,\"error\":\""),
                absent::out);
        assertTrue(absent.json().get("error").asString().contains("There is no database"), absent::toString);
        assertFalse(Files.exists(empty.resolve("postern.db")));
        Files.createFile(empty.resolve("postern.db"));
        Verified bare = verify(List.of("--data", empty.toString()));
        assertEquals(1, bare.status(), bare::toString);
        assertEquals(0, Files.size(empty.resolve("postern.db")));
        Verified server = verify(List.of("--database", "jdbc:postgresql://127.0.0.1:1/none?user=x&password=hidden"));
        assertEquals(1, server.status(), server::toString);
        assertFalse(server.err().contains("hidden"), server.err());
        assertEquals(1, verify(List.of("--database", Databases.postgresUrl())).status());
        assertEquals(64, verify(List.of("--database", "mysql://x")).status());
        assertEquals(64, verifyElsewhere(List.of("--what")).status());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anotherSchemaIsRefused(Engine engine) throws Exception {
        Store store = copy(engine);
        execute(store.url(), "update flyway_schema_history set version = '999' where version = '15'");
        Verified verified = verify(store);
        assertEquals(1, verified.status(), verified::toString);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anEmptyAuditIsIntact(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-audit");
        String url =
                engine == Engine.POSTGRES ? Databases.postgresUrl() : "jdbc:sqlite:" + folder.resolve("postern.db");
        Databases.migrate(engine, url);
        Verified verified = verify(List.of("--database", url, "--json"));
        assertEquals(0, verified.status(), verified::toString);
        assertEquals(
                "{\"ok\":true,\"chains\":0,\"rows\":0,\"problems\":[],\"anchors\":0}",
                verified.out().strip());
    }
}
