package dev.postern.workflow.api;

import static dev.postern.workflow.api.Shapes.ending;
import static dev.postern.workflow.api.Shapes.named;
import static dev.postern.workflow.api.Shapes.time;

import dev.postern.http.Json;
import dev.postern.workflow.history.ActionEntry;
import dev.postern.workflow.history.ActionOutline;
import dev.postern.workflow.history.ActionPlace;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Attempt;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of the actions of one run. */
record ActionShapes(RunShapes run) {
    private String collection() {
        return "runs/" + run.run().key().name() + "/actions";
    }

    JsonNode entry(ActionEntry entry) {
        return switch (entry) {
            case ActionEntry.Single(ActionPlace place, ActionRow row) -> {
                ObjectNode shape = named(run.row(), collection(), row.name());
                ObjectNode properties = shape.putObject("properties");
                if (!place.loops().isEmpty()) {
                    properties.put("repetitionCount", 0);
                }
                properties(properties, place, row);
                yield shape;
            }
            case ActionEntry.Repeated repeated -> summary(repeated);
        };
    }

    /** An action inside loops: all its repetitions together. Their inputs and outputs are with the repetitions. */
    private JsonNode summary(ActionEntry.Repeated entry) {
        ObjectNode shape = named(run.row(), collection(), entry.place().name());
        ObjectNode properties = shape.putObject("properties");
        time(properties, "startTime", entry.started());
        time(properties, "endTime", entry.ended());
        ActionRow cause = entry.cause();
        ending(
                properties,
                entry.status().text(),
                cause == null ? null : cause.code(),
                cause == null ? null : cause.error());
        properties.set("correlation", run.correlation());
        properties.put("repetitionCount", entry.count());
        return shape;
    }

    /** An action without its inputs and outputs. */
    JsonNode outline(ActionOutline action) {
        ObjectNode shape = named(run.row(), collection(), action.place().name());
        ObjectNode properties = shape.putObject("properties");
        time(properties, "startTime", action.started());
        time(properties, "endTime", action.ended());
        ending(properties, action.status().text(), action.code(), action.error());
        if (!action.place().loops().isEmpty()) {
            properties.put("repetitionCount", action.count());
        }
        return shape;
    }

    /** @param collection {@code repetitions} or {@code scopeRepetitions} */
    JsonNode repetition(ActionPlace place, String collection, ActionRow row) {
        String name = row.key().repetition();
        ObjectNode shape = named(run.row(), collection() + "/" + row.name() + "/" + collection, name);
        ObjectNode properties = shape.putObject("properties");
        ArrayNode indexes = properties.putArray("repetitionIndexes");
        List<String> loops = place.inner();
        String[] parts = name.split("-");
        for (int i = 0; i < parts.length && i < loops.size(); i++) {
            indexes.addObject().put("scopeName", loops.get(i)).put("itemIndex", Integer.parseInt(parts[i]));
        }
        properties(properties, place, row);
        return shape;
    }

    private void properties(ObjectNode properties, ActionPlace place, ActionRow row) {
        time(properties, "startTime", row.started());
        time(properties, "endTime", row.ended());
        ending(properties, row.status().text(), row.code(), row.error());
        properties.put("trackingId", row.trackingId().toString());
        properties.set(
                "correlation",
                run.correlation().put("actionTrackingId", row.trackingId().toString()));
        List<String> resource = ContentCalls.action(run.run().key(), row.key());
        run.content(properties, "inputs", row.inputs(), resource, ContentCalls.INPUTS);
        run.content(properties, "outputs", row.outputs(), resource, ContentCalls.OUTPUTS);
        JsonNode tracked = row.tracked();
        if (tracked != null) {
            properties.set("trackedProperties", tracked);
        }
        if (place.type().loops() && row.state() instanceof ObjectNode state) {
            properties.put("iterationCount", state.path("next").asInt(0));
        }
        if (!row.retries().isEmpty()) {
            properties.set("retryHistory", row.retries());
        }
    }

    static String name(Attempt attempt) {
        return String.format(Locale.ROOT, "%06d", attempt.number());
    }

    JsonNode attempt(ActionRow row, Attempt attempt) {
        String repetition = row.key().repetition();
        String of = collection() + "/" + row.name() + (repetition.isEmpty() ? "" : "/repetitions/" + repetition);
        ObjectNode shape = named(run.row(), of + "/requestHistories", name(attempt));
        ObjectNode properties = shape.putObject("properties");
        time(properties, "startTime", attempt.started());
        time(properties, "endTime", attempt.ended());
        if (attempt.code() != null) {
            properties.put("code", attempt.code());
        }
        JsonNode error = attempt.error();
        if (error != null) {
            properties.set("error", error);
        }
        JsonNode request = request(row, attempt);
        if (request != null) {
            properties.set("request", request);
        }
        JsonNode response = attempt.response();
        if (response != null) {
            properties.set("response", response(row, attempt, response));
        }
        return shape;
    }

    private static @Nullable JsonNode request(ActionRow row, Attempt attempt) {
        JsonNode inputs = row.inputs();
        String poll = attempt.poll();
        ObjectNode request = Json.object();
        if (poll != null) {
            request.put("method", "GET").put("uri", poll);
        } else if (inputs == null) {
            return null;
        } else {
            copy(inputs, request, List.of("method", "uri", "headers"));
        }
        return request;
    }

    private static void copy(JsonNode from, ObjectNode to, List<String> names) {
        for (String name : names) {
            JsonNode value = from.get(name);
            if (value != null) {
                to.set(name, value);
            }
        }
    }

    private JsonNode response(ActionRow row, Attempt attempt, JsonNode response) {
        ObjectNode shown = Json.object();
        copy(response, shown, List.of("statusCode", "headers", "bodySize"));
        List<String> resource = ContentCalls.history(run.run().key(), row.key(), name(attempt));
        run.content(shown, "body", response.get("body"), resource, ContentCalls.RESPONSE_BODY);
        return shown;
    }
}
