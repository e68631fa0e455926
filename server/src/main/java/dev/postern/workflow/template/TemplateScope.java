package dev.postern.workflow.template;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Evaluates expressions of a template, in any value and in names of members. The work and the size of the result are bounded. */
final class TemplateScope {
    private static final int MAX_EXPRESSION_LENGTH = 24_576;
    private static final int MAX_STEPS = 1_000_000;
    private static final int MAX_DEPTH = 150;
    private static final long MAX_TEXT = 8_000_000;
    private static final Set<String> ONLY_DEFAULTS = Set.of("utcnow", "newguid");

    private final Map<String, JsonNode> parameters = new HashMap<>();
    private final JsonNode variables;
    private final Map<String, JsonNode> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final PlaceFunctions places;
    private int steps;
    private long text;

    TemplateScope(JsonNode variables, PlaceFunctions places) {
        this.variables = variables;
        this.places = places;
    }

    /** Makes a parameter known. */
    void put(String parameter, JsonNode value) {
        parameters.put(Folding.lower(parameter), value);
    }

    /** Returns a value without expressions. */
    JsonNode resolve(String place, JsonNode value) {
        return resolve(place, value, 0);
    }

    private JsonNode resolve(String place, JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidArmTemplate(place, "it is nested too deeply");
        }
        step(place);
        if (value.isString()) {
            return text(place, value.stringValue(), value, depth);
        }
        if (value.isArray()) {
            ArrayNode array = JsonValues.array();
            for (int i = 0; i < value.size(); i++) {
                array.add(resolve(place + "/" + i, value.get(i), depth + 1));
            }
            return array;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode object = JsonValues.object();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String at = place + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
            JsonNode name = text(at, member.getKey(), JsonValues.text(member.getKey()), depth);
            if (!name.isString()) {
                throw new InvalidArmTemplate(at, "the name of a member must be a string");
            }
            object.set(name.stringValue(), resolve(at, member.getValue(), depth + 1));
        }
        return object;
    }

    private void step(String place) {
        if (++steps > MAX_STEPS) {
            throw new InvalidArmTemplate(place, "the template needs more than " + MAX_STEPS + " steps");
        }
    }

    /** A text in brackets is an expression, unless the first bracket is doubled. */
    private JsonNode text(String place, String text, JsonNode value, int depth) {
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return value;
        }
        if (text.startsWith("[[")) {
            return JsonValues.text(text.substring(1));
        }
        if (text.length() > MAX_EXPRESSION_LENGTH) {
            throw new InvalidArmTemplate(
                    place, "the expression has more than " + MAX_EXPRESSION_LENGTH + " characters");
        }
        try {
            return evaluate(place, TemplateExpression.parse(text.substring(1, text.length() - 1)), depth);
        } catch (TemplateExpression.Unreadable | TemplateArguments.Wrong e) {
            throw new InvalidArmTemplate(place, String.valueOf(e.getMessage()));
        }
    }

    private JsonNode evaluate(String place, TemplateExpression expression, int above) {
        int depth = above + 1;
        if (depth > MAX_DEPTH) {
            throw new InvalidArmTemplate(place, "it is nested too deeply");
        }
        step(place);
        return switch (expression) {
            case TemplateExpression.Literal literal -> literal.value();
            case TemplateExpression.Element element ->
                element(evaluate(place, element.of(), depth), evaluate(place, element.key(), depth));
            case TemplateExpression.Invocation call -> bounded(place, invoke(place, call, depth));
        };
    }

    /** Repeated concatenation doubles the size with every variable. */
    private JsonNode bounded(String place, JsonNode value) {
        text += JsonValues.length(value);
        if (text > MAX_TEXT) {
            throw new InvalidArmTemplate(place, "the results of its expressions are too large");
        }
        return value;
    }

    private static JsonNode element(JsonNode of, JsonNode key) {
        JsonNode found = of.isArray() && key.isIntegralNumber() && key.canConvertToInt()
                ? of.get(key.intValue())
                : of.isObject() && key.isString() ? JsonValues.property(of, key.stringValue()) : null;
        if (found == null) {
            throw new TemplateArguments.Wrong("there is no element '" + key.asString("") + "'");
        }
        return found;
    }

    private JsonNode invoke(String place, TemplateExpression.Invocation call, int depth) {
        String name = Folding.lower(call.function());
        if (name.equals("if")) {
            return choose(place, call, depth);
        }
        List<JsonNode> values = new ArrayList<>();
        for (TemplateExpression argument : call.arguments()) {
            values.add(evaluate(place, argument, depth));
        }
        TemplateArguments arguments = new TemplateArguments(call.function(), values);
        return switch (name) {
            case "parameters" -> parameter(one(arguments));
            case "variables" -> variable(one(arguments), depth);
            default -> {
                JsonNode found = TemplateFunctions.call(arguments);
                found = found == null ? places.call(arguments) : found;
                if (found == null) {
                    throw unknown(call.function());
                }
                yield found;
            }
        };
    }

    private static TemplateArguments.Wrong unknown(String function) {
        return new TemplateArguments.Wrong(
                ONLY_DEFAULTS.contains(Folding.lower(function))
                        ? "the function '" + function + "' is not supported by Postern: the same template would deploy"
                                + " another workflow each time"
                        : "the function '" + function + "' is not supported by Postern");
    }

    /** Only the chosen value is evaluated. */
    private JsonNode choose(String place, TemplateExpression.Invocation call, int depth) {
        if (call.arguments().size() != 3) {
            throw new TemplateArguments.Wrong("the function 'if' expects 3 arguments");
        }
        boolean chosen = new TemplateArguments(
                        "if", List.of(evaluate(place, call.arguments().getFirst(), depth)))
                .flag(0);
        return evaluate(place, call.arguments().get(chosen ? 1 : 2), depth);
    }

    private static String one(TemplateArguments arguments) {
        if (arguments.size() != 1) {
            throw arguments.wrong("expects 1 argument");
        }
        return arguments.text(0);
    }

    private JsonNode parameter(String name) {
        JsonNode value = parameters.get(Folding.lower(name));
        if (value == null) {
            throw new TemplateArguments.Wrong("the parameter '" + name + "' is not defined");
        }
        return value;
    }

    private JsonNode variable(String name, int depth) {
        String folded = Folding.lower(name);
        @Nullable JsonNode value = known.get(folded);
        if (value != null) {
            return value;
        }
        JsonNode source = JsonValues.property(variables, name);
        if (source == null) {
            throw new TemplateArguments.Wrong("the variable '" + name + "' is not defined");
        }
        if (!open.add(folded)) {
            throw new TemplateArguments.Wrong("the variable '" + name + "' refers to itself");
        }
        JsonNode resolved = resolve("/variables/" + name, source, depth + 1);
        open.remove(folded);
        known.put(folded, resolved);
        return resolved;
    }
}
