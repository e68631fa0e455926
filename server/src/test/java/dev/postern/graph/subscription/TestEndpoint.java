package dev.postern.graph.subscription;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.TestFolders;
import dev.postern.http.Json;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.outbound.AllowedTargets;
import dev.postern.outbound.NameLookup;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OwnEdges;
import dev.postern.outbound.TargetPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An HTTPS server that receives notifications. The first segment of the path is its behaviour. */
public final class TestEndpoint implements AutoCloseable {
    private static final String TOKEN = "validationToken=";
    private static final LocalAuthority AUTHORITY = newAuthority();

    /** What arrived: the path with its query, and the body. */
    public record Received(String path, JsonNode body) {}

    private final HttpsServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    public final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    public final List<String> handshakes = new CopyOnWriteArrayList<>();
    /** The status of the response to notifications. */
    public volatile int status = 202;

    private final BlockingQueue<String> accepted = new LinkedBlockingQueue<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private volatile CountDownLatch released = new CountDownLatch(0);

    private static LocalAuthority newAuthority() {
        try {
            return LocalAuthority.open(
                    TestFolders.folder("postern-endpoint"), List.of("localhost"), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestEndpoint() {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(AUTHORITY.serverContext()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** A client that may call endpoints on this machine, and trusts them. */
    public static OutboundClient client() {
        return OutboundClient.keeping(
                new TargetPolicy(AllowedTargets.of(List.of("127.0.0.0/8", "::1")), OwnEdges.NONE, NameLookup.SYSTEM),
                AUTHORITY::clientContext);
    }

    /** The authority of the endpoint's certificate. */
    public static LocalAuthority authority() {
        return AUTHORITY;
    }

    public String url(String path) {
        return "https://localhost:" + server.getAddress().getPort() + "/" + path;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            byte[] body = exchange.getRequestBody().readAllBytes();
            int at = query == null ? -1 : query.indexOf(TOKEN);
            if (query != null && at >= 0) {
                handshakes.add(exchange.getRequestURI().getPath());
                handshake(exchange, query.substring(at + TOKEN.length()));
                return;
            }
            received.add(new Received(exchange.getRequestURI().toString(), Json.parse(body)));
            if (behaviour(exchange).equals("silent")) {
                closed.await();
            }
            CountDownLatch until = released;
            if (until.getCount() > 0) {
                held.countDown();
                until.await();
                return; // closes the connection
            }
            Json.parse(body)
                    .path("value")
                    .forEach(one -> accepted.add(one.at("/resourceData/id").stringValue("")));
            exchange.sendResponseHeaders(behaviour(exchange).equals("failing") ? 500 : status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String behaviour(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().split("/")[1];
    }

    private void handshake(HttpExchange exchange, String encoded) throws IOException, InterruptedException {
        String token = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        String behaviour = behaviour(exchange);
        switch (behaviour) {
            case "echo-encoded" -> answer(exchange, 200, encoded);
            case "echo-quoted" -> answer(exchange, 200, "\"" + token + "\"");
            case "empty-200" -> answer(exchange, 200, "");
            case "redirect" -> {
                exchange.getResponseHeaders().set("Location", url("echo/moved?" + TOKEN + encoded));
                answer(exchange, 302, token);
            }
            case "slow-11s" -> {
                closed.await();
                answer(exchange, 200, token);
            }
            default ->
                answer(
                        exchange,
                        behaviour.startsWith("status-") ? Integer.parseInt(behaviour.substring(7)) : 200,
                        token);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Receives the following notifications without a response, until they are released. */
    public void hold() {
        released = new CountDownLatch(1);
    }

    /** Whether a request is held within a few seconds. */
    public boolean awaitHeld() throws InterruptedException {
        return held.await(10, TimeUnit.SECONDS);
    }

    /** Accepts notifications again. Those that were held get no response. */
    public void release() {
        released.countDown();
    }

    /** The ids of the items in notifications that were accepted since the last call. */
    public List<String> drainAccepted() {
        var some = new ArrayList<String>();
        accepted.drainTo(some);
        return some;
    }

    /** The next notification; null if none comes within a few seconds. */
    public @Nullable Received next() {
        try {
            return received.poll(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        released.countDown();
        server.stop(0);
    }
}
