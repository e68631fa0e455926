package dev.postern.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.http.Json;
import dev.postern.http.tls.LocalAuthority;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Notifications of a server with 1,000 subscriptions, 50 in each mailbox, of which one follows the changed folder: how many arrive at an HTTPS endpoint in this process, how long after the response to the
 * change, and what a change costs in mailboxes with and without subscriptions.
 */
final class Notifying implements AutoCloseable {
    private static final int MAILBOXES = 20;
    private static final int SUBSCRIPTIONS = 50;
    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PrintStream out;
    private final LocalAuthority authority;
    private final HttpsServer endpoint;
    /** When each message was first and last notified, and when its request was answered; by its id. */
    private final Map<String, Long> last = new ConcurrentHashMap<>();

    private final Map<String, Long> answered = new ConcurrentHashMap<>();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    Notifying(PrintStream out, Path folder) throws IOException {
        this.out = out;
        authority = LocalAuthority.open(folder.resolve("endpoint"), List.of("localhost"), InstantSource.system());
        endpoint = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
        endpoint.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        endpoint.createContext("/", this::receive);
        endpoint.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (query != null) {
                byte[] token = URLDecoder.decode(query.substring(query.indexOf('=') + 1), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                exchange.sendResponseHeaders(200, token.length);
                exchange.getResponseBody().write(token);
                return;
            }
            long now = System.nanoTime();
            exchange.sendResponseHeaders(202, -1);
            requests.incrementAndGet();
            Json.parse(body).path("value").forEach(entry -> {
                last.put(entry.at("/resourceData/id").stringValue(""), now);
                arrived.incrementAndGet();
            });
        }
    }

    void measure(Path jar, Path data) throws IOException, InterruptedException {
        Path config = Files.writeString(
                Files.createDirectories(data).resolve("postern.yaml"),
                "outbound.allowed-targets: [127.0.0.0/8, \"::1\"]\noutbound.trust-file: " + authority.caFile() + "\n");
        try (PosternProcess server =
                PosternProcess.start(jar, data, List.of("-Xmx1g"), List.of("--config", config.toString()))) {
            Mailbox mailbox = Mailbox.prepare(server, 2 * MAILBOXES);
            subscribe(server, mailbox);
            out.println(
                    "| mailboxes | callers | changes/s | notifications/s | in a request | delay p50 | delay p99 | CPU"
                            + " of a change |");
            out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
            load(mailbox, 8, WARM_UP, 0);
            settle();
            for (int callers : new int[] {1, 8, 32}) {
                for (int first : new int[] {0, MAILBOXES}) {
                    report(server, mailbox, callers, first);
                }
            }
        }
    }

    private void subscribe(PosternProcess server, Mailbox mailbox) throws IOException {
        try (Wire wire = new Wire(server.port())) {
            for (int i = 0; i < MAILBOXES * SUBSCRIPTIONS; i++) {
                String body = Json.object()
                        .put("changeType", "created")
                        .put(
                                "notificationUrl",
                                "https://localhost:" + endpoint.getAddress().getPort() + "/n")
                        .put(
                                "resource",
                                "users/bench" + i % MAILBOXES + "@contoso.example/mailFolders/"
                                        + (i < MAILBOXES ? "drafts" : "inbox") + "/messages")
                        .put(
                                "expirationDateTime",
                                Instant.now().plus(Duration.ofDays(1)).toString())
                        .toString();
                Wire.Answer answer = wire.call(("POST /v1.0/subscriptions HTTP/1.1\r\nHost: localhost:" + server.port()
                                + "\r\nAuthorization: Bearer " + mailbox.token()
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.UTF_8));
                if (answer.status() != 201) {
                    throw new IllegalStateException("No subscription: " + answer.text());
                }
            }
        }
    }

    private void report(PosternProcess server, Mailbox mailbox, int callers, int first) throws InterruptedException {
        last.clear();
        answered.clear();
        arrived.set(0);
        requests.set(0);
        double cpu = server.cpuSeconds();
        long begun = System.nanoTime();
        long changes = load(mailbox, callers, MEASURED, first);
        boolean subscribed = first == 0;
        if (subscribed) {
            settle();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cost = (server.cpuSeconds() - cpu) * 1000 / changes;
        List<Long> delays = new ArrayList<>();
        answered.forEach((id, time) -> {
            Long end = last.get(id);
            if (end != null) {
                delays.add(Math.max(0, end - time));
            }
        });
        delays.sort(null);
        long count = arrived.get();
        out.println(String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.1f | %s | %s | %.3f ms |",
                subscribed ? "50 subscriptions each" : "no subscription",
                callers,
                changes / (MEASURED.toNanos() / 1e9),
                count / seconds,
                requests.get() == 0 ? 0 : (double) count / requests.get(),
                millis(delays, 50),
                millis(delays, 99),
                cost));
        if (subscribed && count < changes) {
            throw new IllegalStateException(count + " notifications of " + changes + " changes");
        }
    }

    private static String millis(List<Long> sorted, int percent) {
        return sorted.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.1f ms", sorted.get(sorted.size() * percent / 100) / 1e6);
    }

    /** Creates drafts in mailboxes from this one on; returns how many. */
    private long load(Mailbox mailbox, int callers, Duration time, int first) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long end = System.nanoTime() + time.toNanos();
            List<Future<Long>> running = IntStream.range(0, callers)
                    .mapToObj(caller -> threads.submit(() -> call(mailbox, caller, end, first)))
                    .toList();
            long all = 0;
            for (Future<Long> one : running) {
                all += one.get();
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private long call(Mailbox mailbox, int caller, long end, int first) {
        long done = 0;
        try (Wire wire = new Wire(mailbox.server().port())) {
            for (int i = caller; System.nanoTime() < end; i += 7) {
                String path = "/users/bench" + (first + i % MAILBOXES) + "@contoso.example/messages";
                Wire.Answer answer = mailbox.expect(wire, "POST", path, "{\"subject\":\"notified\"}", 201);
                long now = System.nanoTime();
                answered.put(Json.parse(answer.content()).path("id").stringValue(""), now);
                done++;
            }
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until everything has arrived. */
    private void settle() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long expected = answered.size();
        while (arrived.get() < expected && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        endpoint.stop(0);
    }
}
