package dev.postern.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code workflow runs}, {@code cancel} and {@code resubmit}. */
final class WorkflowRuns {
    static final String RUN_ID = "x-ms-workflow-run-id";
    private static final List<String> COLUMNS = List.of("runId", "status", "code", "trigger", "startTime", "endTime");
    /** The actions of this many failed runs are requested, the newest first. */
    private static final int MAX_EXPLAINED = 20;

    private WorkflowRuns() {}

    static String list(ServerCall call) {
        Options options = Options.of("workflow runs", call.arguments());
        String name = options.words(2, 2).get(1);
        WorkflowServer server = new WorkflowServer(call.server());
        var rows = new ArrayList<JsonNode>();
        int explained = 0;
        for (JsonNode run : server.all(WorkflowServer.path(name, "/runs"))) {
            JsonNode properties = run.path("properties");
            ObjectNode shown = WorkflowServer.object()
                    .put("runId", run.path("name").asString())
                    .put("status", properties.path("status").asString(null))
                    .put("code", properties.path("code").asString(null))
                    .put("trigger", properties.path("trigger").path("name").asString(null))
                    .put("startTime", properties.path("startTime").asString(null))
                    .put("endTime", properties.path("endTime").asString(null));
            RunFailure.of(properties).ifPresent(error -> shown.set("error", error));
            if (RunFailure.is(properties) && explained++ < MAX_EXPLAINED) {
                ArrayNode failed = failedActions(server, name, run.path("name").asString());
                if (!failed.isEmpty()) {
                    shown.set("failedActions", failed);
                }
            }
            rows.add(shown);
        }
        return RowOutput.of(rows, OutputFormat.of(options).orElse(OutputFormat.JSON), COLUMNS);
    }

    private static ArrayNode failedActions(WorkflowServer server, String workflow, String run) {
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        for (JsonNode action : server.all(WorkflowServer.run(workflow, run, "/actions"))) {
            RunFailure.of(action.path("properties"))
                    .ifPresent(error -> failed.addObject()
                            .put("name", action.path("name").asString())
                            .set("error", error));
        }
        return failed;
    }

    static JsonNode cancel(ServerCall call) {
        List<String> words = Options.of("workflow cancel", call.arguments()).words(3, 3);
        new WorkflowServer(call.server()).call("POST", WorkflowServer.run(words.get(1), words.get(2), "/cancel"), null);
        return WorkflowServer.object().put("runId", words.get(2)).put("status", "Cancelled");
    }

    static JsonNode resubmit(ServerCall call) {
        List<String> words = Options.of("workflow resubmit", call.arguments()).words(3, 3);
        Server.Answer answer = new WorkflowServer(call.server())
                .call("POST", WorkflowServer.run(words.get(1), words.get(2), "/resubmit"), null);
        return WorkflowServer.object().put("runId", id(answer));
    }

    /** Returns the id of a run that was started. */
    static String id(Server.Answer started) {
        return started.raw()
                .headers()
                .firstValue(RUN_ID)
                .orElseThrow(() -> CliFailure.failed("The response does not contain the id of the run."));
    }
}
