package dev.postern.workflow.expression;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds, sets and removes properties of objects. Names are compared without regard to case. */
final class ObjectFunctions {
    private ObjectFunctions() {}

    static List<Function> all() {
        return List.of(
                f("addProperty", 3, ObjectFunctions::add),
                f("setProperty", 3, ObjectFunctions::set),
                f("removeProperty", 2, arguments -> without(arguments.object(0), arguments.text(1))));
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
        ObjectNode made = JsonValues.object();
        boolean found = false;
        for (Map.Entry<String, JsonNode> entry : arguments.object(0).properties()) {
            boolean same = entry.getKey().equalsIgnoreCase(arguments.text(1));
            made.set(entry.getKey(), same ? arguments.at(2) : entry.getValue());
            found |= same;
        }
        return found ? made : made.set(arguments.text(1), arguments.at(2));
    }

    private static JsonNode without(JsonNode object, String name) {
        ObjectNode made = JsonValues.object();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!entry.getKey().equalsIgnoreCase(name)) {
                made.set(entry.getKey(), entry.getValue());
            }
        }
        return made;
    }
}
