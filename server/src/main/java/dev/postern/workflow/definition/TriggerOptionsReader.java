package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import dev.postern.workflow.definition.TriggerOptions.Concurrency;
import dev.postern.workflow.definition.TriggerReader.Part;
import dev.postern.workflow.expression.Reference;
import dev.postern.workflow.expression.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the members that all types of triggers have in common. */
final class TriggerOptionsReader {
    /** Runs of the trigger start one after the other. */
    static final String SINGLE = "SingleInstance";
    /** Responses have no headers of the engine. */
    static final String QUIET = "SuppressWorkflowHeadersOnResponse";

    private static final int MAX_CONDITIONS = 50;
    private static final int MAX_RUNS = 100;
    private static final int MAX_WAITING = 100;
    private static final int USUAL_RUNS = 25;

    private TriggerOptionsReader() {}

    static TriggerOptions read(Part part, Set<String> operationOptions) {
        Set<String> words = words(part);
        for (String word : words) {
            if (operationOptions.stream().noneMatch(word::equalsIgnoreCase)) {
                throw part.invalid("the operation option '" + word + "' is not supported by Postern for this trigger");
            }
        }
        List<Template> conditions = conditions(part);
        String text = Folding.lower(part.trigger().path("conditions").toString());
        return new TriggerOptions(
                Secured.read(part.source(), "triggers", part.name(), withoutConcurrency(part.trigger())),
                conditions,
                !conditions.isEmpty() && text.contains("statuscode"),
                expression(part, "splitOn", part.trigger().path("splitOn")),
                tracking(part),
                concurrency(part, words.contains(SINGLE)),
                words.contains(QUIET));
    }

    /** Returns the operation options, which are compared without regard to case. */
    static Set<String> words(Part part) {
        var words = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        for (String word : part.trigger().path("operationOptions").asString("").split(",")) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }

    private static List<Template> conditions(Part part) {
        JsonNode source = part.trigger().path("conditions");
        if (source.isMissingNode() || source.isNull()) {
            return List.of();
        }
        if (!source.isArray() || source.size() > MAX_CONDITIONS) {
            throw part.invalid("'conditions' must be an array of at most '" + MAX_CONDITIONS + "' conditions");
        }
        var conditions = new ArrayList<Template>();
        for (JsonNode condition : source.values()) {
            part.members(condition, Set.of("expression", "dependsOn"));
            if (condition.hasNonNull("dependsOn")) {
                throw part.invalid("the member 'dependsOn' of a condition is not supported by Postern");
            }
            @Nullable Template one = expression(part, "conditions", condition.path("expression"));
            if (one == null) {
                throw part.invalid("a condition has no 'expression'");
            }
            conditions.add(one);
        }
        return conditions;
    }

    private static @Nullable Template expression(Part part, String what, JsonNode source) {
        if (source.isMissingNode() || source.isNull()) {
            return null;
        }
        if (!source.isString()) {
            throw part.invalid("'" + what + "' must be an expression in a string");
        }
        Template template = Template.of(source);
        if (what.equals("splitOn") && template.constant()) {
            throw part.invalid("'splitOn' must be an expression that results in an array");
        }
        checkReferences(part, template, what);
        return template;
    }

    /** Refuses references to what does not exist before there is a run, and to unknown parameters. */
    static void checkReferences(Part part, Template template, String what) {
        for (Reference reference : template.references()) {
            switch (reference) {
                case Reference.Trigger trigger -> {}
                case Reference.Parameter parameter -> {
                    if (NamedParts.find(part.scope().parameters(), parameter.name()) == null) {
                        throw part.invalid("the parameter '" + parameter.name() + "' referenced by '" + what
                                + "' is not defined in the template");
                    }
                }
                case Reference.Action action -> throw tooEarly(part, what, "action", action.name());
                case Reference.Variable variable -> throw tooEarly(part, what, "variable", variable.name());
                case Reference.Loop loop -> throw tooEarly(part, what, "loop", loop.name());
            }
        }
    }

    private static InvalidTemplate tooEarly(Part part, String what, String kind, String name) {
        return part.invalid("'" + what + "' cannot read the " + kind + " '" + name + "', because no run exists yet");
    }

    private static @Nullable Template tracking(Part part) {
        JsonNode correlation = part.trigger().path("correlation");
        if (correlation.isMissingNode() || correlation.isNull()) {
            return null;
        }
        part.members(correlation, Set.of("clientTrackingId"));
        return expression(part, "correlation", correlation.path("clientTrackingId"));
    }

    private static @Nullable Concurrency concurrency(Part part, boolean single) {
        JsonNode source = part.trigger().path("runtimeConfiguration").path("concurrency");
        boolean given = source.isObject();
        if (given) {
            part.members(source, Set.of("runs", "maximumWaitingRuns"));
        }
        if (single && given && source.has("runs")) {
            throw part.invalid("the operation option '" + SINGLE + "' cannot be used with 'concurrency.runs'");
        }
        if (!single && !given) {
            return null;
        }
        int runs = single ? 1 : number(part, source, "runs", USUAL_RUNS, MAX_RUNS);
        int usual = Math.min(MAX_WAITING, 10 + runs);
        return new Concurrency(runs, number(part, source, "maximumWaitingRuns", usual, MAX_WAITING));
    }

    private static int number(Part part, JsonNode source, String member, int usual, int max) {
        JsonNode value = source.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > max) {
            throw part.invalid("'concurrency." + member + "' must be between '1' and '" + max + "'");
        }
        return value.intValue();
    }

    private static JsonNode withoutConcurrency(JsonNode trigger) {
        if (!(trigger.path("runtimeConfiguration") instanceof ObjectNode configuration)) {
            return trigger;
        }
        ObjectNode copy = ((ObjectNode) trigger).deepCopy();
        ObjectNode rest = configuration.deepCopy();
        rest.remove("concurrency");
        copy.set("runtimeConfiguration", rest);
        return copy;
    }
}
