package dev.postern.console.access;

import dev.postern.cmdlet.CmdletParameter;
import dev.postern.console.page.ShownCmdlet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One cmdlet that changes access, with parameters that the console passes on.
 *
 * @param values by the names of parameters, as a person writes them
 */
record ProposedCmdlet(String name, Map<String, String> values) {
    ProposedCmdlet {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Empty unless the console accepts the cmdlet and every parameter. */
    static Optional<ProposedCmdlet> of(String name, Map<String, String> values) {
        return AccessCmdlets.accepts(name)
                        && values.keySet().stream()
                                .allMatch(parameter ->
                                        AccessCmdlets.parameter(name, parameter).isPresent())
                ? Optional.of(new ProposedCmdlet(name, values))
                : Optional.empty();
    }

    /** Reads a command that the server suggests. */
    static Optional<ProposedCmdlet> read(String command) {
        List<String> words = ShellWords.of(command);
        if (words.size() % 2 == 0) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, String>();
        for (int at = 1; at < words.size(); at += 2) {
            String parameter = words.get(at);
            if (!parameter.startsWith("-") || values.put(parameter.substring(1), words.get(at + 1)) != null) {
                return Optional.empty();
            }
        }
        return of(words.getFirst(), values);
    }

    /** The value of a parameter, or an empty text. */
    String value(String parameter) {
        return values.getOrDefault(parameter, "");
    }

    ProposedCmdlet with(String parameter, String value) {
        var changed = new LinkedHashMap<>(values);
        changed.put(parameter, value);
        return new ProposedCmdlet(name, changed);
    }

    /** The parameters as they are sent. */
    ObjectNode parameters() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        values.forEach((parameter, value) -> {
            if (isList(parameter)) {
                var list = node.putArray(parameter);
                for (String one : value.split(",", -1)) {
                    list.add(one.strip());
                }
            } else {
                node.put(parameter, value);
            }
        });
        return node;
    }

    private boolean isList(String parameter) {
        return AccessCmdlets.parameter(name, parameter)
                .map(CmdletParameter::kind)
                .filter(kind -> kind.isList())
                .isPresent();
    }

    /** The command that does the same. */
    String command() {
        return new ShownCmdlet(name, new LinkedHashMap<>(values)).command();
    }
}
