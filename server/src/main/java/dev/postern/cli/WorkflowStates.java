package dev.postern.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code workflow enable}, {@code disable}, {@code delete} and {@code list}. */
final class WorkflowStates {
    private static final List<String> COLUMNS = List.of("name", "state", "id");
    private static final int ABSENT = 204;

    private WorkflowStates() {}

    static JsonNode enable(ServerCall call, boolean enabled) {
        String verb = enabled ? "enable" : "disable";
        String name =
                Options.of("workflow " + verb, call.arguments()).words(2, 2).get(1);
        new WorkflowServer(call.server()).call("POST", WorkflowServer.path(name, "/" + verb), null);
        return WorkflowServer.object().put("name", name).put("state", enabled ? "Enabled" : "Disabled");
    }

    static JsonNode delete(ServerCall call) {
        String name =
                Options.of("workflow delete", call.arguments()).words(2, 2).get(1);
        if (new WorkflowServer(call.server())
                        .call("DELETE", WorkflowServer.path(name, ""), null)
                        .status()
                == ABSENT) {
            throw CliFailure.failed("There is no workflow '" + name + "'.");
        }
        return WorkflowServer.object().put("name", name).put("deleted", true);
    }

    static String list(ServerCall call) {
        Options options = Options.of("workflow list", call.arguments());
        options.words(1, 1);
        List<JsonNode> rows = new WorkflowServer(call.server())
                .workflows().stream()
                        .map(one -> (JsonNode) WorkflowServer.object()
                                .put("name", one.path("name").asString())
                                .put("id", one.path("id").asString())
                                .put(
                                        "state",
                                        one.path("properties").path("state").asString()))
                        .toList();
        OutputFormat format = OutputFormat.of(options).orElse(OutputFormat.TABLE);
        return RowOutput.of(rows, format, COLUMNS);
    }
}
