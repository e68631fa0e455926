package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
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
        String id = options.one("--body")
                .map(file -> run.post(trigger, TextFile.json(call.directory().resolve(file))))
                .orElseGet(() -> run.start(trigger));
        RunActions actions = new RunActions(run.server, run.workflow, id);
        JsonNode properties = run.ended(actions);
        List<JsonNode> all = actions.all();
        call.err().print(RunTree.of(actions, properties, all));
        call.print(result(actions, properties, all));
        return properties.path("status").asString("").equals("Succeeded") ? 0 : NOT_SUCCEEDED;
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

    private String start(String trigger) {
        return WorkflowRuns.id(server.call("POST", WorkflowServer.path(workflow, trigger(trigger) + "/run"), null));
    }

    private static String trigger(String trigger) {
        return "/triggers/" + Server.encode(trigger);
    }

    /** Calls the URL of a trigger, as its callers do. */
    private String post(String trigger, JsonNode body) {
        JsonNode callback = server.call(
                        "POST", WorkflowServer.path(workflow, trigger(trigger) + "/listCallbackUrl"), null)
                .json();
        String method = callback.path("method").asString("POST");
        Answer answer = server.send(method, callback.path("value").asString(""), body);
        if (answer.raw().headers().firstValue(WorkflowRuns.RUN_ID).isPresent()) {
            return WorkflowRuns.id(answer);
        }
        // The run may have started, and ended without a response for its caller.
        Matcher id = RUN.matcher(answer.json().path("error").path("message").asString(""));
        if (id.find()) {
            return id.group(1);
        }
        throw FailureText.of(answer);
    }

    private JsonNode ended(RunActions run) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            JsonNode properties = run.properties();
            if (!GOING_ON.contains(properties.path("status").asString(""))) {
                return properties;
            }
            run.all().forEach(this::show);
            pause(pause);
            Duration longer = pause.multipliedBy(3).dividedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
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

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.failed("Interrupted.");
        }
    }
}
