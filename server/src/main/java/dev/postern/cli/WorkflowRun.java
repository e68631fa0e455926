package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code workflow run}: starts a run, shows its progress and its result as a tree on standard error, and prints the result as JSON. */
final class WorkflowRun {
    private static final int NOT_SUCCEEDED = 2;
    private static final Set<String> GOING_ON = Set.of("", "Running", "Waiting", "Paused");
    private static final Pattern RUN = Pattern.compile("'([0-9]{29}CU[0-9]{2})'");

    private final WorkflowServer server;
    private final String workflow;
    private final PrintStream progress;
    private final Map<String, String> shown = new HashMap<>();

    private WorkflowRun(ServerCall call, String workflow) {
        this.server = new WorkflowServer(call.server());
        this.workflow = workflow;
        this.progress = call.err();
    }

    /** Returns the exit status: 0 if the run succeeded, otherwise 2. */
    static int run(ServerCall call) {
        Options options = Options.of("workflow run", call.arguments());
        List<String> words = options.words(2, 3);
        WorkflowRun run = new WorkflowRun(call, words.get(1));
        String trigger = words.size() == 3 ? words.get(2) : run.onlyTrigger();
        Answer answer = options.one("--body")
                .map(file -> run.post(trigger, TextFile.json(call.directory().resolve(file))))
                .orElseGet(() -> run.start(trigger));
        boolean succeeded = id(answer)
                .map(id -> run.one(call, id))
                .orElseGet(() -> new WorkflowSplit(run.server, run.workflow, trigger).run(call, answer));
        return succeeded ? 0 : NOT_SUCCEEDED;
    }

    /** Returns whether the run succeeded. */
    private boolean one(ServerCall call, String id) {
        try {
            RunActions actions = new RunActions(server, workflow, id);
            JsonNode properties = ended(actions);
            List<JsonNode> all = actions.all();
            String tree = RunTreeText.of(actions, properties, all);
            JsonNode result = result(actions, properties, all);
            call.err().print(tree);
            call.print(result);
            return properties.path("status").asString("").equals("Succeeded");
        } catch (CliFailure e) {
            throw e.and(
                    "The run " + id + " was started: './postern workflow show " + workflow + " " + id + "' shows it.");
        }
    }

    /** Returns the id of the run that a request has started; empty if it has not started exactly one. */
    private static Optional<String> id(Answer answer) {
        // The run may have started, and ended without a response for its caller.
        Matcher message =
                RUN.matcher(answer.json().path("error").path("message").asString(""));
        return answer.raw()
                .headers()
                .firstValue(WorkflowRuns.RUN_ID)
                .or(() -> answer.ok() || !message.find() ? Optional.empty() : Optional.of(message.group(1)));
    }

    private static JsonNode result(RunActions run, JsonNode properties, List<JsonNode> all) {
        ArrayNode actions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode action : all) {
            ObjectNode one = actions.addObject()
                    .put("name", action.path("name").asString())
                    .put("status", action.path("properties").path("status").asString(null))
                    .put("code", action.path("properties").path("code").asString(null));
            run.failure(action).ifPresent(error -> one.set("error", error));
        }
        ObjectNode printed = WorkflowServer.object()
                .put("runId", run.run())
                .put("status", properties.path("status").asString(""));
        RunFailure.of(properties).ifPresent(error -> printed.set("error", error));
        printed.set("actions", actions);
        return printed;
    }

    private String onlyTrigger() {
        JsonNode triggers = server.get(WorkflowServer.path(workflow, ""))
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

    private Answer start(String trigger) {
        return server.call("POST", WorkflowServer.path(workflow, trigger(trigger) + "/run"), null);
    }

    static String trigger(String trigger) {
        return "/triggers/" + Server.encode(trigger);
    }

    /** Calls the URL of a trigger, as its callers do. */
    private Answer post(String trigger, JsonNode body) {
        JsonNode callback = server.call(
                        "POST", WorkflowServer.path(workflow, trigger(trigger) + "/listCallbackUrl"), null)
                .json();
        String method = callback.path("method").asString("POST");
        Answer answer = server.send(method, callback.path("value").asString(""), body);
        if (!answer.ok() && id(answer).isEmpty()) {
            throw FailureText.of(answer);
        }
        return answer;
    }

    private JsonNode ended(RunActions run) {
        Pauses pauses = new Pauses();
        while (true) {
            JsonNode properties = run.properties();
            if (hasEnded(properties)) {
                return properties;
            }
            run.all().forEach(this::show);
            pauses.next();
        }
    }

    /** Returns whether a run has ended. */
    static boolean hasEnded(JsonNode properties) {
        return !GOING_ON.contains(properties.path("status").asString(""));
    }

    /** Prints an action whose state has changed. */
    private void show(JsonNode action) {
        JsonNode properties = action.path("properties");
        String name = action.path("name").asString();
        int iterations = properties.path("iterationCount").asInt(0);
        String state = properties.path("status").asString("") + (iterations > 0 ? ", iteration " + iterations : "");
        if (!state.equals(shown.put(name, state))) {
            progress.println(Output.printable(name + "  " + state));
        }
    }
}
