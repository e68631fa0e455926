package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.postern.TestFolders;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A server is killed again and again while it runs 50 workflows that call a service and send mail. No run is lost, no action that had ended is
 * repeated, and each mail arrives once. {@code -Dkill.rounds} says how often.
 */
@Tag("alone")
class WorkflowKillTest {
    private static final int RUNS = 50;
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);
    private static final String WORKFLOW =
            "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Logic/workflows/killed";
    private static final String VERSION = "?api-version=2019-05-01";

    private final Random random = new Random(Long.getLong("kill.seed", 20_261_127));
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Set<String> accepted = new HashSet<>();
    private Map<String, String> ended = Map.of();
    private volatile int round;

    /** A call that reached the service. */
    private record Seen(int round, String path, String requestId) {}

    @ParameterizedTest
    @EnumSource(Engine.class)
    @Execution(ExecutionMode.CONCURRENT)
    void noRunIsLostAndNothingIsRepeated(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-workflow-kill");
        String url = engine == Engine.POSTGRES ? Databases.postgresUrl() : "";
        HttpServer service = service();
        List<String> options = options(folder, url);
        try {
            for (int number = 0; number < ROUNDS; number++) {
                round = number;
                try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, options)) {
                    Administration admin = server.admin();
                    if (number == 0) {
                        prepare(admin, service.getAddress().getPort());
                    }
                    startRuns(admin);
                    LockSupport.parkNanos(
                            Duration.ofMillis(random.nextInt(1_500)).toNanos());
                    server.kill();
                }
                checkEnded(folder, url);
            }
            try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, options)) {
                finish(server.admin());
            }
            checkEnded(folder, url);
        } finally {
            service.stop(0);
        }
    }

    private HttpServer service() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            seen.add(new Seen(round, path, exchange.getRequestHeaders().getFirst("client-request-id")));
            String run = path.substring(path.lastIndexOf('/') + 1);
            String key = run + path.substring(0, path.lastIndexOf('/')) + "@";
            if (ended.containsKey(key)) {
                seen.add(new Seen(round, "repeated " + key, ""));
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        service.start();
        return service;
    }

    private static List<String> options(Path folder, String url) throws IOException {
        Path config =
                Files.writeString(folder.resolve("postern.yaml"), "outbound.allowed-targets: [127.0.0.0/8, \"::1\"]\n");
        var options = new ArrayList<>(List.of("--config", config.toString()));
        if (!url.isEmpty()) {
            options.addAll(List.of("--database", url));
        }
        return options;
    }

    private static void prepare(Administration admin, int port) {
        admin.sharedMailbox("sender");
        admin.sharedMailbox("receiver");
        JsonNode workflow = call(admin, "PUT", "", """
            {"location":"local","identity":{"type":"SystemAssigned"},"properties":{"definition":{
             "triggers":{"start":{"type":"Request","kind":"Http"}},
             "actions":{
              "First":{"type":"Http","runAfter":{},"inputs":{"method":"POST","body":{"at":"@utcNow()"},
               "uri":"http://127.0.0.1:PORT/First/@{workflow()['run']['name']}"}},
              "Each":{"type":"Foreach","foreach":[1,2,3],"runAfter":{"First":["Succeeded"]},"actions":{
               "Send":{"type":"Http","runAfter":{},"inputs":{"method":"POST",
                "uri":"https://graph.microsoft.com/v1.0/users/sender@contoso.example/sendMail",
                "authentication":{"type":"ManagedServiceIdentity","audience":"https://graph.microsoft.com"},
                "body":{"message":{"subject":"@{workflow()['run']['name']} @{item()}","body":{"contentType":"Text","content":"x"},
                 "toRecipients":[{"emailAddress":{"address":"receiver@contoso.example"}}]},"saveToSentItems":false}}},
               "Pause":{"type":"Wait","runAfter":{"Send":["Succeeded"]},"inputs":{"interval":{"count":1,"unit":"Second"}}}}},
              "Last":{"type":"Http","runAfter":{"Each":["Succeeded"]},"inputs":{"method":"POST",
               "uri":"http://127.0.0.1:PORT/Last/@{workflow()['run']['name']}"}}}}}}
            """.replace("PORT", Integer.toString(port)))
                .json();
        admin.grant(workflow.at("/identity/principalId").asString(), "Mail.Send");
    }

    private static Answer call(Administration admin, String method, String path, String body) {
        String query = path.contains("?") ? "&" + VERSION.substring(1) : VERSION;
        Answer answer = admin.http()
                .send(
                        method,
                        WORKFLOW + path + query,
                        admin.token(Administration.MANAGEMENT),
                        "application/json",
                        body);
        assertTrue(answer.status() / 100 == 2, answer::body);
        return answer;
    }

    private void startRuns(Administration admin) {
        for (int i = 0; i < RUNS; i++) {
            Answer answer = call(admin, "POST", "/triggers/start/run", "");
            accepted.add(answer.response()
                    .headers()
                    .firstValue("x-ms-workflow-run-id")
                    .orElseThrow());
        }
    }

    /** Reads what had ended when the process did, from its database. */
    private void checkEnded(Path folder, String url) {
        try (Database database = url.isEmpty()
                ? new SqliteDatabase(folder.resolve("postern.db"), StatementListener.NONE)
                : new PostgresDatabase(url, 3, StatementListener.NONE)) {
            var now = new HashMap<String, String>();
            database.read(sql -> sql.list(
                            "select run_name, action_name, repetition, tracking_id, status, ended_at from"
                                    + " workflow_action where ended_at is not null",
                            row -> List.of(
                                    row.text(1) + "/" + row.text(2) + "@" + row.text(3),
                                    row.uuid(4) + " " + row.text(5) + " " + row.time(6))))
                    .forEach(row -> now.put(row.getFirst(), row.getLast()));
            ended.forEach((key, row) -> assertEquals(row, now.get(key), () -> key + " was repeated"));
            ended = now;
            if (!url.isEmpty()) {
                // Another process takes over what has had no heartbeat for a while; the test does not wait for that.
                database.write(sql ->
                        sql.update("update scheduled_tasks set last_heartbeat = current_timestamp - interval '1 hour'"
                                + " where picked"));
            }
        }
    }

    private void finish(Administration admin) {
        Set<String> runs = Waiting.until(() -> {
            Map<String, String> status = statuses(admin);
            return Optional.of(status)
                    .filter(all ->
                            all.values().stream().noneMatch(one -> one.equals("Running") || one.equals("Waiting")))
                    .map(all -> {
                        assertEquals(Set.of("Succeeded"), new HashSet<>(all.values()));
                        return all.keySet();
                    });
        });
        assertTrue(runs.containsAll(accepted), "a run is lost");
        assertEquals(accepted.size(), RUNS * ROUNDS);
        assertFalse(
                seen.stream().anyMatch(call -> call.path().startsWith("repeated")),
                () -> "a call was repeated: "
                        + seen.stream()
                                .filter(call -> call.path().startsWith("repeated"))
                                .toList());
        for (String run : accepted) {
            for (String action : List.of("First", "Last")) {
                List<Seen> calls = seen.stream()
                        .filter(call -> call.path().equals("/" + action + "/" + run))
                        .toList();
                assertFalse(calls.isEmpty(), () -> action + " of " + run + " was not called");
                assertEquals(1, calls.stream().map(Seen::requestId).distinct().count(), calls::toString);
                assertEquals(
                        calls.size(), calls.stream().map(Seen::round).distinct().count(), calls::toString);
            }
        }
        Map<String, Integer> inbox = subjects(admin);
        for (String run : accepted) {
            for (int i = 1; i <= 3; i++) {
                assertEquals(1, inbox.get(run + " " + i), "mail " + i + " of " + run);
            }
        }
    }

    private static Map<String, String> statuses(Administration admin) {
        var statuses = new HashMap<String, String>();
        String path = "/runs?$top=100";
        while (true) {
            JsonNode page = call(admin, "GET", path, null).json();
            for (JsonNode run : page.path("value")) {
                statuses.put(
                        run.path("name").asString(),
                        run.at("/properties/status").asString());
            }
            String next = page.path("nextLink").asString("");
            if (next.isEmpty()) {
                return statuses;
            }
            path = "/runs?"
                    + java.net
                            .URI
                            .create(next)
                            .getRawQuery()
                            .replaceAll("&?api-version=[^&]*", "")
                            .replaceAll("^&", "");
        }
    }

    private static Map<String, Integer> subjects(Administration admin) {
        String token = admin.token(admin.app("auditor", "Mail.Read"));
        var counts = new HashMap<String, Integer>();
        int skip = 0;
        while (true) {
            JsonNode page = admin.http()
                    .get(
                            "/v1.0/users/receiver@contoso.example/mailFolders/inbox/messages?$select=subject&$top=1000&$skip="
                                    + skip,
                            token)
                    .expect(200)
                    .json();
            for (JsonNode message : page.get("value")) {
                counts.merge(message.get("subject").asString(), 1, Integer::sum);
                skip++;
            }
            if (page.get("@odata.nextLink") == null) {
                return counts;
            }
        }
    }
}
