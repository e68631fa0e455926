package dev.postern.workflow.testing;

import dev.postern.http.JsonDocument;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.WrittenDefinition;
import dev.postern.workflow.expression.JsonValues;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One test of a workflow.
 *
 * @param written where the definition was read
 * @param outputs what {@code triggerOutputs()} returns
 * @param results what actions return instead of running, by name; inside a loop one for each of its repetitions, the last one for the others
 */
public record TestCase(
        String name,
        JsonNode definition,
        WrittenDefinition written,
        JsonNode parameters,
        Instant clock,
        @Nullable String trigger,
        JsonNode outputs,
        Map<String, List<Result>> results,
        Expected expected) {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Set<String> MEMBERS =
            Set.of("name", "definition", "workflow", "parameters", "clock", "trigger", "results", "expect");

    /** What an action returns. */
    public record Result(
            Status status,
            @Nullable JsonNode outputs,
            @Nullable JsonNode error) {}

    /** What the run must have done; null for what is not compared. */
    public record Expected(
            @Nullable Status status,
            Map<String, Status> actions,
            @Nullable List<JsonNode> calls,
            @Nullable JsonNode outputs,
            @Nullable JsonNode response) {}

    /** The file is not a list of tests. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Unreadable(String message) {
            super(message);
        }
    }

    /**
     * Reads one test or an array of tests.
     *
     * @param files reads the file that a test names as its workflow
     */
    public static List<TestCase> read(JsonDocument document, Function<String, JsonDocument> files) {
        var cases = new ArrayList<TestCase>();
        JsonNode file = document.value();
        List<JsonNode> all = file.isArray() ? List.copyOf(file.values()) : List.of(file);
        if (all.isEmpty()) {
            throw new Unreadable("The file contains no test.");
        }
        for (JsonNode one : all) {
            WrittenDefinition here = new WrittenDefinition(document, file.isArray() ? "/" + cases.size() : "");
            cases.add(one(one, here, "test " + (cases.size() + 1), files));
        }
        return cases;
    }

    private static TestCase one(
            JsonNode test, WrittenDefinition here, String place, Function<String, JsonDocument> files) {
        members(test, place, MEMBERS);
        String name = test.path("name").asString(place);
        if (test.has("definition") && test.has("workflow")) {
            throw new Unreadable(name + " has both a 'definition' and a 'workflow'.");
        }
        String member = test.has("definition") ? "definition" : "workflow";
        WrittenDefinition given = test.path(member).isString()
                ? new WrittenDefinition(files.apply(test.path(member).stringValue()), "")
                : here.inside(member);
        JsonNode whole = given.value();
        JsonNode inner = whole.has("properties") ? whole.path("properties") : whole;
        JsonNode definition = inner.has("definition") ? inner.path("definition") : inner;
        WrittenDefinition around = whole.has("properties") ? given.inside("properties") : given;
        if (!definition.isObject()) {
            throw new Unreadable(name + " has neither a 'definition' nor a 'workflow'.");
        }
        JsonNode parameters = test.has("parameters") ? test.path("parameters") : inner.path("parameters");
        object(parameters, name + ", parameters");
        JsonNode trigger = test.path("trigger");
        members(trigger, name + ", trigger", Set.of("name", "body", "outputs", "headers", "queries"));
        return new TestCase(
                name,
                definition,
                inner.has("definition") ? around.inside("definition") : around,
                parameters.isMissingNode() || (!inner.has("definition") && !test.has("parameters"))
                        ? JsonValues.object()
                        : parameters,
                clock(test, name),
                trigger.hasNonNull("name") ? trigger.path("name").asString("") : null,
                outputs(trigger),
                results(test.path("results"), name),
                expected(test.path("expect"), name));
    }

    private static Instant clock(JsonNode test, String name) {
        String text = test.path("clock").asString("");
        try {
            return text.isEmpty() ? START : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Unreadable(name + ": 'clock' must be a time such as 2026-01-05T08:00:00Z, not '" + text + "'.");
        }
    }

    private static JsonNode outputs(JsonNode trigger) {
        if (trigger.hasNonNull("outputs")) {
            return trigger.path("outputs");
        }
        var outputs = JsonValues.object();
        for (String member : List.of("headers", "queries", "body")) {
            if (trigger.has(member)) {
                outputs.set(member, trigger.path(member));
            }
        }
        return outputs;
    }

    private static Map<String, List<Result>> results(JsonNode results, String name) {
        object(results, name + ", results");
        var read = new LinkedHashMap<String, List<Result>>();
        for (Map.Entry<String, JsonNode> entry : results.properties()) {
            String place = name + ", result " + entry.getKey();
            JsonNode given = entry.getValue();
            if (given.isArray() && given.isEmpty()) {
                throw new Unreadable(place + " has no element.");
            }
            List<JsonNode> all = given.isArray() ? List.copyOf(given.values()) : List.of(given);
            read.put(
                    entry.getKey(),
                    all.stream().map(one -> result(one, place, name)).toList());
        }
        return read;
    }

    private static Result result(JsonNode result, String place, String name) {
        members(result, place, Set.of("status", "outputs", "error", "code"));
        return new Result(
                status(result.path("status").asString("Succeeded"), name), result.get("outputs"), result.get("error"));
    }

    private static Expected expected(JsonNode expect, String name) {
        members(expect, name + ", expect", Set.of("status", "actions", "calls", "outputs", "response"));
        object(expect.path("actions"), name + ", expect.actions");
        if (expect.has("calls") && !expect.path("calls").isArray()) {
            throw new Unreadable(name + ", expect.calls must be an array.");
        }
        var actions = new LinkedHashMap<String, Status>();
        expect.path("actions")
                .properties()
                .forEach(entry ->
                        actions.put(entry.getKey(), status(entry.getValue().asString(""), name)));
        List<JsonNode> calls = expect.path("calls").isArray()
                ? List.copyOf(expect.path("calls").values())
                : null;
        if (calls != null) {
            calls.forEach(call -> members(call, name + ", calls", Set.of("action", "method", "uri", "body")));
        }
        return new Expected(
                expect.hasNonNull("status") ? status(expect.path("status").asString(""), name) : null,
                actions,
                calls,
                expect.get("outputs"),
                expect.get("response"));
    }

    private static Status status(String text, String name) {
        return Status.named(text)
                .filter(Status::done)
                .orElseThrow(
                        () -> new Unreadable(name + ": '" + text + "' is not the status of a run or action that has "
                                + "ended: Succeeded, Failed, Skipped, TimedOut, Cancelled."));
    }

    private static void object(JsonNode value, String place) {
        if (!value.isMissingNode() && !value.isObject()) {
            throw new Unreadable(place + " must be an object.");
        }
    }

    private static void members(JsonNode object, String place, Set<String> known) {
        object(object, place);
        for (String member : object.propertyNames()) {
            if (!known.contains(member)) {
                throw new Unreadable(place + ": the member '" + member + "' is unknown; known are "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
    }
}
