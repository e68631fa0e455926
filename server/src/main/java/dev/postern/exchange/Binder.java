package dev.postern.exchange;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletParameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Binds the parameters of a request to those of a cmdlet. Parameters that do not match are refused by name before the cmdlet runs. */
final class Binder {
    private Binder() {}

    static CmdletArguments bind(Cmdlet cmdlet, JsonNode given) {
        Map<CmdletParameter, ArgumentValue> bound = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            CmdletParameter parameter = cmdlet.parameter(entry.getKey()).orElseThrow(() -> unknown(entry.getKey()));
            if (bound.put(parameter, ArgumentValues.read(parameter, entry.getValue())) != null) {
                throw unknown(entry.getKey() + " (given twice)");
            }
        }
        checkSet(cmdlet, bound.keySet());
        Map<String, ArgumentValue> values = new LinkedHashMap<>();
        bound.forEach((parameter, value) -> values.put(parameter.name(), checked(parameter, value)));
        return new CmdletArguments(values);
    }

    private static CmdletFailure unknown(String name) {
        return CmdletFailures.parameterSet(name);
    }

    /** Checks that one parameter set contains all given parameters and that none of its required parameters is missing. */
    private static void checkSet(Cmdlet cmdlet, Set<CmdletParameter> given) {
        Set<String> possible = new LinkedHashSet<>(cmdlet.sets());
        possible.removeIf(set -> given.stream().anyMatch(parameter -> !parameter.isIn(set)));
        if (possible.isEmpty()) {
            throw CmdletFailures.parameterSet("");
        }
        List<String> missing = List.of();
        for (String set : possible) {
            missing = cmdlet.parameters().stream()
                    .filter(parameter -> parameter.required() && parameter.isIn(set) && !given.contains(parameter))
                    .map(CmdletParameter::name)
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
        }
        throw CmdletFailures.missing(String.join(" ", missing));
    }

    private static ArgumentValue checked(CmdletParameter parameter, ArgumentValue value) {
        if (!parameter.required()) {
            return value;
        }
        return switch (value) {
            case ArgumentValue.Nothing _ -> throw CmdletFailures.empty(parameter.name(), "null");
            case ArgumentValue.Text(String text)
            when text.isBlank() -> throw CmdletFailures.empty(parameter.name(), "an empty string");
            case ArgumentValue.Texts(List<String> texts)
            when texts.isEmpty() || texts.stream().anyMatch(String::isBlank) ->
                throw CmdletFailures.empty(parameter.name(), "an empty list or contains an empty string");
            default -> value;
        };
    }
}
