package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server with a small heap under all known attacks, one after the other and then all together. It survives; a legitimate caller is
 * served, at worst after retries as instructed; and afterwards no memory is reserved.
 */
@Tag("alone")
@Timeout(580)
@SuppressWarnings("NullAway.Init")
class MemoryAttackTest {
    private static final String FULL = "/v1.0/users/full@contoso.example";
    private static final String HONEST = "/v1.0/users/honest@contoso.example";
    private static final int MIB = 1 << 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Socket> open = new ArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private ServerProcess server;
    private Administration admin;
    private String token;

    @AfterEach
    void stop() throws IOException {
        disconnect();
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx256m", "-Xmx128m"})
    void aSmallHeapSurvives(String heap) throws Exception {
        server = ServerProcess.start(
                TestFolders.folder("postern-memory"),
                List.of(heap, "-XX:+ExitOnOutOfMemoryError"),
                List.of("--config", configuration().toString()));
        admin = server.admin();
        admin.sharedMailbox("full");
        admin.sharedMailbox("crowded");
        admin.sharedMailbox("honest");
        token = admin.token(admin.app("all", "Mail.ReadWrite", "Mail.Send"));
        fill();
        Map<String, Callable<?>> attacks = new TreeMap<>();
        attacks.put("bodies", () -> unfinished("Content-Length: 4194304\r\n\r\n"));
        attacks.put("chunks", () -> unfinished("Transfer-Encoding: chunked\r\n\r\n400000\r\n"));
        attacks.put("batches", () -> many(40, "POST", "/v1.0/$batch", batch("full")));
        attacks.put("lists", () -> many(50, "GET", FULL + "/messages?$top=1000", null));
        attacks.put("rows", () -> many(80, "POST", "/v1.0/$batch", batch("crowded")));
        attacks.put("searches", () -> many(20, "GET", FULL + "/messages?$search=%22word%22&$top=1000", null));
        attacks.put("files", () -> many(20, "GET", FULL + "/messages?$expand=attachments&$top=50", null));
        attacks.put("folders", () -> many(20, "GET", FULL + "/mailFolders?$expand=messages($top=1000)", null));
        attacks.put("brackets", () -> many(40, "POST", FULL + "/messages", "[" + "[],".repeat(MIB) + "0]"));
        attacks.put("members", () -> many(40, "POST", "/v1.0/$batch", "{\"requests\":[" + "{},".repeat(MIB) + "0]}"));
        attacks.put(
                "values", () -> many(40, "POST", HONEST + "/sendMail", "{\"a\":[" + "0,".repeat(3 * MIB / 2) + "0]}"));
        attacks.put("mime", () -> many(20, "POST", HONEST + "/messages", mime()));
        for (var attack : attacks.entrySet()) {
            answers.clear();
            beside(attack.getKey(), List.of(attack.getValue()));
            System.out.println("MemoryAttackTest " + heap + " " + attack.getKey() + ": " + new TreeMap<>(answers));
            disconnect();
            Waiting.until(() -> metric("postern_memory_taken_bytes") == 0 ? Optional.of(true) : Optional.empty());
        }
        answers.clear();
        beside("all", List.copyOf(attacks.values()));
        disconnect();
        Waiting.until(() -> metric("postern_memory_taken_bytes") == 0 ? Optional.of(true) : Optional.empty());
        normalUse("afterwards");
        System.out.println("MemoryAttackTest " + heap + ": " + new TreeMap<>(answers) + ", at most "
                + server.peakMemory() / 1024 + " MB in all");
    }

    private static java.nio.file.Path configuration() throws IOException {
        return Files.writeString(TestFolders.file("postern", ".yaml"), "log: {level: warn}\n");
    }

    private void fill() throws Exception {
        String body = "word ".repeat(200_000);
        for (int i = 0; i < 40; i++) {
            call(
                    "POST",
                    FULL + "/messages",
                    "{\"subject\":\"m\",\"body\":{\"contentType\":\"" + (i % 4 == 0 ? "html" : "text")
                            + "\",\"content\":\"" + body + "\"}}");
        }
        // as many as a page has, each too small to be counted before it is read
        String paragraph = "word ".repeat(750);
        for (int i = 0; i < 1000; i++) {
            call(
                    "POST",
                    "/v1.0/users/crowded@contoso.example/messages",
                    "{\"subject\":\"m\",\"body\":{\"contentType\":\"text\",\"content\":\"" + paragraph + "\"}}");
        }
        String file = Base64.getEncoder().encodeToString(new byte[5 * MIB / 2]);
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> draft = call("POST", FULL + "/messages", "{\"subject\":\"files\"}");
            String id = dev.postern.http.Json.parse(draft.body()).get("id").asString();
            for (int j = 0; j < 12; j++) {
                assertEquals(
                        201,
                        call(
                                        "POST",
                                        FULL + "/messages/" + id + "/attachments",
                                        "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"f\",\"contentBytes\":\""
                                                + file + "\"}")
                                .statusCode());
            }
        }
    }

    private static String batch(String mailbox) {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            parts.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"" + i + "\",\"method\":\"GET\",\"url\":\"/users/" + mailbox
                            + "@contoso.example/messages?$top=1000\"}");
        }
        return "{\"requests\":[" + parts + "]}";
    }

    private static String mime() {
        String text = "From: a@contoso.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + ("--b\r\nContent-Type: application/octet-stream\r\n\r\n" + "x".repeat(1000) + "\r\n").repeat(2500)
                + "--b--\r\n";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Attacks while a legitimate caller works. */
    private void beside(String name, List<Callable<?>> attacks) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean over = new AtomicBoolean();
            Future<?> normalUse = threads.submit(() -> {
                do {
                    normalUse(name);
                } while (!over.get());
                return null;
            });
            try {
                for (Future<?> attack : threads.invokeAll(attacks.stream()
                        .map(one -> (Callable<Object>) () -> one.call())
                        .toList())) {
                    attack.get();
                }
            } finally {
                over.set(true);
            }
            normalUse.get();
        }
        assertTrue(server.isAlive(), () -> name + ": " + server.output());
        assertTrue(!server.output().contains("OutOfMemoryError"), () -> name + ": " + server.output());
    }

    /** A small request that changes something, and one that reads; retried as the response says. */
    private void normalUse(String name) throws Exception {
        retried(
                name,
                "POST",
                HONEST + "/messages",
                "{\"subject\":\"honest\",\"body\":{\"contentType\":\"text\",\"content\":\"x\"}}",
                201);
        retried(name, "GET", HONEST + "/messages?$top=5", null, 200);
    }

    private void retried(String name, String method, String path, @Nullable String body, int expected)
            throws Exception {
        for (int attempt = 0; ; attempt++) {
            HttpResponse<String> answer = call(method, path, body);
            answers.merge("honest " + answer.statusCode(), 1, Integer::sum);
            if (answer.statusCode() == expected) {
                return;
            }
            assertEquals(503, answer.statusCode(), () -> name + ": " + answer.body());
            assertTrue(answer.headers().firstValue("Retry-After").isPresent(), name);
            assertTrue(attempt < 20, () -> name + ": an honest caller is kept out");
            LockSupport.parkNanos(1_000_000_000L
                    * Integer.parseInt(
                            answer.headers().firstValue("Retry-After").orElseThrow()));
        }
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
        return client.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(URI.create(admin.http().base() + path))
                .header("Authorization", "Bearer " + token)
                .header(
                        "Content-Type",
                        body != null && body.startsWith("{")
                                ? "application/json"
                                : body != null && body.startsWith("[") ? "application/json" : "text/plain")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private Object many(int times, String method, String path, @Nullable String body) throws Exception {
        HttpRequest request = request(method, path, body);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                var _ = threads.submit(() -> {
                    try {
                        // the connection may be closed before the refused body was read
                        int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                        answers.merge("attack " + status, 1, Integer::sum);
                    } catch (IOException e) {
                        answers.merge("attack cut off", 1, Integer::sum);
                    }
                    return null;
                });
            }
        }
        return "";
    }

    private Object unfinished(String framing) throws IOException {
        byte[] max = new byte[3 * MIB];
        URI base = URI.create(admin.http().base());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 150; i++) {
                Socket socket = new Socket(base.getHost(), base.getPort());
                synchronized (open) {
                    open.add(socket);
                }
                var _ = threads.submit(() -> {
                    try {
                        socket.setSoTimeout(10_000);
                        OutputStream out = socket.getOutputStream();
                        out.write(("POST " + FULL + "/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                        + token + "\r\nContent-Type: application/json\r\n" + framing)
                                .getBytes(StandardCharsets.US_ASCII));
                        out.write(max);
                        out.flush();
                    } catch (IOException e) {
                        answers.merge("attack cut off", 1, Integer::sum);
                    }
                });
            }
        }
        return "";
    }

    private void disconnect() throws IOException {
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
            open.clear();
        }
    }

    private long metric(String name) {
        return admin.http()
                .get("/metrics", null)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(-1);
    }
}
