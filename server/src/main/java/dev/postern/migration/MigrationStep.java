package dev.postern.migration;

import dev.postern.directory.Draft;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cmdlet of the script.
 *
 * @param change the same change, to compute the state after it
 */
record MigrationStep(String cmdlet, ObjectNode parameters, Consumer<Draft> change) {
    static ObjectNode parameters(String... namesAndValues) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return parameters;
    }

    /** As it is typed in PowerShell. */
    String text() {
        return cmdlet
                + parameters.properties().stream()
                        .map(one -> " -" + one.getKey() + value(one.getValue()))
                        .collect(Collectors.joining());
    }

    private static String value(JsonNode value) {
        if (value.isBoolean()) {
            return ":$" + value.booleanValue();
        }
        String text = value.asString();
        return " " + (text.matches("[A-Za-z0-9._-]+") ? text : "'" + text.replace("'", "''") + "'");
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("cmdlet", cmdlet);
        node.set("parameters", parameters);
        return node.put("text", text());
    }
}
