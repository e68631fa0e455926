package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.workflow.call.Bodies;
import dev.postern.workflow.definition.RelativePath;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.trigger.Correlation;
import dev.postern.workflow.trigger.Fired;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request to a callback URL. */
record TriggerRequest(Request request) {
    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;
    /** The headers that the workflow can read. */
    private static final List<String> SEEN = List.of(
            "accept",
            "accept-language",
            "content-type",
            "client-request-id",
            "host",
            "origin",
            "referer",
            "user-agent",
            "x-ms-client-tracking-id",
            "x-ms-client-keywords",
            "x-ms-client-request-id");

    /** Checks method and path. Returns the parameters in the path. */
    Map<String, String> path(Trigger trigger, int before) {
        List<String> behind =
                request.segments().subList(before, request.segments().size());
        @Nullable RelativePath path = null;
        if (trigger instanceof Trigger.Requested requested) {
            String method = requested.method();
            if (method != null && !method.equals(request.method())) {
                throw new ArmFailure(405, "MethodNotAllowed", "The trigger accepts only the method '" + method + "'.");
            }
            path = requested.path();
        }
        RelativePath known = path == null ? new RelativePath("", List.of()) : path;
        return known.match(behind)
                .orElseThrow(() -> new ArmFailure(
                        404,
                        "NotFound",
                        "The path behind the trigger's URL does not match its relative path '" + known.source()
                                + "'."));
    }

    Correlation correlation() {
        return Correlation.of(
                request.header("x-ms-client-tracking-id").orElse(""),
                request.header("x-ms-client-keywords").orElse(""));
    }

    /** Returns the result of {@code triggerOutputs()}. */
    ObjectNode outputs(Map<String, String> path) {
        ObjectNode outputs = Json.object();
        ObjectNode headers = outputs.putObject("headers");
        for (String name : SEEN) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        ObjectNode queries = outputs.putObject("queries");
        ApiQuery.of(request.rawQuery()).values().forEach((name, value) -> {
            if (!List.of("sig", "sp", "sv", "se", "api-version").contains(name)) {
                queries.put(name, value);
            }
        });
        if (!path.isEmpty()) {
            path.forEach(outputs.putObject("relativePathParameters")::put);
        }
        byte[] content = request.body(MAX_BODY_BYTES);
        try {
            Json.reserve(content, request.memory());
        } catch (MalformedJson e) {
            throw new ArmFailure(413, "RequestContentTooLarge", String.valueOf(e.getMessage()));
        }
        @Nullable
        JsonNode body = Bodies.decode(content, request.header("content-type").orElse("application/json"));
        if (body != null) {
            outputs.set("body", body);
        }
        return outputs;
    }

    /** Returns the response with the headers that identify what the request has started. */
    static Response marked(Response answer, WorkflowRow row, Fired fired) {
        String id = Links.id(row);
        String location = row.resource().path("location").asString("global");
        Response marked = answer.with("x-ms-workflow-id", id)
                .with("x-ms-workflow-version", row.version())
                .with("x-ms-workflow-name", ascii(row.path().name()))
                .with("x-ms-workflow-system-id", "/locations/" + ascii(location) + "/workflows/" + id)
                .with("x-ms-correlation-id", fired.correlation().toString())
                .with("x-ms-client-tracking-id", ascii(fired.trackingId()))
                .with("x-ms-tracking-id", fired.tracking().toString())
                .with("x-ms-request-id", fired.correlation().toString());
        return TriggerCalls.started(marked, fired);
    }

    /** Text of a definition or a caller must not add headers. */
    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
