package dev.postern.workflow.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Functions that read data of the run. */
final class WorkflowFunctions {
    private WorkflowFunctions() {}

    static List<Function> all() {
        return List.of(
                f("parameters", 1, WorkflowFunctions::parameter),
                f("trigger", 0, a -> a.scope().trigger()),
                f("triggers", 0, a -> a.scope().trigger()),
                f("triggerOutputs", 0, a -> part(a.scope().trigger(), "outputs")),
                f("triggerBody", 0, a -> body(a.scope().trigger())),
                f("actions", 1, WorkflowFunctions::action),
                f("outputs", 1, a -> part(action(a), "outputs")),
                f("actionOutputs", 1, a -> part(action(a), "outputs")),
                f("body", 1, a -> body(action(a))),
                f("actionBody", 1, a -> body(action(a))),
                f("workflow", 0, a -> a.scope().workflow()),
                f("variables", 1, a -> found(a, "variable", a.scope().variable(a.text(0)))),
                f("item", 0, a -> a.scope().item()),
                f("items", 1, a -> found(a, "loop", a.scope().items(a.text(0)))),
                f("iterationIndexes", 1, WorkflowFunctions::index),
                f("result", 1, a -> found(a, "scope", a.scope().result(a.text(0)))),
                f("action", 0, a -> a.scope().currentAction()),
                f("listCallbackUrl", 0, a -> JsonValues.text(a.scope().callbackUrl())));
    }

    private static Function f(String name, int count, Function.Eager body) {
        return new Function(name, count, count, body);
    }

    private static JsonNode parameter(FunctionArguments arguments) {
        @Nullable JsonNode value = arguments.scope().parameter(arguments.text(0));
        if (value == null) {
            throw arguments.evaluation().failed("the workflow parameter '" + arguments.text(0) + "' is not found");
        }
        return value;
    }

    private static JsonNode action(FunctionArguments arguments) {
        @Nullable JsonNode record = arguments.scope().action(arguments.text(0));
        if (record == null) {
            throw arguments.evaluation().failed("the action '" + arguments.text(0) + "' is not found or has not ended");
        }
        return record;
    }

    private static JsonNode found(FunctionArguments arguments, String kind, @Nullable JsonNode value) {
        if (value == null) {
            throw arguments.evaluation().failed("the " + kind + " '" + arguments.text(0) + "' is not found");
        }
        return value;
    }

    private static JsonNode index(FunctionArguments arguments) {
        Integer index = arguments.scope().iterationIndex(arguments.text(0));
        return found(arguments, "loop", index == null ? null : JsonValues.number(index.longValue()));
    }

    private static JsonNode part(JsonNode record, String name) {
        return JsonValues.orNull(record.get(name));
    }

    private static JsonNode body(JsonNode record) {
        JsonNode outputs = part(record, "outputs");
        return outputs.isObject() ? part(outputs, "body") : JsonValues.nothing();
    }
}
