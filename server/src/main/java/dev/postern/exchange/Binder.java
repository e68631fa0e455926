package dev.postern.exchange;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.Parameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Binds the parameters of a request to those of a cmdlet. What does not fit is refused by name, before anything runs. */
final class Binder {
    private Binder() {}

    static Arguments bind(Cmdlet cmdlet, JsonNode given) {
        Map<Parameter, Value> bound = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            Parameter parameter = cmdlet.parameter(entry.getKey()).orElseThrow(() -> unknown(entry.getKey()));
            if (bound.put(parameter, Values.read(parameter, entry.getValue())) != null) {
                throw unknown(entry.getKey() + " (given twice)");
            }
        }
        checkSet(cmdlet, bound.keySet());
        Map<String, Value> values = new LinkedHashMap<>();
        bound.forEach((parameter, value) -> values.put(parameter.name(), checked(parameter, value)));
        return new Arguments(values);
    }

    private static CmdletFailure unknown(String name) {
        return Failures.parameterSet(name);
    }

    /** One parameter set must hold all that was given, and miss nothing that it requires. */
    private static void checkSet(Cmdlet cmdlet, Set<Parameter> given) {
        Set<String> possible = new LinkedHashSet<>(cmdlet.sets());
        possible.removeIf(set -> given.stream().anyMatch(parameter -> !parameter.isIn(set)));
        if (possible.isEmpty()) {
            throw Failures.parameterSet("");
        }
        List<String> missing = List.of();
        for (String set : possible) {
            missing = cmdlet.parameters().stream()
                    .filter(parameter -> parameter.required() && parameter.isIn(set) && !given.contains(parameter))
                    .map(Parameter::name)
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
        }
        throw Failures.missing(String.join(" ", missing));
    }

    private static Value checked(Parameter parameter, Value value) {
        if (!parameter.required()) {
            return value;
        }
        return switch (value) {
            case Value.Nothing _ -> throw Failures.empty(parameter.name(), "null");
            case Value.Text(String text)
            when text.isBlank() -> throw Failures.empty(parameter.name(), "an empty string");
            case Value.Texts(List<String> texts)
            when texts.isEmpty() || texts.stream().anyMatch(String::isBlank) ->
                throw Failures.empty(parameter.name(), "an empty list or holds an empty string");
            default -> value;
        };
    }
}
