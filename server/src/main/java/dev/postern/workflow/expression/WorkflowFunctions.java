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
                f("action", 0, a -> a.scope().currentAction()),
                f("item", 0, a -> a.scope().item()),
                f("listCallbackUrl", 0, a -> JsonValues.text(a.scope().callbackUrl())),
                f("variables", 1, a -> found(a, a.scope().variable(a.text(0)), "the variable", "is not initialized")),
                f("items", 1, a -> found(a, a.scope().items(a.text(0)), "the loop", "does not contain this action")),
                f("iterationIndexes", 1, WorkflowFunctions::iteration),
                f(
                        "result",
                        1,
                        a -> found(a, a.scope().result(a.text(0)), "the scope", "is not found or has not ended")),
                f("formDataValue", 2, a -> FormContent.value(a, body(action(a)), 1)),
                f("formDataMultiValues", 2, a -> FormContent.values(a, body(action(a)), 1)),
                f("multipartBody", 2, a -> FormContent.part(a, body(action(a)), 1)),
                f(
                        "triggerFormDataValue",
                        1,
                        a -> FormContent.value(a, body(a.scope().trigger()), 0)),
                f(
                        "triggerFormDataMultiValues",
                        1,
                        a -> FormContent.values(a, body(a.scope().trigger()), 0)),
                f(
                        "triggerMultipartBody",
                        1,
                        a -> FormContent.part(a, body(a.scope().trigger()), 0)));
    }

    private static Function f(String name, int count, Function.Eager body) {
        return new Function(name, count, count, body);
    }

    private static JsonNode parameter(FunctionArguments arguments) {
        return found(
                arguments, arguments.scope().parameter(arguments.text(0)), "the workflow parameter", "is not found");
    }

    private static JsonNode action(FunctionArguments arguments) {
        return found(
                arguments, arguments.scope().action(arguments.text(0)), "the action", "is not found or has not ended");
    }

    private static JsonNode iteration(FunctionArguments arguments) {
        @Nullable Integer index = arguments.scope().iterationIndex(arguments.text(0));
        return found(
                arguments, index == null ? null : JsonValues.number(index), "the loop", "does not contain this action");
    }

    private static JsonNode found(
            FunctionArguments arguments, @Nullable JsonNode value, String kind, String otherwise) {
        if (value == null) {
            throw arguments.evaluation().failed(kind + " '" + arguments.text(0) + "' " + otherwise);
        }
        return value;
    }

    private static JsonNode part(JsonNode record, String name) {
        return JsonValues.orNull(record.get(name));
    }

    private static JsonNode body(JsonNode record) {
        JsonNode outputs = part(record, "outputs");
        return outputs.isObject() ? part(outputs, "body") : JsonValues.nothing();
    }
}
