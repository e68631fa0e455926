package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Reference;
import dev.postern.workflow.expression.Template;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads actions and checks their dependencies. Unsupported members are refused by name. */
final class ActionReader {
    private static final Set<String> MEMBERS = Set.of(
            "type",
            "kind",
            "runAfter",
            "inputs",
            "operationOptions",
            "runtimeConfiguration",
            "metadata",
            "description");

    private final Source source;
    private final Set<String> parameters;

    ActionReader(Source source, Set<String> parameters) {
        this.source = source;
        this.parameters = parameters;
    }

    Map<String, Action> read(JsonNode section) {
        var folded = new HashSet<String>();
        var actions = new LinkedHashMap<String, Action>();
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            String name = entry.getKey();
            if (!folded.add(Folding.lower(name))) {
                throw source.invalid("actions", name, "another action has the same name");
            }
            actions.put(name, action(name, entry.getValue(), section));
        }
        for (Action action : actions.values()) {
            check(action, actions, RunAfter.before(source, action, actions));
        }
        return actions;
    }

    private Action action(String name, JsonNode source, JsonNode section) {
        Action.Kind kind = kind(name, source.path("type").asString(""));
        this.source.members("actions", name, source, MEMBERS);
        JsonNode inputs = source.path("inputs");
        try {
            Template template = Template.of(inputs.isMissingNode() ? JsonValues.nothing() : inputs);
            if (!template.constant() || kind == Action.Kind.COMPOSE) {
                InputShape.check(kind, inputs);
            } else {
                InputShape.checkConstant(kind, inputs);
            }
            return new Action(
                    name,
                    kind,
                    RunAfter.read(this.source, name, source, section),
                    template,
                    options(name, source),
                    Secured.read(this.source, "actions", name, source));
        } catch (BadExpression | InputShape.NotValid e) {
            throw this.source.invalid("actions", name, DefinitionReader.message(e));
        }
    }

    private Action.Kind kind(String name, String type) {
        for (Action.Kind kind : Action.Kind.values()) {
            if (kind.text().equalsIgnoreCase(type)) {
                return kind;
            }
        }
        throw source.invalid(
                "actions",
                name,
                type.isEmpty()
                        ? "the member 'type' is missing"
                        : "the action type '" + type
                                + "' is not supported by Postern; 'Http', 'Compose', 'Response' and 'Terminate' are");
    }

    private Set<Action.Option> options(String name, JsonNode action) {
        Set<Action.Option> options = EnumSet.noneOf(Action.Option.class);
        for (String word : action.path("operationOptions").asString("").split(",")) {
            String wanted = word.strip();
            if (wanted.isEmpty()) {
                continue;
            }
            Action.Option found = null;
            for (Action.Option option : Action.Option.values()) {
                found = option.text().equalsIgnoreCase(wanted) ? option : found;
            }
            if (found == null) {
                throw source.invalid(
                        "actions", name, "the operation option '" + wanted + "' is not supported by Postern");
            }
            options.add(found);
        }
        return options;
    }

    private void check(Action action, Map<String, Action> actions, Set<String> before) {
        var missing = new LinkedHashSet<String>();
        for (Reference reference : action.inputs().references()) {
            switch (reference) {
                case Reference.Parameter p -> {
                    if (parameters.stream().noneMatch(known -> known.equalsIgnoreCase(p.name()))) {
                        throw source.invalid(
                                "actions",
                                action.name(),
                                "the parameter '" + p.name()
                                        + "' referenced by 'inputs' is not defined in the template");
                    }
                }
                case Reference.Action other -> {
                    Action target = Definition.named(actions, other.name());
                    if (target == null) {
                        missing.add(other.name());
                    } else if (!before.contains(target.name())) {
                        throw source.invalid(
                                "actions",
                                action.name(),
                                "the action '" + target.name()
                                        + "' referenced by 'inputs' must be in the 'runAfter' path of this action");
                    }
                }
                case Reference.Trigger trigger -> {}
                case Reference.Variable variable -> {}
                case Reference.Loop loop -> {}
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidTemplate(
                    "The action(s) '" + String.join(", ", missing) + "' referenced by 'inputs' in action '"
                            + action.name() + "' are not defined in the template",
                    Source.pointer("actions", action.name()));
        }
    }
}
