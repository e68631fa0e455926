package dev.postern.acceptance;

import static dev.postern.acceptance.Observation.mailbox;
import static dev.postern.acceptance.Observation.server;

import dev.postern.Postern;
import dev.postern.TestFolders;
import dev.postern.secrets.Keyring;
import dev.postern.settings.SettingsReader;
import dev.postern.store.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The keys that act on stored data, observed in the store or after a restart. */
final class RestartSettingRows {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String FORMER_KEY =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    /** A task that is due runs a second after the start; the rest is for a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private RestartSettingRows() {}

    static List<SettingRow> all() {
        Path data = folder().resolve("data");
        String url = Databases.postgresUrl();
        return Stream.of(
                        List.of(
                                new SettingRow(
                                        "data",
                                        data.toString(),
                                        "whether the folder contains the database",
                                        settings -> dataFolder(data, settings),
                                        "false",
                                        "true"),
                                new SettingRow(
                                        "database.url",
                                        url,
                                        "whether PostgreSQL has the tenant",
                                        server(_ -> number(
                                                        url,
                                                        "select count(*) from information_schema.tables"
                                                                + " where table_name = 'tenant'")
                                                > 0),
                                        "false",
                                        "true"),
                                new SettingRow(
                                        "database.pool-size",
                                        "4",
                                        "whether callers get more than seven connections to PostgreSQL",
                                        RestartSettingRows::manyConnections,
                                        "true",
                                        "false"),
                                new SettingRow(
                                        "imds",
                                        "robot",
                                        "whether the machine can get tokens",
                                        RestartSettingRows::imds,
                                        "false",
                                        "true"),
                                new SettingRow(
                                        "encryption.key",
                                        KEY,
                                        "whether there is a key file",
                                        server(postern ->
                                                Files.exists(postern.folder().resolve(Keyring.FILE))),
                                        "true",
                                        "false"),
                                new SettingRow(
                                        "encryption.key-previous",
                                        FORMER_KEY,
                                        "signing keys after the encryption key changed",
                                        RestartSettingRows::afterAnotherKey,
                                        "2",
                                        "1")),
                        retention(),
                        log())
                .flatMap(List::stream)
                .toList();
    }

    private static List<SettingRow> retention() {
        return List.of(
                new SettingRow(
                        "audit.strict-reads",
                        "true",
                        "whether each read is in the audit when it is answered",
                        mailbox(user -> {
                            for (int i = 0; i < 20; i++) {
                                user.get("/messages").expect(200);
                                if (rows(user.postern().folder(), "mailbox_audit") <= i) {
                                    return false;
                                }
                            }
                            return true;
                        }),
                        "false",
                        "true"),
                new SettingRow(
                        "audit.retention",
                        "1 d",
                        "whether old entries are gone",
                        later(_ -> {}, folder -> number(sqlite(folder), "select min(sequence) from tenant_audit") > 1),
                        "false",
                        "true"),
                new SettingRow(
                        "trace.retention",
                        "1 d",
                        "whether the trace of an old message is gone",
                        later(
                                postern -> Observation.MailboxUser.in(postern)
                                        .sendTo("seen@contoso.example")
                                        .expect(202),
                                folder -> rows(folder, "message_trace") == 0),
                        "false",
                        "true"),
                new SettingRow(
                        "workflow.retention-days",
                        "1",
                        "whether an old run is gone",
                        later(
                                postern -> OutgoingCallsTest.outcome(postern, "a", postern.address() + "/healthz"),
                                folder -> rows(folder, "workflow_run") == 0),
                        "false",
                        "true"),
                new SettingRow(
                        "mailbox.purged-retention",
                        "1 d",
                        "whether a purged item is gone",
                        later(
                                postern -> {
                                    var user = Observation.MailboxUser.in(postern);
                                    user.post("/messages/" + user.draftId(1) + "/permanentDelete", "{}")
                                            .expect(204);
                                },
                                folder -> number(sqlite(folder), "select sum(recoverable_items) from mailbox") == 0),
                        "false",
                        "true"),
                new SettingRow(
                        "mailbox.tombstone-retention",
                        "1 d",
                        "whether the tombstone of a deleted item is gone",
                        later(
                                postern -> {
                                    var user = Observation.MailboxUser.in(postern);
                                    user.send("DELETE", "/messages/" + user.draftId(1), null, null)
                                            .expect(204);
                                },
                                folder -> rows(folder, "tombstone") == 0),
                        "false",
                        "true"),
                new SettingRow(
                        "mailbox.removed-retention",
                        "1 d",
                        "whether the data of a removed mailbox is gone",
                        later(
                                postern -> {
                                    Observation.MailboxUser.in(postern).draft(1).expect(201);
                                    postern.admin().cmdlet("Remove-Mailbox", "Identity", "seen", "Confirm", false);
                                },
                                RestartSettingRows::noticed,
                                folder -> rows(folder, "mailbox") == 0),
                        "false",
                        "true"));
    }

    private static List<SettingRow> log() {
        // a process is expensive, and both rows start from the same one
        var byDefault = new FutureTask<>(RestartSettingRows::process);
        return List.of(
                new SettingRow(
                        "log.format",
                        "plain",
                        "whether the log is JSON",
                        settings -> logged(byDefault, settings).startsWith("{") ? "true" : "false",
                        "true",
                        "false"),
                new SettingRow(
                        "log.level",
                        "error",
                        "whether information is logged",
                        settings -> logged(byDefault, settings).contains("INFO") ? "true" : "false",
                        "true",
                        "false"));
    }

    private interface Doing {
        void in(TestPostern postern) throws Exception;
    }

    private interface Between {
        void at(Path folder, Instant now, String... settings) throws Exception;
    }

    private interface Looking {
        boolean at(Path folder) throws Exception;
    }

    /** Prepares a server, restarts it three days later by its clock, and observes whether a condition becomes true within a few seconds. */
    private static Observation later(Doing doing, Looking looking) {
        return later(doing, (_, _, _) -> {}, looking);
    }

    /** @param between done with the server's folder and clock before the restart */
    private static Observation later(Doing doing, Between between, Looking looking) {
        return settings -> {
            Path folder = folder();
            Instant now = Instant.now();
            try (TestPostern postern = TestPostern.start(folder, () -> now, settings)) {
                doing.in(postern);
            }
            between.at(folder, now, settings);
            InstantSource days = () -> now.plus(Duration.ofDays(3));
            try (TestPostern _ = TestPostern.start(folder, days, settings)) {
                return becomes(folder, looking);
            }
        };
    }

    /** Restarts an hour later, so that the server notices that the owner of the mailbox is gone. */
    private static void noticed(Path folder, Instant now, String... settings) throws Exception {
        try (TestPostern _ = TestPostern.start(folder, () -> now.plus(Duration.ofHours(1)), settings)) {
            becomes(folder, one -> number(sqlite(one), "select count(removed_at) from mailbox") > 0);
        }
    }

    private static String becomes(Path folder, Looking looking) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            if (looking.at(folder)) {
                return "true";
            }
            LockSupport.parkNanos(50_000_000);
        }
        return "false";
    }

    private static String dataFolder(Path data, String... settings) {
        String named = settings.length == 0 ? folder().toString() : settings[1];
        var read = SettingsReader.read(
                Optional.empty(),
                Map.of("POSTERN_DATA", named),
                Map.of("--port", List.of("0"), "--tls-port", List.of("0")));
        try (Postern _ = Postern.start(read, InstantSource.system())) {
            return Boolean.toString(Files.exists(data.resolve("postern.db")));
        }
    }

    private static String imds(String... settings) throws Exception {
        Path folder = folder();
        try (TestPostern postern = TestPostern.start(folder)) {
            postern.admin()
                    .http()
                    .post(
                            "/postern/identities",
                            postern.admin().token(Administration.MANAGEMENT),
                            "{\"name\":\"robot\"}")
                    .expect(201);
        }
        int port = ServerSettingRows.freePort();
        String yaml = settings.length == 0 ? "" : "imds:\n  - { identity: " + settings[1] + ", port: " + port + " }\n";
        try (TestPostern _ = TestPostern.configured(folder, yaml)) {
            return Boolean.toString(SlowPeer.answers("127.0.0.1", port));
        }
    }

    /** Starts with one key, and then with another and the settings. */
    private static String afterAnotherKey(String... settings) {
        Path folder = folder();
        TestPostern.start(folder, "encryption.key", FORMER_KEY).close();
        String[] then = Stream.concat(Stream.of("encryption.key", KEY), Stream.of(settings))
                .toArray(String[]::new);
        TestPostern.start(folder, then).close();
        return Long.toString(rows(folder, "signing_key"));
    }

    private static String logged(FutureTask<String> byDefault, String... settings) throws Exception {
        if (settings.length > 0) {
            return process(settings);
        }
        byDefault.run();
        return byDefault.get();
    }

    /** Returns the output of a server process until it is ready. */
    private static String process(String... settings) throws Exception {
        Path folder = folder();
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < settings.length; i += 2) {
            yaml.append(settings[i]).append(": ").append(settings[i + 1]).append('\n');
        }
        Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
        try (ServerProcess process =
                ServerProcess.start(folder, ServerProcess.QUICK, List.of("--config", file.toString()))) {
            process.admin();
            return process.output();
        }
    }

    private static String manyConnections(String... settings) throws Exception {
        String url = Databases.postgresUrl();
        return mailbox(user -> connections(user, url) > 7)
                .with("database.url", url)
                .of(settings);
    }

    /** Returns the number of connections that a server opens for thirty callers. */
    private static long connections(Observation.MailboxUser user, String url) throws SQLException {
        // without the connection that counts
        String counted = "select count(*) - 1 from pg_stat_activity where datname = current_database()"
                + " and backend_type = 'client backend'";
        long highest = 0;
        try (var connection = DriverManager.getConnection(url);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 30; caller++) {
                callers.execute(() -> {
                    for (int i = 0; i < 5; i++) {
                        user.draft(1);
                        user.get("/messages");
                    }
                });
            }
            callers.shutdown();
            while (!callers.isTerminated()) {
                highest = Math.max(highest, number(connection, counted));
            }
        }
        return highest;
    }

    private static String sqlite(Path folder) {
        return "jdbc:sqlite:" + folder.resolve("postern.db");
    }

    private static long rows(Path folder, String table) {
        return number(sqlite(folder), "select count(*) from " + table);
    }

    private static long number(String url, String query) {
        try (var connection = DriverManager.getConnection(url)) {
            return number(connection, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Path folder() {
        try {
            return TestFolders.folder("postern-settings");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
