package dev.postern.workflow.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Functions that read data of the run. Functions for loops, scopes and variables do not exist until those actions are supported. */
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
                f("listCallbackUrl", 0, a -> JsonValues.text(a.scope().callbackUrl())),
                f("workflow", 0, a -> a.scope().workflow()));
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

    private static JsonNode part(JsonNode record, String name) {
        return JsonValues.orNull(record.get(name));
    }

    private static JsonNode body(JsonNode record) {
        JsonNode outputs = part(record, "outputs");
        return outputs.isObject() ? part(outputs, "body") : JsonValues.nothing();
    }
}
