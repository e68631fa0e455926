package dev.postern.workflow.testing;

import dev.postern.query.Folding;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.engine.TestEngine;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs tests and compares the runs with what they expect. */
public final class TestRunner {
    private static final Set<String> CALLS = Set.of("http", "httpwebhook", "apiconnection", "workflow");
    private static final String STATIC = "postern.test.";

    private final TestEngine engine;

    public TestRunner(TestEngine engine) {
        this.engine = engine;
    }

    /**
     * The outcome of a test.
     *
     * @param differences what was not as expected; empty if the test holds
     */
    public record Outcome(TestCase test, List<String> differences) {
        public Outcome {
            differences = List.copyOf(differences);
        }

        public boolean holds() {
            return differences.isEmpty();
        }
    }

    public Outcome run(TestCase test) throws InterruptedException {
        RecordedCalls calls = new RecordedCalls(test.results());
        try {
            TestEngine.Result result = engine.run(
                    test.name(), defined(test), test.parameters(), test.trigger(), test.outputs(), test.clock(), calls);
            return new Outcome(test, differences(test.expected(), result, calls.all()));
        } catch (InvalidTemplate e) {
            return new Outcome(test, List.of(test.written().message(String.valueOf(e.getMessage()), e.pointer())));
        } catch (TestEngine.NoTrigger e) {
            throw new TestCase.Unreadable(test.name() + ": " + e.getMessage());
        } catch (TestEngine.NotEnded e) {
            return new Outcome(test, List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Returns the definition in which actions that make no call have the results of the test as static results. */
    private static JsonNode defined(TestCase test) {
        ObjectNode definition = (ObjectNode) test.definition().deepCopy();
        ObjectNode results = definition.path("staticResults") instanceof ObjectNode known
                ? known
                : definition.putObject("staticResults");
        var wanted = new HashMap<String, List<TestCase.Result>>();
        test.results().forEach((name, result) -> wanted.put(Folding.lower(name), result));
        define(definition.path("actions"), wanted, results);
        if (!wanted.isEmpty()) {
            throw new TestCase.Unreadable(test.name() + ": 'results' names the action '"
                    + wanted.keySet().stream().sorted().findFirst().orElse("") + "', which does not exist.");
        }
        if (results.isEmpty()) {
            definition.remove("staticResults");
        }
        return definition;
    }

    private static void define(JsonNode actions, Map<String, List<TestCase.Result>> wanted, ObjectNode results) {
        for (Map.Entry<String, JsonNode> entry : actions.properties()) {
            if (!(entry.getValue() instanceof ObjectNode action)) {
                continue;
            }
            @Nullable List<TestCase.Result> own = wanted.remove(Folding.lower(entry.getKey()));
            if (own != null && !CALLS.contains(Folding.lower(action.path("type").asString("")))) {
                if (own.size() > 1) {
                    throw new TestCase.Unreadable("The result of the action '" + entry.getKey()
                            + "' is a list, which only actions that make calls can have.");
                }
                TestCase.Result result = own.getFirst();
                String name = STATIC + entry.getKey();
                ObjectNode fixed = results.putObject(name);
                fixed.put("status", result.status().text());
                if (result.outputs() != null) {
                    fixed.set("outputs", result.outputs());
                }
                if (result.error() != null) {
                    fixed.set("error", result.error());
                }
                ObjectNode configuration = action.path("runtimeConfiguration") instanceof ObjectNode known
                        ? known
                        : action.putObject("runtimeConfiguration");
                configuration.putObject("staticResult").put("name", name).put("staticResultOptions", "Enabled");
            }
            define(action.path("actions"), wanted, results);
            define(action.path("else").path("actions"), wanted, results);
            define(action.path("default").path("actions"), wanted, results);
            action.path("cases").values().forEach(one -> define(one.path("actions"), wanted, results));
        }
    }

    private static List<String> differences(
            TestCase.Expected expected, TestEngine.Result result, List<JsonNode> calls) {
        var differences = new ArrayList<String>();
        if ("RunGivenUp".equals(result.run().code())) {
            differences.add("The run was given up after an error of the engine.");
        }
        if (expected.status() != null && expected.status() != result.run().status()) {
            differences.add("The run is " + result.run().status().text() + ", expected was "
                    + expected.status().text() + error(result.run().error()) + ".");
        }
        expected.actions().forEach((name, status) -> compare(name, status, result.actions(), differences));
        if (expected.outputs() != null) {
            JsonNode outputs = JsonValues.orNull(result.run().outputs());
            if (!expected.outputs().equals(outputs)) {
                differences.add("The outputs of the run are " + shown(outputs) + ", expected were "
                        + shown(expected.outputs()) + ".");
            }
        }
        if (expected.response() != null) {
            JsonNode response = JsonValues.orNull(result.run().response());
            for (Map.Entry<String, JsonNode> member : expected.response().properties()) {
                if (!member.getValue().equals(response.path(member.getKey()))) {
                    differences.add(
                            "The response has the " + member.getKey() + " " + shown(response.path(member.getKey()))
                                    + ", expected was " + shown(member.getValue()) + ".");
                }
            }
        }
        if (expected.calls() != null) {
            compare(expected.calls(), calls, differences);
        }
        return differences;
    }

    private static void compare(String name, Status expected, List<ActionRow> rows, List<String> differences) {
        List<ActionRow> own =
                rows.stream().filter(row -> row.name().equalsIgnoreCase(name)).toList();
        if (own.isEmpty()) {
            differences.add("The action '" + name + "' did not run, expected was " + expected.text() + ".");
            return;
        }
        Status status = worst(own);
        if (status != expected) {
            JsonNode error = own.stream()
                    .filter(row -> row.status() == status)
                    .findFirst()
                    .map(ActionRow::error)
                    .orElse(null);
            differences.add("The action '" + name + "' is " + status.text() + ", expected was " + expected.text()
                    + error(error) + ".");
        }
    }

    /** The status of all repetitions of an action. */
    private static Status worst(List<ActionRow> rows) {
        for (Status status : List.of(Status.FAILED, Status.TIMED_OUT, Status.CANCELLED, Status.SUCCEEDED)) {
            if (rows.stream().anyMatch(row -> row.status() == status)) {
                return status;
            }
        }
        return Status.SKIPPED;
    }

    private static void compare(List<JsonNode> expected, List<JsonNode> calls, List<String> differences) {
        for (int i = 0; i < expected.size(); i++) {
            if (i >= calls.size()) {
                differences.add("Call " + (i + 1) + " was not made, expected was " + shown(expected.get(i)) + ".");
                continue;
            }
            JsonNode call = calls.get(i);
            for (Map.Entry<String, JsonNode> member : expected.get(i).properties()) {
                JsonNode actual = call.path(member.getKey());
                boolean same = member.getKey().equals("method")
                        ? member.getValue().asString("").equalsIgnoreCase(actual.asString(""))
                        : member.getValue().equals(actual);
                if (!same) {
                    differences.add("Call " + (i + 1) + " of the action '"
                            + call.path("action").asString("") + "' has the " + member.getKey() + " " + shown(actual)
                            + ", expected was " + shown(member.getValue()) + ".");
                }
            }
        }
        for (JsonNode extra : calls.subList(Math.min(expected.size(), calls.size()), calls.size())) {
            differences.add("A call was made that is not expected: " + shown(extra) + ".");
        }
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "(none)" : value.toString();
        return text.length() > 500 ? text.substring(0, 500) + "..." : text;
    }

    private static String error(@Nullable JsonNode error) {
        return error == null || error.isNull() ? "" : ": " + shown(error);
    }
}
