package dev.postern.workflow.api;

import static dev.postern.workflow.api.Shapes.ending;
import static dev.postern.workflow.api.Shapes.named;
import static dev.postern.workflow.api.Shapes.time;

import dev.postern.http.Json;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.stored.WorkflowRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of one run. */
record RunShapes(Links links, WorkflowRow row, RunRow run) {
    /** A content is shown inline up to this number of bytes; there is always a link to it. */
    private static final int MAX_INLINE = 65_536;

    JsonNode shape() {
        ObjectNode shape = named(row, "runs", run.key().name());
        ObjectNode properties = shape.putObject("properties");
        time(properties, "waitEndTime", run.started());
        time(properties, "startTime", run.started());
        time(properties, "endTime", run.ended());
        ending(properties, run.status().text(), run.code(), run.error());
        properties.put("correlationId", run.correlation().toString());
        properties.set("correlation", correlation());
        properties
                .putObject("workflow")
                .put("id", row.path().armId() + "/versions/" + run.version())
                .put("name", run.version())
                .put("type", Shapes.TYPE + "/versions");
        trigger(properties.putObject("trigger"));
        properties.set("outputs", outputs());
        JsonNode response = run.response();
        if (response != null) {
            ObjectNode shown = properties.putObject("response");
            shown.put("status", "Succeeded");
            if (bytes(response).length <= MAX_INLINE) {
                shown.set("outputs", response);
            }
        }
        return shape;
    }

    private void trigger(ObjectNode trigger) {
        JsonNode record = run.trigger();
        trigger.put("name", run.triggerName());
        time(trigger, "startTime", run.started());
        time(trigger, "endTime", run.started());
        time(trigger, "scheduledTime", run.scheduled());
        trigger.put("status", "Succeeded");
        if (record.has("trackingId")) {
            trigger.set("trackingId", record.get("trackingId"));
        }
        if (record.has("originHistoryName")) {
            trigger.set("originHistoryName", record.get("originHistoryName"));
        }
        trigger.set("correlation", correlation());
        List<String> resource = ContentCalls.run(run.key());
        content(trigger, "inputs", record.get("inputs"), resource, ContentCalls.TRIGGER_INPUTS);
        content(trigger, "outputs", record.get("outputs"), resource, ContentCalls.TRIGGER_OUTPUTS);
    }

    /** What identifies the run for its caller. */
    ObjectNode correlation() {
        ObjectNode correlation = Json.object().put("clientTrackingId", run.trackingId());
        JsonNode keywords = run.trigger().path("clientKeywords");
        if (keywords.isArray()) {
            correlation.set("clientKeywords", keywords);
        }
        return correlation;
    }

    /** The outputs of the run, each with its type. */
    private JsonNode outputs() {
        ObjectNode shown = Json.object();
        JsonNode outputs = run.outputs();
        if (outputs != null) {
            outputs.properties()
                    .forEach(entry -> shown.putObject(entry.getKey())
                            .put("type", type(entry.getValue()))
                            .set("value", entry.getValue()));
        }
        return shown;
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "Array";
            case BOOLEAN -> "Bool";
            case NUMBER -> value.isIntegralNumber() ? "Int" : "Float";
            case STRING -> "String";
            default -> "Object";
        };
    }

    /** Adds a content and the link to it; nothing if there is none. */
    void content(ObjectNode properties, String name, @Nullable JsonNode content, List<String> resource, String part) {
        if (content == null) {
            return;
        }
        byte[] bytes = bytes(content);
        if (bytes.length <= MAX_INLINE) {
            properties.set(name, content);
        }
        properties.set(name + "Link", links.content(row, resource, part, bytes));
    }

    private static byte[] bytes(JsonNode content) {
        return content.toString().getBytes(StandardCharsets.UTF_8);
    }
}
