package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server as the composition root assembles it, with edges that return their names. */
@Timeout(60)
class RequestRouterTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicBoolean databaseIsUp = new AtomicBoolean(true);
    private final Health health = new Health(Map.of("database", databaseIsUp::get, "broken", () -> {
        if (databaseIsUp.get()) {
            return true;
        }
        throw new IllegalStateException("secret detail");
    }));
    private final RequestRouter router = new RequestRouter()
            .route("health", "GET", "/healthz", health::alive)
            .route("health", "GET", "/readyz", health::ready)
            .route("health", "GET", "/metrics", new MetricsPage(registry))
            .mount("graph", "/v1.0", request -> Response.text(200, "text/plain", "graph " + request.method()))
            .route(
                    "login",
                    "POST",
                    "/{tenant}/oauth2/v2.0/token",
                    request -> Response.text(200, "text/plain", "login"));
    private final HttpServer server = HttpServer.start(
            HttpServer.Options.of(HttpServer.Listener.plain("plain", 0)).withMetrics(new HttpMetrics(registry)),
            router);

    @AfterEach
    void stop() {
        server.stop();
    }

    private RawSocket.Answer call(String method, String path) throws IOException {
        try (var socket = new RawSocket(server.port("plain"))) {
            return call(socket, method, path);
        }
    }

    private static RawSocket.Answer call(RawSocket socket, String method, String path) throws IOException {
        return socket.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                .answer(method.equals("HEAD"));
    }

    @Test
    void eachPathReachesItsEdge() throws IOException {
        assertEquals("graph PATCH", call("PATCH", "/v1.0/users/u@x.test").body());
        assertEquals("graph GET", call("GET", "/V1.0").body());
        assertEquals("login", call("POST", "/contoso.example/oauth2/v2.0/token").body());
        assertEquals(200, call("HEAD", "/v1.0/users").status());
    }

    @Test
    void anUnknownPathIsNotFound() throws IOException {
        var answer = call("GET", "/nowhere/at/all");
        assertEquals(404, answer.status());
        assertEquals("NotFound", Json.parse(answer.body()).at("/error/code").asString());
    }

    @Test
    void anotherMethodIsRefusedWithTheListOfAllowedOnes() throws IOException {
        var answer = call("GET", "/contoso.example/oauth2/v2.0/token");
        assertEquals(405, answer.status());
        assertEquals("OPTIONS, POST", answer.header("Allow"));
        assertEquals(405, call("TRACE", "/v1.0/users").status());
    }

    @Test
    void optionsReturnsTheMethods() throws IOException {
        var answer = call("OPTIONS", "/healthz");
        assertEquals(204, answer.status());
        assertEquals("GET, HEAD, OPTIONS", answer.header("Allow"));
        assertEquals(404, call("OPTIONS", "/nowhere/at/all").status());
    }

    @Test
    void readinessDependsOnItsChecksAndShowsOnlyTheirNames() throws IOException {
        assertEquals("{\"status\":\"ok\"}", call("GET", "/healthz").body());
        assertEquals(200, call("GET", "/readyz").status());
        databaseIsUp.set(false);
        var answer = call("GET", "/readyz");
        assertEquals(503, answer.status());
        assertEquals("failed", Json.parse(answer.body()).at("/checks/database").asString());
        assertEquals("failed", Json.parse(answer.body()).at("/checks/broken").asString());
        assertFalse(answer.body().contains("secret"));
    }

    @Test
    void aStoppingServerIsAliveButNotReady() throws IOException {
        health.stopping();
        assertEquals(503, call("GET", "/readyz").status());
        assertEquals(200, call("GET", "/healthz").status());
    }

    @Test
    void requestsAreCountedByEdgeMethodAndStatus() throws IOException {
        // A request is counted after its response was sent, and before the next one of the same connection is read.
        RawSocket.Answer answer;
        try (var socket = new RawSocket(server.port("plain"))) {
            call(socket, "GET", "/v1.0/users");
            call(socket, "GET", "/nowhere/at/all");
            call(socket, "INVENTED", "/nowhere/at/all");
            answer = call(socket, "GET", "/metrics");
        }
        assertTrue(answer.header("Content-Type").startsWith("text/plain"));
        String name = "postern_http_request_duration_seconds_count";
        assertTrue(answer.body().contains(name + "{edge=\"graph\",method=\"GET\",status=\"2xx\"} 1"), answer.body());
        assertTrue(answer.body().contains(name + "{edge=\"none\",method=\"GET\",status=\"4xx\"} 1"));
        assertTrue(answer.body().contains(name + "{edge=\"none\",method=\"other\",status=\"4xx\"} 1"));
        assertTrue(answer.body().contains("postern_http_requests_in_flight 1"));
    }
}
