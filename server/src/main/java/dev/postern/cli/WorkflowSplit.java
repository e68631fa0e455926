package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A fire of a trigger that did not start exactly one run: a trigger with {@code splitOn} starts one for each item of an array. */
record WorkflowSplit(WorkflowServer server, String workflow, String trigger) {
    private static final String HISTORY = "x-ms-trigger-history-name";
    private static final String COUNT = "postern-run-count";

    /** Waits for the runs, and prints their ids. Returns whether all have succeeded. */
    boolean run(ServerCall call, Answer fired) {
        String history = header(fired, HISTORY);
        if (history.isEmpty()) {
            throw CliFailure.failed("The response does not say which runs have started. './postern workflow runs "
                    + workflow + "' lists the runs.");
        }
        try {
            JsonNode properties = server.get(WorkflowServer.path(
                            workflow, WorkflowRun.trigger(trigger) + "/histories/" + Server.encode(history)))
                    .path("properties");
            if (!properties.path("fired").asBoolean(false)) {
                String reason = properties.path("error") instanceof ObjectNode error
                        ? RunTreeText.line(error)
                        : properties.path("status").asString("");
                throw CliFailure.failed("No run was started. " + reason);
            }
            List<JsonNode> runs = ended(
                    history,
                    properties.path("correlation").path("clientTrackingId").asString(""),
                    Integer.parseInt(header(fired, COUNT)));
            ObjectNode printed = WorkflowServer.object().put("historyName", history);
            ArrayNode shown = printed.putArray("runs");
            runs.forEach(run -> shown.add(shown(run)));
            call.print(printed);
            return runs.stream().allMatch(run -> status(run).equals("Succeeded"));
        } catch (CliFailure e) {
            throw e.and("The trigger's history '" + history + "' has the details.");
        }
    }

    private static String header(Answer answer, String name) {
        return answer.raw().headers().firstValue(name).orElse("");
    }

    private List<JsonNode> ended(String history, String tracking, int count) {
        String filter = "clientTrackingId eq '" + tracking.replace("'", "''") + "'";
        String path = WorkflowServer.path(workflow, "/runs&%24top=100&%24filter=" + Server.encode(filter));
        Pauses pauses = new Pauses();
        while (true) {
            var runs = new ArrayList<>(server.all(path));
            runs.removeIf(run -> !run.at("/properties/trigger/originHistoryName")
                    .asString("")
                    .equals(history));
            if (runs.size() >= count && runs.stream().allMatch(run -> WorkflowRun.hasEnded(run.path("properties")))) {
                return runs.reversed();
            }
            pauses.next();
        }
    }

    private static String status(JsonNode run) {
        return run.path("properties").path("status").asString("");
    }

    private static JsonNode shown(JsonNode run) {
        ObjectNode shown = WorkflowServer.object()
                .put("runId", run.path("name").asString())
                .put("status", status(run));
        RunFailure.of(run.path("properties")).ifPresent(error -> shown.set("error", error));
        return shown;
    }
}
