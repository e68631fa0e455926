package dev.postern.benchmarks;

import dev.postern.http.Json;
import dev.postern.store.Database;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Workflows on a server with SQLite: recurrences that are due at the same time, the actions of a long loop, the time from a request to the response
 * of the first action. All times of runs are those in the history.
 */
final class WorkflowBenchmark {
    private static final String ROOT = "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Logic/workflows/";
    private static final String VERSION = "?api-version=2019-05-01";
    private static final String MANAGEMENT = "https://management.azure.com/.default";
    /** The most that one workflow may have. */
    private static final int TRIGGERS = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final PrintStream out;
    private final Size size;

    /** @param workflows with recurrences that are due at the same time */
    record Size(int workflows, int iterations, int requests) {
        /** A tenant may have 1,000 workflows. */
        static final Size USUAL = new Size(997, 10_000, 500);
    }

    WorkflowBenchmark(PrintStream out, Size size) {
        this.out = out;
        this.size = size;
    }

    void measure(Path jar, Path data) throws IOException, InterruptedException {
        out.println("| what | value |\n|---|---:|");
        try (PosternProcess server = PosternProcess.start(jar, data, List.of(), List.of())) {
            String token = token(server);
            requests(server, token);
            loop(server, token, "parallel", "");
            loop(server, token, "sequential", "\"operationOptions\":\"Sequential\",");
            recurrences(server, token, data);
        }
    }

    private void requests(PosternProcess server, String token) throws IOException, InterruptedException {
        deploy(server, token, "first", """
            "triggers":{"manual":{"type":"Request","kind":"Http"}},
            "actions":{"R":{"type":"Response","kind":"Http","inputs":{"statusCode":200,"body":"@triggerBody()"}}}\
            """);
        JsonNode callback =
                Json.parse(send(server, token, "POST", ROOT + "first/triggers/manual/listCallbackUrl" + VERSION, ""));
        URI uri = URI.create(callback.path("value").asString(""));
        String path = uri.getRawPath() + "?" + uri.getRawQuery();
        var times = new ArrayList<Long>();
        for (int i = 0; i < size.requests(); i++) {
            long begun = System.nanoTime();
            send(server, null, "POST", path, "{\"n\":" + i + "}");
            if (i >= size.requests() / 5) {
                times.add(System.nanoTime() - begun);
            }
        }
        line("from the request to the response of its first action, p50 / p99, ms", times, 1e6);
    }

    private void loop(PosternProcess server, String token, String name, String options)
            throws IOException, InterruptedException {
        deploy(server, token, name, """
            "triggers":{"manual":{"type":"Request","kind":"Http"}},
            "actions":{"Each":{"type":"Foreach","foreach":"@range(1,ITEMS)",OPTIONS"actions":{
             "Line":{"type":"Compose","inputs":{"text":"@concat('Message ', item())"}},
             "Next":{"type":"Compose","inputs":"@outputs('Line')?['text']","runAfter":{"Line":["Succeeded"]}}}}}\
            """.replace("ITEMS", Integer.toString(size.iterations()))
                .replace("OPTIONS", options));
        double before = server.cpuSeconds();
        send(server, token, "POST", ROOT + name + "/triggers/manual/run" + VERSION, "");
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            JsonNode run = Json.parse(send(server, token, "GET", ROOT + name + "/runs" + VERSION, ""))
                    .at("/value/0/properties");
            if (run.path("status").asString("").equals("Succeeded")) {
                double seconds = Duration.between(
                                        Instant.parse(run.path("startTime").asString("")),
                                        Instant.parse(run.path("endTime").asString("")))
                                .toMillis()
                        / 1e3;
                value(
                        "actions per second of a " + name + " Foreach of " + size.iterations(),
                        2 * size.iterations() / seconds);
                value(
                        "CPU for each of these actions, ms",
                        (server.cpuSeconds() - before) * 1e3 / (2 * size.iterations()));
                return;
            }
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("The run did not end: " + run);
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private void recurrences(PosternProcess server, String token, Path data) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        int trial = Math.min(20, size.workflows());
        for (int i = 0; i < trial; i++) {
            deployDue(server, token, i, begun.plus(Duration.ofDays(1)));
        }
        Duration all = Duration.between(begun, Instant.now()).multipliedBy(2L * size.workflows() / trial);
        Instant due = Instant.now().plus(all).plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < size.workflows(); i++) {
            deployDue(server, token, i, due);
        }
        if (Instant.now().isAfter(due)) {
            throw new IllegalStateException("The workflows were not deployed in time.");
        }
        int wanted = size.workflows() * TRIGGERS;
        try (Database database = new SqliteDatabase(data.resolve("postern.db"), StatementListener.NONE)) {
            Instant end = Instant.now().plus(PATIENCE);
            String scheduled = " from workflow_run where scheduled_at is not null";
            while (database.read(sql -> sql.number("select count(*)" + scheduled + " and ended_at is not null"))
                    < wanted) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("Not all recurrences have fired.");
                }
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
            List<Instant[]> runs =
                    database.read(sql -> sql.list("select scheduled_at, started_at, ended_at" + scheduled, row ->
                            new Instant[] {row.time(1), row.time(2), row.time(3)}));
            var late = new ArrayList<Long>();
            runs.forEach(run -> late.add(Duration.between(run[0], run[1]).toNanos()));
            line("start after the time of " + wanted + " recurrences due at once, p50 / p99, s", late, 1e9);
            Instant last =
                    runs.stream().map(run -> run[2]).max(Instant::compareTo).orElseThrow();
            value(
                    "runs per second, until all have ended",
                    wanted * 1e3 / Duration.between(due, last).toMillis());
        }
    }

    private void deployDue(PosternProcess server, String token, int number, Instant due)
            throws IOException, InterruptedException {
        var triggers = new StringBuilder();
        for (int i = 0; i < TRIGGERS; i++) {
            triggers.append(i == 0 ? "" : ",")
                    .append("\"T" + i + "\":{\"type\":\"Recurrence\",\"recurrence\":{\"frequency\":\"Day\",")
                    .append("\"interval\":1,\"startTime\":\"" + due + "\"}}");
        }
        deploy(
                server,
                token,
                "due" + number,
                "\"triggers\":{" + triggers + "},\"actions\":{\"C\":{\"type\":\"Compose\",\"inputs\":\"@utcNow()\"}}");
    }

    private void line(String what, List<Long> nanos, double unit) {
        nanos.sort(null);
        out.println(String.format(
                Locale.ROOT,
                "| %s | %.2f / %.2f |",
                what,
                nanos.get(nanos.size() / 2) / unit,
                nanos.get(nanos.size() * 99 / 100) / unit));
    }

    private void value(String what, double value) {
        out.println(String.format(Locale.ROOT, value < 10 ? "| %s | %.3f |" : "| %s | %.0f |", what, value));
    }

    private void deploy(PosternProcess server, String token, String name, String content)
            throws IOException, InterruptedException {
        send(
                server,
                token,
                "PUT",
                ROOT + name + VERSION,
                "{\"location\":\"local\",\"properties\":{\"definition\":{" + content + "}}}");
    }

    private static URI uri(PosternProcess server, String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    private String send(PosternProcess server, @Nullable String token, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(server, path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private String token(PosternProcess server) throws IOException, InterruptedException {
        JsonNode admin = server.admin();
        String form = "grant_type=client_credentials&scope=" + encoded(MANAGEMENT) + "&client_id="
                + admin.path("clientId").asString("") + "&client_secret="
                + encoded(admin.path("clientSecret").asString(""));
        HttpRequest request = HttpRequest.newBuilder(
                        uri(server, "/" + admin.path("tenantId").asString("") + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return Json.parse(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("access_token")
                .asString("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static void run(Path jar, Path folder, PrintStream out) throws IOException, InterruptedException {
        new WorkflowTestCost(out).measure(folder.resolve("test"));
        new WorkflowBenchmark(out, Size.USUAL).measure(jar, folder.resolve("data"));
    }
}
