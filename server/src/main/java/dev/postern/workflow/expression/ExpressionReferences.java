package dev.postern.workflow.expression;

import java.util.List;
import java.util.Set;

/** Finds the actions, parameters, variables and loops that an expression references by a constant name. Computed names can only be checked in the run. */
final class ExpressionReferences {
    private static final Set<String> ACTIONS = Set.of(
            "actions",
            "outputs",
            "body",
            "actionOutputs",
            "actionBody",
            "result",
            "formDataValue",
            "formDataMultiValues",
            "multipartBody");
    private static final Set<String> TRIGGERS = Set.of(
            "trigger",
            "triggers",
            "triggerOutputs",
            "triggerBody",
            "triggerFormDataValue",
            "triggerFormDataMultiValues",
            "triggerMultipartBody");

    private ExpressionReferences() {}

    static void collect(Expression expression, List<Reference> found) {
        switch (expression) {
            case Expression.Literal literal -> {}
            case Expression.Access access -> {
                collect(access.target(), found);
                collect(access.key(), found);
            }
            case Expression.Call call -> {
                name(call, found);
                call.arguments().forEach(argument -> collect(argument, found));
            }
            case Expression.Embedded(Template template) -> found.addAll(template.references());
        }
    }

    private static void name(Expression.Call call, List<Reference> found) {
        String function = call.function().name();
        if (TRIGGERS.contains(function)) {
            found.add(new Reference.Trigger(function));
        } else if (!call.arguments().isEmpty()
                && call.arguments().getFirst() instanceof Expression.Literal literal
                && literal.constant().isString()) {
            String name = literal.constant().stringValue();
            switch (function) {
                case "parameters" -> found.add(new Reference.Parameter(function, name));
                case "variables" -> found.add(new Reference.Variable(name));
                case "items", "iterationIndexes" -> found.add(new Reference.Loop(function, name));
                default -> {
                    if (ACTIONS.contains(function)) {
                        found.add(new Reference.Action(function, name));
                    }
                }
            }
        }
    }
}
