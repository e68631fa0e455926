package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code workflow deploy}, {@code run} and {@code runs}, using the management API of workflows. */
final class WorkflowCommand {
    /** Subscriptions and resource groups exist implicitly; the command line always uses these. */
    private static final String WORKFLOWS = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/postern"
            + "/providers/Microsoft.Logic/workflows/";

    private static final String VERSION = "?api-version=2019-05-01";
    private static final List<String> COLUMNS = List.of("runId", "status", "code", "trigger", "startTime", "endTime");
    private static final Set<String> GOING_ON = Set.of("", "Running", "Waiting", "Paused");
    private static final String RUN_ID = "x-ms-workflow-run-id";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    /** The actions of this many failed runs are requested, the newest first. */
    private static final int MAX_EXPLAINED = 20;

    private final Server server;
    private final String workflow;

    private WorkflowCommand(Server server, String name) {
        this.server = server;
        this.workflow = WORKFLOWS + Server.encode(name);
    }

    /** The output and the exit status. */
    record Outcome(String printed, int status) {}

    static Outcome run(Server server, List<String> arguments, Path directory) {
        Options options = Options.of("workflow " + arguments.getFirst(), arguments);
        List<String> words = options.words(2, 3);
        WorkflowCommand command = new WorkflowCommand(server, words.get(1));
        String third = words.size() == 3 ? words.get(2) : null;
        String verb = words.getFirst();
        if (verb.equals("run")) {
            return command.runNow(third);
        }
        if (verb.equals("deploy") && third != null) {
            return new Outcome(Output.json(command.deploy(directory.resolve(third))), 0);
        }
        if (verb.equals("runs") && third == null) {
            List<JsonNode> runs = command.runs().valueStream().toList();
            OutputFormat format = OutputFormat.of(options).orElse(OutputFormat.JSON);
            return new Outcome(RowOutput.of(runs, format, COLUMNS), 0);
        }
        throw options.usage();
    }

    private JsonNode deploy(Path file) {
        JsonNode content = content(file);
        ObjectNode body = object().put("location", "local");
        body.putObject("identity").put("type", "SystemAssigned");
        ObjectNode properties = body.putObject("properties").put("state", "Enabled");
        properties.set("definition", content.has("definition") ? content.get("definition") : content);
        if (content.has("definition") && content.has("parameters")) {
            properties.set("parameters", content.get("parameters"));
        }
        JsonNode made = call("PUT", workflow + VERSION, body).json();
        String principal = made.path("identity").path("principalId").asString("");
        return object().put("id", made.path("id").asString())
                .put("name", made.path("name").asString())
                .put("principalId", principal)
                .put("appId", appId(principal));
    }

    private static JsonNode content(Path file) {
        try {
            JsonNode content = JsonMapper.shared().readTree(Files.readString(file));
            if (!content.isObject()) {
                throw CliFailure.failed(file + " does not contain a JSON object.");
            }
            return content;
        } catch (IOException e) {
            throw CliFailure.failed("The file " + file + " cannot be read.");
        } catch (JacksonException e) {
            throw CliFailure.failed(file + " is not valid JSON: " + e.getOriginalMessage());
        }
    }

    /** Returns the app id for policies; the management API returns only the object id. */
    private String appId(String principal) {
        Answer answer = server.send(Audience.GRAPH, "GET", "/v1.0/servicePrincipals/" + Server.encode(principal), null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json().path("appId").asString();
    }

    private Outcome runNow(@Nullable String named) {
        String trigger = named == null ? onlyTrigger() : named;
        Answer started = call("POST", workflow + "/triggers/" + Server.encode(trigger) + "/run" + VERSION, null);
        String id = started.raw()
                .headers()
                .firstValue(RUN_ID)
                .orElseThrow(() -> CliFailure.failed("The response does not contain the id of the run."));
        String path = workflow + "/runs/" + Server.encode(id);
        JsonNode run = ended(path);
        String status = run.path("status").asString("");
        ArrayNode actions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode action : all(path + "/actions" + VERSION)) {
            JsonNode properties = action.path("properties");
            ObjectNode shown = actions.addObject()
                    .put("name", action.path("name").asString())
                    .put("status", properties.path("status").asString(null))
                    .put("code", properties.path("code").asString(null));
            RunFailure.of(properties).ifPresent(error -> shown.set("error", error));
        }
        ObjectNode printed = object().put("runId", id).put("status", status);
        RunFailure.of(run).ifPresent(error -> printed.set("error", error));
        printed.set("actions", actions);
        return new Outcome(Output.json(printed), status.equals("Succeeded") ? 0 : 2);
    }

    private String onlyTrigger() {
        JsonNode triggers = call("GET", workflow + VERSION, null)
                .json()
                .path("properties")
                .path("definition")
                .path("triggers");
        List<String> names = triggers.propertyStream().map(Map.Entry::getKey).toList();
        if (names.size() != 1) {
            throw CliFailure.failed("The workflow has " + names.size() + " triggers. Specify the one to run. "
                    + String.join(", ", names));
        }
        return names.getFirst();
    }

    private JsonNode ended(String path) {
        while (true) {
            JsonNode run = call("GET", path + VERSION, null).json().path("properties");
            if (!GOING_ON.contains(run.path("status").asString(""))) {
                return run;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.failed("Interrupted.");
        }
    }

    private JsonNode runs() {
        ArrayNode printed = JsonNodeFactory.instance.arrayNode();
        int explained = 0;
        for (JsonNode run : all(workflow + "/runs" + VERSION)) {
            JsonNode properties = run.path("properties");
            ObjectNode shown = printed.addObject()
                    .put("runId", run.path("name").asString())
                    .put("status", properties.path("status").asString(null))
                    .put("code", properties.path("code").asString(null))
                    .put("trigger", properties.path("trigger").path("name").asString(null))
                    .put("startTime", properties.path("startTime").asString(null))
                    .put("endTime", properties.path("endTime").asString(null));
            RunFailure.of(properties).ifPresent(error -> shown.set("error", error));
            if (RunFailure.is(properties) && explained++ < MAX_EXPLAINED) {
                ArrayNode failed = failedActions(run.path("name").asString());
                if (!failed.isEmpty()) {
                    shown.set("failedActions", failed);
                }
            }
        }
        return printed;
    }

    private ArrayNode failedActions(String run) {
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        for (JsonNode action : all(workflow + "/runs/" + Server.encode(run) + "/actions" + VERSION)) {
            RunFailure.of(action.path("properties"))
                    .ifPresent(error -> failed.addObject()
                            .put("name", action.path("name").asString())
                            .set("error", error));
        }
        return failed;
    }

    private List<JsonNode> all(String path) {
        List<JsonNode> all = new ArrayList<>();
        String next = path;
        while (!next.isEmpty()) {
            JsonNode page = call("GET", next, null).json();
            page.path("value").forEach(all::add);
            next = page.path("nextLink").asString("");
        }
        return all;
    }

    private Answer call(String method, String path, @Nullable JsonNode body) {
        Answer answer = server.send(Audience.MANAGEMENT, method, path, body);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
