package dev.postern.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.exchange.TestRequest;
import dev.postern.http.Handler;
import dev.postern.http.Response;
import dev.postern.http.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server for tests of the command line, on a free port: the routes of {@link ExchangeFixture}, and documented responses for
 * the paths of other packages. It writes the profile of its administrator.
 */
final class CliServer implements AutoCloseable {
    private final ExchangeFixture fixture;
    private final HttpServer server;
    private final Map<String, String> documented = new ConcurrentHashMap<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    final Path folder;

    CliServer(ExchangeFixture fixture, Path folder) throws IOException {
        this.fixture = fixture;
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        Files.writeString(folder.resolve("admin.json"), """
            {"server":"%s","tlsServer":"https://localhost:1","tenantId":"%s","tenantDomain":"%s","clientId":"%s",\
            "clientSecret":"right"}\
            """.formatted(
                        address(), fixture.tenant.id(), fixture.tenant.defaultDomain(), fixture.admin.appId()));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A response for a method and a path with its query: status, a space, the body; headers may follow the status in brackets. */
    CliServer answers(String request, String answer) {
        documented.put(request, answer);
        return this;
    }

    /** The requests that get documented responses, with their bodies. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getRawPath();
            if (path.endsWith("/oauth2/v2.0/token")) {
                token(exchange, body);
                return;
            }
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String answer = documented.get(request);
            if (answer != null) {
                seen.add(body.isEmpty() ? request : request + " " + body);
                documented(exchange, answer);
            } else {
                route(exchange, body);
            }
        }
    }

    private void token(HttpExchange exchange, String body) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        if (!"right".equals(form.get("client_secret"))) {
            send(
                    exchange,
                    401,
                    "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid secret.\"}");
            return;
        }
        String audience = form.getOrDefault("scope", "").replace("/.default", "");
        send(exchange, 200, "{\"access_token\":\"" + fixture.token(fixture.tenant, fixture.admin, audience) + "\"}");
    }

    private static void documented(HttpExchange exchange, String answer) throws IOException {
        String[] parts = answer.split(" ", 2);
        String status = parts[0];
        if (status.contains("[")) {
            String[] header = status.substring(status.indexOf('[') + 1, status.indexOf(']'))
                    .split("[=,]");
            for (int i = 0; i < header.length; i += 2) {
                exchange.getResponseHeaders().set(header[i], header[i + 1]);
            }
            status = status.substring(0, status.indexOf('['));
        }
        send(exchange, Integer.parseInt(status), parts.length == 1 ? "" : parts[1]);
    }

    private void route(HttpExchange exchange, String body) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        TestRequest request = new TestRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                address(),
                UUID.randomUUID());
        if (fixture.routes().find(request.method(), request.segments())
                instanceof Routes.Match.Found<Handler>(var route, var _)) {
            Response response = route.target().handle(request);
            String content = response.body() instanceof Response.Bytes(var _, byte[] bytes)
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : "";
            send(exchange, response.status(), content);
        } else {
            send(exchange, 404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"no route\"}}");
        }
    }

    private static void send(HttpExchange exchange, int status, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Runs the command line against this server. */
    Ran run(String... arguments) {
        return Ran.of(Map.of("POSTERN_PROFILE", "admin.json"), folder, new ArrayList<>(List.of(arguments)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
