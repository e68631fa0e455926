package dev.postern.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.cli.Server.Answer;
import dev.postern.http.MachineCaller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The metadata endpoint of a machine with one managed identity, on loopback. Callers do not authenticate, as on a real
 * machine: every process that can reach the port gets tokens of the identity. Only the protocol's host and loopback names with the port are
 * accepted, which excludes web pages that use another name (DNS rebinding).
 */
final class ImdsServer implements AutoCloseable {
    private static final String PATH = "/metadata/identity/oauth2/token";
    private static final String INVALID = "invalid_request";
    private static final Set<String> RESOURCE_IDS = Set.of("msi_res_id", "mi_res_id");
    private final HttpServer listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JsonNode identity;
    private final Function<String, Answer> tokens;

    private ImdsServer(HttpServer listener, JsonNode identity, Function<String, Answer> tokens) {
        this.listener = listener;
        this.identity = identity;
        this.tokens = tokens;
    }

    /**
     * Opens the endpoint.
     *
     * @param port 0 takes a free port
     * @param tokens requests a token of the identity for a resource from the server
     */
    static ImdsServer open(int port, JsonNode identity, Function<String, Answer> tokens) {
        try {
            HttpServer listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ImdsServer opened = new ImdsServer(listener, identity, tokens);
            listener.setExecutor(opened.threads);
            listener.createContext("/", opened::handle);
            listener.start();
            return opened;
        } catch (IOException e) {
            throw CliFailure.failed("Port " + port + " cannot be opened: " + e.getMessage());
        }
    }

    /** Returns the value for AZURE_POD_IDENTITY_AUTHORITY_HOST. */
    String address() {
        return "http://127.0.0.1:" + listener.getAddress().getPort();
    }

    private record Reply(int status, JsonNode body) {}

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] content = reply.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(reply.status(), content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private Reply reply(HttpExchange exchange) {
        if (!MachineCaller.isLocal(exchange.getRemoteAddress().getAddress().getHostAddress())) {
            return error(403, "forbidden", "Only callers on this machine are served");
        }
        if (!MachineCaller.isAddressed(
                exchange.getRequestHeaders().getOrDefault("Host", List.of()),
                listener.getAddress().getPort())) {
            return error(400, INVALID, "The Host header does not name this endpoint");
        }
        // some clients send a trailing slash, or two leading slashes, which a URI would parse as a host
        String[] target = exchange.getRequestURI().toString().split("\\?", 2);
        String path = target[0].replaceAll("/+", "/").replaceAll("/$", "");
        if (!path.equals(PATH)) {
            return error(404, "not_found", "There is no resource at " + path);
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            return error(405, INVALID, "Only GET is supported");
        }
        List<String> metadata = exchange.getRequestHeaders().getOrDefault("Metadata", List.of());
        if (metadata.size() != 1 || !metadata.getFirst().strip().equalsIgnoreCase("true")) {
            return error(400, INVALID, "Required metadata header not specified");
        }
        if (exchange.getRequestHeaders().containsKey("X-Forwarded-For")) {
            return error(400, INVALID, "Forwarded requests are refused");
        }
        return token(query(target.length == 1 ? "" : target[1]));
    }

    private Reply token(Map<String, String> query) {
        String resource = query.getOrDefault("resource", "");
        if (resource.isEmpty()) {
            return error(400, INVALID, "Required query variable 'resource' is missing");
        }
        if (!isMeant(query)) {
            return error(400, INVALID, "Identity not found");
        }
        try {
            Answer answer = tokens.apply(resource);
            if (answer.ok()) {
                return new Reply(200, answer.json());
            }
            return answer.status() == 400
                    ? error(400, "invalid_resource", FailureText.text(answer))
                    : error(500, "unknown", "Failed to retrieve token: " + FailureText.text(answer));
        } catch (CliFailure e) {
            return error(500, "unknown", "Failed to retrieve token: " + e.text());
        }
    }

    /** Returns whether all given selectors match this identity. */
    private boolean isMeant(Map<String, String> query) {
        return selects(query, "client_id", "appId")
                && selects(query, "object_id", "principalId")
                && selects(query, "principal_id", "principalId")
                && RESOURCE_IDS.stream().allMatch(name -> selects(query, name, "resourceId"));
    }

    private boolean selects(Map<String, String> query, String selector, String property) {
        String wanted = query.get(selector);
        return wanted == null || wanted.equalsIgnoreCase(identity.path(property).asString());
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Reply error(int status, String code, String description) {
        return new Reply(
                status, JsonNodeFactory.instance.objectNode().put("error", code).put("error_description", description));
    }

    @Override
    public void close() {
        listener.stop(0);
        threads.close();
    }
}
