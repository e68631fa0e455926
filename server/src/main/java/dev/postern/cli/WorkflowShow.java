package dev.postern.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code workflow show}: a run with its actions. */
final class WorkflowShow {
    private static final int MAX_REPETITIONS = 1_000;

    private final ServerCall call;
    private final WorkflowServer server;
    private final RunActions run;

    private WorkflowShow(ServerCall call, RunActions run) {
        this.call = call;
        this.server = run.server();
        this.run = run;
    }

    /** Returns the output. */
    static String run(ServerCall call) {
        Options options = Options.of("workflow show", call.arguments());
        List<String> words = options.words(3, 3);
        RunActions run = new RunActions(new WorkflowServer(call.server()), words.get(1), words.get(2));
        JsonNode properties = run.properties();
        return options.has("--json")
                ? Output.json(new WorkflowShow(call, run).json(properties))
                : RunTreeText.of(run, properties, run.all());
    }

    private JsonNode json(JsonNode properties) {
        ObjectNode printed = WorkflowServer.object()
                .put("runId", run.run())
                .put("status", properties.path("status").asString(null));
        error(printed, RunFailure.of(properties));
        ArrayNode actions = printed.putArray("actions");
        for (JsonNode action : run.all()) {
            ObjectNode shown = actions.addObject();
            add(shown, action, run.failure(action));
            repetitions(shown.putArray("repetitions"), action);
        }
        return printed;
    }

    private void repetitions(ArrayNode repetitions, JsonNode action) {
        if (!RunActions.isRepeated(action)) {
            return;
        }
        WorkflowServer.Listed listed = run.repetitions(action, MAX_REPETITIONS);
        if (listed.more()) {
            call.warn("Only the first " + MAX_REPETITIONS + " repetitions of '"
                    + action.path("name").asString() + "' are shown.");
        }
        for (JsonNode one : listed.elements()) {
            add(repetitions.addObject(), one, RunFailure.of(one.path("properties")));
        }
    }

    private void add(ObjectNode shown, JsonNode action, Optional<ObjectNode> failure) {
        JsonNode properties = action.path("properties");
        shown.put("name", action.path("name").asString())
                .put("status", properties.path("status").asString(null))
                .put("code", properties.path("code").asString(null));
        error(shown, failure);
        for (String name : List.of("inputs", "outputs")) {
            JsonNode content = content(properties, name);
            if (content == null) {
                shown.putNull(name);
            } else {
                shown.set(name, content);
            }
        }
    }

    private static void error(ObjectNode shown, Optional<ObjectNode> failure) {
        @Nullable ObjectNode error = failure.orElse(null);
        if (error == null) {
            shown.putNull("error");
        } else {
            shown.set("error", error);
        }
    }

    /** Large contents are only behind their link. */
    private @Nullable JsonNode content(JsonNode properties, String name) {
        JsonNode inline = properties.get(name);
        String link = properties.path(name + "Link").path("uri").asString("");
        return inline != null || link.isEmpty() ? inline : server.get(link);
    }
}
