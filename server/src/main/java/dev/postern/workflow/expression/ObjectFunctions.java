package dev.postern.workflow.expression;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds, sets and removes properties of objects. A name means the property of exactly this name, else the first whose name differs only in case. */
final class ObjectFunctions {
    private ObjectFunctions() {}

    static List<Function> all() {
        return List.of(
                f("addProperty", 3, ObjectFunctions::add),
                f("setProperty", 3, ObjectFunctions::set),
                f("removeProperty", 2, ObjectFunctions::without));
    }

    private static Function f(String name, int count, Function.Eager body) {
        return new Function(name, count, count, body);
    }

    private static JsonNode add(FunctionArguments arguments) {
        if (JsonValues.property(arguments.object(0), arguments.text(1)) != null) {
            throw arguments.invalid("The property '" + arguments.text(1) + "' already exists in the object.");
        }
        return set(arguments);
    }

    private static JsonNode set(FunctionArguments arguments) {
        ObjectNode made = JsonValues.object().setAll((ObjectNode) arguments.object(0));
        String name = arguments.text(1);
        made.set(Objects.requireNonNullElse(JsonValues.name(made, name), name), arguments.at(2));
        return made;
    }

    private static JsonNode without(FunctionArguments arguments) {
        ObjectNode made = JsonValues.object().setAll((ObjectNode) arguments.object(0));
        @Nullable String name = JsonValues.name(made, arguments.text(1));
        if (name != null) {
            made.remove(name);
        }
        return made;
    }
}
