package dev.postern.console.call;

import dev.postern.console.session.ConsoleSession;
import dev.postern.http.BadRequest;
import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls that a page makes to the edges of this server: Graph, the cmdlets, the management endpoints. They pass the gate like those of any
 * other client, with a token for the person, and are audited. Belongs to one request of a browser.
 */
public final class EdgeCalls {
    /** No page needs more of one answer. */
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private static final Pattern WARNING = Pattern.compile("299 [^ ]+ \"([^\"]*)\"");
    private static final byte[] NONE = new byte[0];

    private final Handler edges;
    private final SessionTokens tokens;
    private final ConsoleSession session;
    private final Request browser;

    public EdgeCalls(Handler edges, SessionTokens tokens, ConsoleSession session, Request browser) {
        this.edges = edges;
        this.tokens = tokens;
        this.session = session;
        this.browser = browser;
    }

    /**
     * Reads JSON.
     *
     * @param target path and query, percent-encoded, see {@link #encode}
     * @throws EdgeRefusal if the edge refuses
     */
    public Answer get(Resource resource, String target) {
        return json(send(resource, "GET", target, Map.of(), NONE));
    }

    /** As {@link #get}, with more headers, such as {@code Prefer}. */
    public Answer get(Resource resource, String target, Map<String, String> headers) {
        return json(send(resource, "GET", target, headers, NONE));
    }

    /** Reads Graph, version 1.0; the target begins after the version. */
    public Answer graph(String target) {
        return get(Resource.GRAPH, "/v1.0" + target);
    }

    /** Reads a management endpoint of Postern; the target begins after {@code /postern}. */
    public Answer management(String target) {
        return get(Resource.MANAGEMENT, "/postern" + target);
    }

    /** Sends JSON with another method than GET. */
    public Answer send(Resource resource, String method, String target, JsonNode body) {
        return json(send(resource, method, target, Map.of("Content-Type", "application/json"), Json.write(body)));
    }

    /** Calls a method without a body, such as DELETE. */
    public Answer send(Resource resource, String method, String target) {
        return json(send(resource, method, target, Map.of(), NONE));
    }

    /**
     * As {@link #send(Resource, String, String)}, with the headers of the answer.
     *
     * @throws EdgeRefusal if the edge refuses
     */
    public Response response(Resource resource, String method, String target) {
        Response response = send(resource, method, target, Map.of(), NONE);
        if (response.status() / 100 != 2) {
            json(response);
        }
        return response;
    }

    /**
     * Runs a cmdlet.
     *
     * @param parameters texts, numbers, booleans, and lists of texts
     */
    public Answer cmdlet(String name, Map<String, ?> parameters) {
        return cmdlet(name, parameters, "");
    }

    /** As {@link #cmdlet(String, Map)}, with query options, such as {@code $top=50}. */
    public Answer cmdlet(String name, Map<String, ?> parameters, String query) {
        ObjectNode body = Json.object();
        ObjectNode input = body.putObject("CmdletInput").put("CmdletName", name);
        input.set("Parameters", Json.parse(Json.write(new LinkedHashMap<>(parameters))));
        String target = "/adminapi/beta/" + session.tenant() + "/InvokeCommand" + (query.isEmpty() ? "" : "?" + query);
        return send(Resource.EXCHANGE, "POST", target, body);
    }

    /**
     * Reads any content.
     *
     * @return what the edge answered, which the caller sends or closes
     * @throws EdgeRefusal if the edge refuses
     */
    public Response content(Resource resource, String target) {
        return response(resource, "GET", target);
    }

    private Response send(
            Resource resource, String method, String target, Map<String, String> headers, byte[] content) {
        var all = new LinkedHashMap<>(headers);
        all.put("Authorization", "Bearer " + tokens.token(session, resource, browser.base()));
        try {
            return edges.handle(EdgeRequest.of(method, target, all, content, browser));
        } catch (BadRequest | MalformedJson e) {
            throw new EdgeRefusal(400, "BadRequest", String.valueOf(e.getMessage()));
        }
    }

    private static Answer json(Response response) {
        JsonNode json = read(response);
        if (response.status() / 100 != 2) {
            JsonNode error = json.path("error");
            if (error.isString()) {
                throw new EdgeRefusal(
                        response.status(),
                        error.asString(),
                        json.path("error_description").asString(""));
            }
            throw new EdgeRefusal(
                    response.status(), error.path("code").asString("Status " + response.status()), reason(error));
        }
        return new Answer(response.status(), json, warnings(response, json));
    }

    /** The message of a failed cmdlet says only that it failed, as in Exchange; its details say why. */
    private static String reason(JsonNode error) {
        JsonNode inner = error.path("innererror").path("internalexception");
        if (inner.isObject()) {
            // hash|type|text; the text may contain vertical bars itself
            String[] detail =
                    error.path("details").path(0).path("message").asString("").split("\\|", 3);
            String text = detail[detail.length - 1];
            String reason = text.isEmpty() ? inner.path("message").asString("") : text;
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        return error.path("message").asString("The call was refused.");
    }

    private static JsonNode read(Response response) {
        byte[] bytes = switch (response.body()) {
            case Response.Empty _ -> NONE;
            case Response.Bytes(String _, byte[] content) -> content;
            case Response.Stream(String _, InputStream content, long _) -> readAll(content);
        };
        try {
            return bytes.length == 0 ? Json.object().path("none") : Json.parse(bytes);
        } catch (MalformedJson e) {
            return Json.object().path("none");
        }
    }

    private static byte[] readAll(InputStream content) {
        try (content) {
            byte[] bytes = content.readNBytes(MAX_ANSWER_BYTES + 1);
            if (bytes.length > MAX_ANSWER_BYTES) {
                throw new EdgeRefusal(413, "TooLarge", "The answer is too large to be shown here.");
            }
            return bytes;
        } catch (IOException e) {
            throw new EdgeRefusal(500, "InternalServerError", "The answer could not be read.");
        }
    }

    private static List<String> warnings(Response response, JsonNode json) {
        var warnings = new ArrayList<String>();
        json.path("@adminapi.warnings").forEach(one -> warnings.add(one.asString("")));
        for (String header : response.headers().getOrDefault("Warning", List.of())) {
            Matcher one = WARNING.matcher(header);
            while (one.find()) {
                warnings.add(URLDecoder.decode(one.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return warnings;
    }

    /** Encodes a value for a path or a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
