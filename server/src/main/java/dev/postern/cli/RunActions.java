package dev.postern.cli;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The actions of one run on a running server. */
record RunActions(WorkflowServer server, String workflow, String run) {
    private static final String FAILED = "&%24filter=status%20eq%20%27Failed%27";

    JsonNode properties() {
        return server.get(WorkflowServer.run(workflow, run, "")).path("properties");
    }

    List<JsonNode> all() {
        return server.all(WorkflowServer.run(workflow, run, "/actions"));
    }

    /** Returns whether the action is inside loops and was repeated. */
    static boolean isRepeated(JsonNode action) {
        return action.path("properties").path("repetitionCount").asInt(0) > 0;
    }

    WorkflowServer.Listed repetitions(JsonNode action, int max) {
        return server.list(path(action, ""), max);
    }

    /** The first repetitions that failed. */
    WorkflowServer.Listed failed(JsonNode action, int max) {
        return server.list(path(action, FAILED + "&%24top=" + max), max);
    }

    private String path(JsonNode action, String query) {
        return WorkflowServer.run(
                workflow, run, "/actions/" + Server.encode(action.path("name").asString()) + "/repetitions" + query);
    }

    /** Returns why an action failed; of one that was repeated, why the first failed repetition did. */
    Optional<ObjectNode> failure(JsonNode action) {
        JsonNode properties = action.path("properties");
        if (isRepeated(action) && properties.path("status").asString("").equals("Failed")) {
            return failed(action, 1).elements().stream()
                    .findFirst()
                    .flatMap(first -> RunFailure.of(first.path("properties")))
                    .or(() -> RunFailure.of(properties));
        }
        return RunFailure.of(properties);
    }

    /** Returns the definition that the run has; missing if the server does not have it. */
    JsonNode definition(JsonNode properties) {
        String version = properties.path("workflow").path("name").asString("");
        Server.Answer answer =
                server.send("GET", WorkflowServer.path(workflow, "/versions/" + Server.encode(version)), null);
        return answer.json().path("properties").path("definition");
    }
}
