package dev.postern.graph.azuread;

import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The response format of Azure AD Graph. */
final class AzureAdAnswers {
    private static final String CONTENT_TYPE = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";

    private AzureAdAnswers() {}

    static Response list(Request request, List<ObjectNode> values) {
        ObjectNode out = Json.object().put("odata.metadata", metadata(request));
        ArrayNode all = out.putArray("value");
        values.forEach(all::add);
        return json(200, out);
    }

    static Response one(Request request, int status, ObjectNode value) {
        ObjectNode out = Json.object().put("odata.metadata", metadata(request) + "/@Element");
        value.properties().forEach(member -> out.set(member.getKey(), member.getValue()));
        return json(status, out);
    }

    private static String metadata(Request request) {
        return request.base() + "/" + request.segments().getFirst() + "/$metadata#directoryObjects";
    }

    private static Response json(int status, JsonNode content) {
        return Response.of(status, CONTENT_TYPE, Json.write(content)).with("DataServiceVersion", "3.0;");
    }

    /** Converts a Graph error to this service's format; status and headers stay. */
    static Response error(Response graph) {
        if (!(graph.body() instanceof Response.Bytes(var type, var content))) {
            return graph;
        }
        JsonNode said = Json.parse(content).path("error");
        String code = graph.status() == 401
                ? "Authentication_MissingOrMalformed"
                : said.path("code").asString("");
        ObjectNode out = Json.object();
        ObjectNode error = out.putObject("odata.error").put("code", code);
        error.putObject("message")
                .put("lang", "en")
                .put("value", said.path("message").asString(""));
        error.put("requestId", said.path("innerError").path("request-id").asString(""));
        error.put("date", said.path("innerError").path("date").asString(""));
        return new Response(graph.status(), graph.headers(), new Response.Bytes(CONTENT_TYPE, Json.write(out)));
    }
}
