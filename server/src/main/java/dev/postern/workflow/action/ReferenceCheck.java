package dev.postern.workflow.action;

import dev.postern.query.Folding;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.definition.Source;
import dev.postern.workflow.expression.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks what the expressions of actions reference: an action must have ended before, in the same scope or one around it, or be inside a
 * scope that has; variables, parameters and loops must exist.
 */
public final class ReferenceCheck {
    private final Source source;
    private final Predicate<String> parameters;
    private final Map<String, Inside> all = new HashMap<>();
    private final Set<String> variables = new HashSet<>();

    /** An action, and the action it is inside; null for the actions of the definition itself. */
    private record Inside(
            Action action, Actions scope, @Nullable Inside owner) {}

    private ReferenceCheck(Source source, Predicate<String> parameters) {
        this.source = source;
        this.parameters = parameters;
    }

    /** Checks all actions. Throws {@link InvalidTemplate} for the first wrong reference. */
    public static void check(Source source, Actions actions, Predicate<String> parameters) {
        ReferenceCheck check = new ReferenceCheck(source, parameters);
        check.collect(actions, null);
        check.all.values().stream()
                .sorted((one, other) ->
                        one.action().name().compareTo(other.action().name()))
                .forEach(check::check);
    }

    private void collect(Actions actions, @Nullable Inside owner) {
        for (Action action : actions.all()) {
            Inside inside = new Inside(action, actions, owner);
            all.put(Folding.lower(action.name()), inside);
            if (action.type() instanceof InitializeVariable variable
                    && !variables.add(Folding.lower(variable.variable()))) {
                throw source.invalid(
                        "actions",
                        action.name(),
                        "the variable '" + variable.variable() + "' is initialized by another action");
            }
            action.type().scopes().forEach(scope -> collect(scope, inside));
        }
    }

    private void check(Inside inside) {
        Action action = inside.action();
        Set<String> before = before(inside);
        check(inside, action.type().references(), before);
        if (action.type() instanceof Until until) {
            Set<String> also = new HashSet<>(before);
            until.actions().all().forEach(each -> also.add(Folding.lower(each.name())));
            check(inside, until.condition().references(), also);
        }
        String variable = changed(action.type());
        if (variable != null) {
            checkVariable(inside, variable);
        }
        if (action.type() instanceof SetVariable set
                && set.value().references().stream()
                        .anyMatch(each -> each instanceof Reference.Variable used
                                && used.name().equalsIgnoreCase(set.variable()))) {
            throw source.invalid(
                    "actions",
                    action.name(),
                    "the variable '" + set.variable() + "' cannot be referenced by the action that sets it");
        }
    }

    private static @Nullable String changed(ActionType type) {
        return switch (type) {
            case SetVariable set -> set.variable();
            case CountVariable count -> count.variable();
            case AppendToArrayVariable append -> append.variable();
            case AppendToStringVariable append -> append.variable();
            default -> null;
        };
    }

    /** Returns the folded names of the actions that have ended when this one starts, in its scope and in those around it. */
    private static Set<String> before(Inside inside) {
        var before = new HashSet<String>();
        for (Inside each = inside; each != null; each = each.owner()) {
            RunAfter.before(each.action(), each.scope()).forEach(name -> before.add(Folding.lower(name)));
        }
        return before;
    }

    private void check(Inside inside, List<Reference> references, Set<String> before) {
        var missing = new LinkedHashSet<String>();
        for (Reference reference : references) {
            switch (reference) {
                case Reference.Parameter parameter -> {
                    if (!parameters.test(parameter.name())) {
                        throw source.invalid(
                                "actions",
                                inside.action().name(),
                                "the parameter '" + parameter.name()
                                        + "' referenced by 'inputs' is not defined in the template");
                    }
                }
                case Reference.Action other -> {
                    Inside target = all.get(Folding.lower(other.name()));
                    if (target == null) {
                        missing.add(other.name());
                    } else {
                        checkAction(inside, target, before);
                    }
                }
                case Reference.Variable variable -> checkVariable(inside, variable.name());
                case Reference.Loop loop -> checkLoop(inside, loop);
                case Reference.Trigger trigger -> {}
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidTemplate(
                    "The action(s) '" + String.join(", ", missing) + "' referenced by 'inputs' in action '"
                            + inside.action().name() + "' are not defined in the template",
                    Source.pointer("actions", inside.action().name()));
        }
    }

    private void checkAction(Inside inside, Inside target, Set<String> before) {
        for (Inside each = target; each != null; each = each.owner()) {
            if (before.contains(Folding.lower(each.action().name()))) {
                return;
            }
            if (each.owner() != null
                    && each.owner().action().type() instanceof Foreach
                    && !surrounds(each.owner(), inside)) {
                throw source.invalid(
                        "actions",
                        inside.action().name(),
                        "the action '" + target.action().name() + "' is inside the loop '"
                                + each.owner().action().name() + "' and cannot be referenced from outside it");
            }
        }
        throw source.invalid(
                "actions",
                inside.action().name(),
                "the action '" + target.action().name()
                        + "' referenced by 'inputs' must be in the 'runAfter' path of this action");
    }

    private static boolean surrounds(Inside loop, Inside inside) {
        return around(inside).contains(loop);
    }

    private static List<Inside> around(Inside inside) {
        var around = new ArrayList<Inside>();
        for (Inside each = inside.owner(); each != null; each = each.owner()) {
            around.add(each);
        }
        return around;
    }

    private void checkLoop(Inside inside, Reference.Loop loop) {
        boolean own = inside.action().name().equalsIgnoreCase(loop.name())
                && inside.action().type() instanceof Until;
        boolean found = own
                || around(inside).stream()
                        .anyMatch(each -> each.action().type().loops()
                                && each.action().name().equalsIgnoreCase(loop.name()));
        if (!found) {
            throw source.invalid(
                    "actions",
                    inside.action().name(),
                    "the loop '" + loop.name() + "' referenced by 'inputs' must be around this action");
        }
    }

    private void checkVariable(Inside inside, String name) {
        if (!variables.contains(Folding.lower(name))) {
            throw source.invalid(
                    "actions",
                    inside.action().name(),
                    "the variable '" + name + "' must be initialized before it can be used inside action '"
                            + inside.action().name() + "'");
        }
    }
}
