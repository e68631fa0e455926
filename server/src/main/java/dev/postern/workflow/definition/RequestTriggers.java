package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import dev.postern.workflow.definition.TriggerReader.Part;
import dev.postern.workflow.schema.JsonSchema;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the triggers that fire when their callback URL is called. */
final class RequestTriggers {
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "PATCH", "DELETE");
    private static final String VALIDATION = "EnableSchemaValidation";

    private RequestTriggers() {}

    static Trigger read(Part part) {
        String kind = part.trigger().path("kind").asString("Http");
        if (!kind.equalsIgnoreCase("Http")) {
            throw part.invalid("the kind '" + kind + "' is not supported by Postern; 'Http' is");
        }
        JsonNode inputs = part.inputs();
        if (inputs.isObject()) {
            part.members(inputs, Set.of("schema", "method", "relativePath"));
        }
        @Nullable String method = inputs.hasNonNull("method") ? method(inputs) : null;
        @Nullable RelativePath path = path(inputs);
        if (path != null && method == null) {
            throw part.invalid("the input 'relativePath' needs the input 'method'");
        }
        JsonNode schema = inputs.path("schema");
        boolean given = schema.isObject() && !schema.isEmpty();
        TriggerOptions options =
                part.options(Set.of(VALIDATION, TriggerOptionsReader.SINGLE, TriggerOptionsReader.QUIET));
        boolean validated = TriggerOptionsReader.words(part).contains(VALIDATION);
        return new Trigger.Requested(
                part.name(),
                method,
                path,
                given ? schema : null,
                given && validated ? JsonSchema.of(schema) : null,
                options);
    }

    private static String method(JsonNode inputs) {
        String method = inputs.path("method").asString("");
        if (!METHODS.contains(Folding.upper(method))) {
            throw new IllegalArgumentException(
                    "the method '" + method + "' is not one of 'GET, PUT, POST, PATCH, DELETE'");
        }
        return Folding.upper(method);
    }

    private static @Nullable RelativePath path(JsonNode inputs) {
        String source = inputs.path("relativePath").asString("");
        return source.isBlank() ? null : RelativePath.of(source);
    }
}
