package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs the scope of the case that equals a value, otherwise the default. */
public record Switch(Template expression, List<Case> cases, Actions otherwise) implements ActionType {
    private static final int MAX_CASES = 25;

    public Switch {
        cases = List.copyOf(cases);
    }

    /** One case. */
    public record Case(String name, JsonNode value, Actions actions) {}

    static Switch read(ActionSource source) {
        source.members("expression", "cases", "default");
        if (!source.json().hasNonNull("expression")) {
            throw source.invalid("the member 'expression' is missing");
        }
        JsonNode given = source.json().path("cases");
        if (given.size() > MAX_CASES) {
            throw source.invalid("the number of cases '" + given.size() + "' exceeds the limit of '" + MAX_CASES + "'");
        }
        var cases = new ArrayList<Case>();
        var values = new HashSet<String>();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            source.known(entry.getValue(), "cases", Set.of("case", "actions"));
            JsonNode value = entry.getValue().path("case");
            if (!value.isString() && !value.isIntegralNumber()) {
                throw source.invalid("the value of case '" + entry.getKey() + "' must be a string or an integer");
            }
            if (!values.add(value.toString())) {
                throw source.invalid("the value of case '" + entry.getKey() + "' occurs in another case");
            }
            cases.add(new Case(
                    entry.getKey(),
                    value,
                    source.actions(entry.getValue(), "/cases/" + ActionSource.escaped(entry.getKey()))));
        }
        source.known(source.json().path("default"), "default", Set.of("actions"));
        return new Switch(
                source.template(source.json().path("expression")),
                cases,
                source.actions(source.json().path("default"), "/default"));
    }

    /** Returns the case of a value; null for the default. */
    public @Nullable Case of(JsonNode value) {
        return cases.stream()
                .filter(one -> one.value().equals(value)
                        || (one.value().isIntegralNumber()
                                && value.isNumber()
                                && one.value().asDouble() == value.asDouble()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Actions> scopes() {
        var scopes = new ArrayList<Actions>();
        cases.forEach(one -> scopes.add(one.actions()));
        scopes.add(otherwise);
        return scopes;
    }

    @Override
    public List<Template> templates() {
        return List.of(expression);
    }
}
