package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.schema.BadSchema;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads triggers: each type by its own reader. Unsupported members are refused by name. */
public final class TriggerReader {
    /** Members of all types. Exports contain metadata, and a recurrence a second time, evaluated. */
    private static final Set<String> COMMON = Set.of(
            "type",
            "metadata",
            "description",
            "conditions",
            "splitOn",
            "runtimeConfiguration",
            "operationOptions",
            "correlation",
            "evaluatedRecurrence");

    private final Source source;
    private final ParameterScope scope;

    public TriggerReader(Source source, ParameterScope scope) {
        this.source = source;
        this.scope = scope;
    }

    /** Reads the members of one type. */
    private interface OfType {
        Trigger read(Part part);
    }

    public Trigger read(String name, JsonNode trigger) {
        Part part = new Part(source, name, trigger, scope);
        String type = trigger.path("type").asString("");
        return switch (Folding.lower(type)) {
            case "recurrence" -> read(part, Set.of("recurrence"), RecurrenceTriggers::timed);
            case "slidingwindow" -> read(part, Set.of("recurrence", "inputs"), RecurrenceTriggers::window);
            case "request" -> read(part, Set.of("kind", "inputs"), RequestTriggers::read);
            case "http" -> read(part, Set.of("recurrence", "inputs"), CallTriggers::polling);
            case "httpwebhook" -> read(part, Set.of("inputs"), CallTriggers::webhook);
            case "apiconnection" -> read(part, Set.of("recurrence", "inputs"), ConnectorTriggers::newMail);
            case "apiconnectionnotification" ->
                throw part.invalid("the trigger type '" + type
                        + "' is not supported by Postern; write the trigger with the type 'ApiConnection' and a "
                        + "'recurrence'");
            case "" -> throw part.invalid("the member 'type' is missing");
            default ->
                throw part.invalid("the trigger type '" + type
                        + "' is not supported by Postern; 'Recurrence', 'SlidingWindow', 'Request', 'Http', "
                        + "'HttpWebhook' and 'ApiConnection' are");
        };
    }

    private static Trigger read(Part part, Set<String> own, OfType reader) {
        var members = new HashSet<>(COMMON);
        members.addAll(own);
        part.members(part.trigger(), members);
        try {
            return reader.read(part);
        } catch (BadExpression
                | EvaluationFailed
                | RecurrenceReader.NotValid
                | BadSchema
                | IllegalArgumentException e) {
            throw part.invalid(InvalidTemplate.reason(e));
        }
    }

    /** A trigger while it is read. */
    record Part(Source source, String name, JsonNode trigger, ParameterScope scope) {
        InvalidTemplate invalid(String reason) {
            return source.invalid("triggers", name, reason);
        }

        void members(JsonNode value, Set<String> known) {
            source.members("triggers", name, value, known);
        }

        JsonNode inputs() {
            return trigger.path("inputs");
        }

        TriggerOptions options(Set<String> operationOptions) {
            return TriggerOptionsReader.read(this, operationOptions);
        }
    }
}
