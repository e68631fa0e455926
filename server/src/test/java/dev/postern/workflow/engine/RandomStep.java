package dev.postern.workflow.engine;

import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An action of a random workflow.
 *
 * @param after the statuses that allow this action, by the name of the action before it
 * @param number the hours of a Wait, the branch of a condition or Switch, the items of a Foreach, the repetitions of an Until
 * @param extra what a Foreach does in parallel, the maximum count of an Until
 * @param limit seconds; 0 for none
 * @param result how a leaf ends
 */
record RandomStep(
        String name,
        Map<String, Set<String>> after,
        Kind kind,
        int number,
        int extra,
        long limit,
        String result,
        List<List<RandomStep>> branches) {

    enum Kind {
        COMPOSE("Compose"),
        BROKEN("Compose"),
        FIXED("Compose"),
        WAIT("Wait"),
        CALL("Http"),
        TERMINATE("Terminate"),
        SCOPE("Scope"),
        IF("If"),
        BROKEN_IF("If"),
        SWITCH("Switch"),
        FOREACH("Foreach"),
        BROKEN_FOREACH("Foreach"),
        UNTIL("Until");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        boolean loops() {
            return this == FOREACH || this == BROKEN_FOREACH || this == UNTIL;
        }
    }

    static JsonNode definition(List<RandomStep> steps) {
        ObjectNode definition = JsonValues.object();
        definition
                .putObject("triggers")
                .putObject("manual")
                .put("type", "Request")
                .put("kind", "Http");
        definition.set("actions", actions(steps));
        ObjectNode results = definition.putObject("staticResults");
        for (String status : List.of("Succeeded", "Failed", "TimedOut", "Cancelled", "Skipped")) {
            results.putObject(status).put("status", status);
        }
        return definition;
    }

    private static ObjectNode actions(List<RandomStep> steps) {
        ObjectNode actions = JsonValues.object();
        steps.forEach(step -> actions.set(step.name(), step.json()));
        return actions;
    }

    private ObjectNode json() {
        ObjectNode json = JsonValues.object();
        json.put("type", kind.type);
        ObjectNode before = json.putObject("runAfter");
        after.forEach((name, statuses) -> {
            ArrayNode all = before.putArray(name);
            statuses.forEach(all::add);
        });
        if (limit > 0) {
            json.putObject("limit").put("timeout", "PT" + limit + "S");
        }
        switch (kind) {
            case COMPOSE -> json.put("inputs", "@concat('done ', utcNow())");
            case BROKEN -> json.put("inputs", "@int('x')");
            case FIXED -> {
                json.put("inputs", 1);
                json.putObject("runtimeConfiguration")
                        .putObject("staticResult")
                        .put("name", result)
                        .put("staticResultOptions", "Enabled");
            }
            case WAIT ->
                json.putObject("inputs")
                        .putObject("interval")
                        .put("count", number)
                        .put("unit", "Hour");
            case CALL -> json.putObject("inputs").put("method", "POST").put("uri", "https://contoso.example/" + result);
            case TERMINATE -> json.putObject("inputs").put("runStatus", result);
            case SCOPE -> json.set("actions", actions(branches.getFirst()));
            case IF -> branches(json, "@equals(" + number + ", 0)");
            case BROKEN_IF -> branches(json, "@int('x')");
            case SWITCH -> cases(json);
            case FOREACH -> repeat(json, items());
            case BROKEN_FOREACH -> repeat(json, JsonValues.text("@triggerBody()?['none']"));
            case UNTIL -> until(json);
        }
        return json;
    }

    private void branches(ObjectNode json, String expression) {
        json.put("expression", expression);
        json.set("actions", actions(branches.getFirst()));
        json.putObject("else").set("actions", actions(branches.getLast()));
    }

    private void cases(ObjectNode json) {
        json.put("expression", "@" + number);
        ObjectNode cases = json.putObject("cases");
        for (int i = 0; i < branches.size() - 1; i++) {
            cases.putObject("Case_" + i).put("case", i).set("actions", actions(branches.get(i)));
        }
        json.putObject("default").set("actions", actions(branches.getLast()));
    }

    private JsonNode items() {
        ArrayNode items = JsonValues.array();
        for (int i = 0; i < number; i++) {
            items.add(i);
        }
        return items;
    }

    private void repeat(ObjectNode json, JsonNode items) {
        json.set("foreach", items);
        json.set("actions", actions(branches.getFirst()));
        if (extra == 1) {
            json.put("operationOptions", "Sequential");
        } else {
            json.putObject("runtimeConfiguration").putObject("concurrency").put("repetitions", extra);
        }
    }

    private void until(ObjectNode json) {
        json.put("expression", "@greaterOrEquals(add(iterationIndexes('" + name + "'), 1), " + number + ")");
        json.putObject("limit").put("count", extra).put("timeout", "PT" + limit + "S");
        json.set("actions", actions(branches.getFirst()));
    }
}
