package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code workflow deploy} and {@code workflow validate}. */
final class WorkflowDeployment {
    private static final int REFUSED = 400;
    /** The code of a file that was not sent to the server. */
    private static final String UNUSABLE = "InvalidWorkflowFile";

    private WorkflowDeployment() {}

    static JsonNode deploy(ServerCall call) {
        Options options = Options.of("workflow deploy", call.arguments());
        List<String> words = options.words(3, 3);
        WorkflowFile file = WorkflowFile.read(
                call.directory().resolve(words.get(2)),
                options.one("--parameters").map(call.directory()::resolve));
        file.others().forEach(other -> call.warn("The resource " + other + " of the template was not deployed."));
        WorkflowServer server = new WorkflowServer(call.server());
        String path = WorkflowServer.path(words.get(1), "");
        ObjectNode resource = file.resource();
        Answer present = server.send("GET", path, null);
        if (present.ok() && present.json().at("/identity/type").asString("").equals("UserAssigned")) {
            resource.remove("identity");
        }
        if (present.ok() && present.json().at("/properties/state").asString("").equals("Disabled")) {
            call.warn("The workflow is disabled and stays so; './postern workflow enable " + words.get(1)
                    + "' starts it.");
            ((ObjectNode) resource.path("properties")).put("state", "Disabled");
        }
        Answer answer = server.send("PUT", path, resource);
        if (!answer.ok()) {
            file.place(answer.json());
            throw FailureText.of(answer);
        }
        JsonNode made = answer.json();
        String principal = made.path("identity").path("principalId").asString("");
        String app = principal.isEmpty() ? "" : appId(call.server(), principal);
        return WorkflowServer.object()
                .put("id", made.path("id").asString())
                .put("name", made.path("name").asString())
                .put("principalId", principal)
                .put("appId", app);
    }

    /** Returns the app id for policies; the management API returns only the object id. */
    private static String appId(Server server, String principal) {
        Answer answer = server.send(Audience.GRAPH, "GET", "/v1.0/servicePrincipals/" + Server.encode(principal), null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json().path("appId").asString();
    }

    /** Prints whether the definition is valid, and returns the exit status. */
    static int validate(ServerCall call) {
        Options options = Options.of("workflow validate", call.arguments());
        List<String> words = options.words(2, 2);
        WorkflowFile file;
        try {
            file = WorkflowFile.read(
                    call.directory().resolve(words.get(1)),
                    options.one("--parameters").map(call.directory()::resolve));
        } catch (CliFailure e) {
            return refused(call, WorkflowServer.object().put("code", UNUSABLE).put("message", e.text()), e.text());
        }
        Answer answer = new WorkflowServer(call.server())
                .send("POST", WorkflowServer.path("validated", "/validate"), file.resource());
        if (answer.ok()) {
            return call.print(WorkflowServer.object().put("valid", true));
        }
        if (answer.status() != REFUSED) {
            throw FailureText.of(answer);
        }
        file.place(answer.json());
        return refused(call, answer.json().path("error"), FailureText.text(answer));
    }

    private static int refused(ServerCall call, JsonNode error, String text) {
        ObjectNode printed = WorkflowServer.object().put("valid", false);
        printed.set("error", error);
        return call.ended(Output.json(printed), text, CliFailure.FAILED);
    }
}
