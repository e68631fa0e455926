package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.Template;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads triggers. Unsupported members are refused by name. */
final class TriggerReader {
    private static final Set<String> COMMON =
            Set.of("type", "kind", "metadata", "description", "inputs", "runtimeConfiguration");
    // Exported definitions contain the recurrence twice, the second time evaluated.
    private static final Set<String> TIMED =
            Set.of("type", "metadata", "description", "recurrence", "evaluatedRecurrence", "runtimeConfiguration");
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "PATCH", "DELETE");

    private final Source source;
    private final ParameterScope scope;

    TriggerReader(Source source, ParameterScope scope) {
        this.source = source;
        this.scope = scope;
    }

    Trigger read(String name, JsonNode trigger) {
        String type = trigger.path("type").asString("");
        return switch (Folding.lower(type)) {
            case "recurrence" -> timed(name, trigger);
            case "request" -> requested(name, trigger);
            case "" -> throw source.invalid("triggers", name, "the member 'type' is missing");
            default ->
                throw source.invalid(
                        "triggers",
                        name,
                        "the trigger type '" + type + "' is not supported by Postern; 'Recurrence' and 'Request' are");
        };
    }

    private Trigger timed(String name, JsonNode trigger) {
        source.members("triggers", name, trigger, TIMED);
        JsonNode recurrence = trigger.path("recurrence");
        try {
            JsonNode evaluated = Template.of(recurrence).evaluate(scope);
            return new Trigger.Timed(
                    name, RecurrenceReader.read(evaluated), evaluated, Secured.read(source, "triggers", name, trigger));
        } catch (BadExpression | EvaluationFailed | RecurrenceReader.NotValid e) {
            throw source.invalid("triggers", name, DefinitionReader.message(e));
        }
    }

    private Trigger requested(String name, JsonNode trigger) {
        source.members("triggers", name, trigger, COMMON);
        String kind = trigger.path("kind").asString("Http");
        if (!kind.equalsIgnoreCase("Http")) {
            throw source.invalid("triggers", name, "the kind '" + kind + "' is not supported by Postern; 'Http' is");
        }
        JsonNode inputs = trigger.path("inputs");
        if (inputs.isObject()) {
            // The schema only helps the designer: validation against it is an option that is refused above.
            source.members("triggers", name, inputs, Set.of("schema", "method"));
        }
        @Nullable String method = inputs.has("method") ? inputs.path("method").asString("") : null;
        if (method != null && !METHODS.contains(Folding.upper(method))) {
            throw source.invalid(
                    "triggers", name, "the method '" + method + "' is not one of 'GET, PUT, POST, PATCH, " + "DELETE'");
        }
        return new Trigger.Requested(
                name, method == null ? null : Folding.upper(method), Secured.read(source, "triggers", name, trigger));
    }
}
