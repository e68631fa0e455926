package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.http.HttpServer;
import dev.postern.http.MachineCaller;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.connection.Connections;
import dev.postern.http.connection.TimeLimits;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The metadata endpoint of a machine with one managed identity, on loopback. Callers do not authenticate, as on a real
 * machine: every process that can reach the port gets tokens of the identity. Only the protocol's host and loopback names with the port are
 * accepted, which excludes web pages that use another name (DNS rebinding).
 */
final class ImdsServer implements AutoCloseable {
    private static final String NAME = "imds";
    private static final List<String> PATH = List.of("metadata", "identity", "oauth2", "token");
    private static final String INVALID = "invalid_request";
    private static final Set<String> RESOURCE_IDS = Set.of("msi_res_id", "mi_res_id");
    /** More than the programs of one machine that request tokens at the same time. */
    private static final int MAX_CONNECTIONS = 256;

    private final HttpServer listener;
    private final JsonNode identity;
    private final Function<String, Answer> tokens;

    private ImdsServer(int port, JsonNode identity, Function<String, Answer> tokens) {
        this.identity = identity;
        this.tokens = tokens;
        this.listener = HttpServer.start(
                HttpServer.Options.of(HttpServer.Listener.plain(NAME, port)),
                new Connections(MAX_CONNECTIONS, TimeLimits.USUAL),
                this::handle);
    }

    /**
     * Opens the endpoint.
     *
     * @param port 0 takes a free port
     * @param tokens requests a token of the identity for a resource from the server
     */
    static ImdsServer open(int port, JsonNode identity, Function<String, Answer> tokens) {
        try {
            return new ImdsServer(port, identity, tokens);
        } catch (IllegalStateException e) {
            throw CliFailure.failed("Port " + port + " cannot be opened: " + e.getMessage());
        }
    }

    /** Returns the value for AZURE_POD_IDENTITY_AUTHORITY_HOST. */
    String address() {
        return "http://127.0.0.1:" + listener.port(NAME);
    }

    private record Reply(int status, JsonNode body) {}

    private Response handle(Request request) {
        Reply reply = reply(request);
        return Response.text(
                        reply.status(),
                        "application/json; charset=utf-8",
                        reply.body().toString())
                .with("Cache-Control", "no-store");
    }

    private Reply reply(Request request) {
        if (!MachineCaller.isLocal(request.peer())) {
            return error(403, "forbidden", "Only callers on this machine are served");
        }
        if (!MachineCaller.isAddressed(request.headers("Host"), listener.port(NAME))) {
            return error(400, INVALID, "The Host header names another server");
        }
        if (!request.segments().equals(PATH)) {
            return error(404, "not_found", "There is no resource at " + request.rawPath());
        }
        if (!request.method().equals("GET")) {
            return error(405, INVALID, "Only GET is supported");
        }
        List<String> metadata = request.headers("Metadata");
        if (metadata.size() != 1 || !metadata.getFirst().strip().equalsIgnoreCase("true")) {
            return error(400, INVALID, "Required metadata header not specified");
        }
        if (request.header("X-Forwarded-For").isPresent()) {
            return error(400, INVALID, "Forwarded requests are refused");
        }
        return token(query(request.rawQuery()));
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
        listener.close();
    }
}
