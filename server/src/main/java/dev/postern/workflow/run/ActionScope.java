package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.ActionIndex;
import dev.postern.workflow.action.Actions;
import dev.postern.workflow.action.Foreach;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Reads;
import dev.postern.workflow.row.Repetition;
import dev.postern.workflow.row.Variable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * What the expressions of an action can read. Names are looked up in the scope of the action and in those around it; an action inside a
 * container that has ended is read from the database.
 */
public class ActionScope implements EvaluationScope {
    private static final int MAX_RESULTS = 5_000;

    private final RunContext context;
    private final OpenScope scope;
    private final Reads reads;

    ActionScope(RunContext context, OpenScope scope, Reads reads) {
        this.context = context;
        this.scope = scope;
        this.reads = reads;
    }

    @Override
    public InstantSource clock() {
        return context.tools().clock();
    }

    @Override
    public RandomGenerator random() {
        return context.tools().random();
    }

    @Override
    public @Nullable JsonNode parameter(String name) {
        return reads.value(context.definition().parameter(name));
    }

    @Override
    public JsonNode trigger() {
        Trigger trigger = context.definition().trigger(context.run().triggerName());
        reads.read(trigger != null && trigger.secured().contains(Secured.OUTPUTS));
        return context.run().trigger();
    }

    @Override
    public JsonNode workflow() {
        return Records.workflow(context);
    }

    @Override
    public @Nullable JsonNode variable(String name) {
        Variable variable = context.progress().variable(name);
        if (variable == null) {
            return null;
        }
        reads.read(variable.secured());
        return variable.read();
    }

    @Override
    public JsonNode item() {
        for (OpenScope each = scope; each != null; each = each.around()) {
            JsonNode item = read(each);
            if (item != null) {
                return item;
            }
        }
        throw new EvaluationFailed(
                "The template function 'item' is not expected at this location: it can only be used inside a 'foreach' "
                        + "loop or a data operation.");
    }

    @Override
    public @Nullable JsonNode items(String loop) {
        for (OpenScope each = scope; each != null; each = each.around()) {
            OpenContainer owner = each.owner();
            if (owner != null && owner.action().name().equalsIgnoreCase(loop)) {
                return read(each);
            }
        }
        return null;
    }

    private @Nullable JsonNode read(OpenScope repetition) {
        OpenContainer owner = repetition.owner();
        if (owner != null && owner.action().type() instanceof Foreach) {
            reads.read(owner.row().hides(Secured.INPUTS));
        }
        return repetition.item();
    }

    @Override
    public @Nullable Integer iterationIndex(String loop) {
        for (OpenScope each = scope; each != null; each = each.around()) {
            OpenContainer owner = each.owner();
            if (owner != null
                    && owner.action().type().loops()
                    && owner.action().name().equalsIgnoreCase(loop)) {
                return Repetition.index(each.repetition());
            }
        }
        return null;
    }

    @Override
    public @Nullable JsonNode action(String name) {
        ActionRow row = find(name);
        if (row == null || !row.status().done()) {
            return null;
        }
        reads.read(row.hides(Secured.OUTPUTS));
        return Records.action(context.run(), row);
    }

    @Override
    public @Nullable JsonNode result(String name) {
        ActionIndex.Entry entry = context.index().find(name);
        ActionRow container = entry == null ? null : find(name);
        if (entry == null
                || entry.action().type().scopes().isEmpty()
                || container == null
                || !container.status().done()) {
            return null;
        }
        var rows = new ArrayList<ActionRow>();
        for (Actions actions : entry.action().type().scopes()) {
            for (Action action : actions.all()) {
                rows.addAll(children(entry.action(), container, action));
            }
        }
        if (rows.size() > MAX_RESULTS) {
            throw new EvaluationFailed("The template function 'result' would return more than '" + MAX_RESULTS
                    + "' records for the scope '" + name + "', which is the limit.");
        }
        rows.sort(
                Comparator.comparing((ActionRow row) -> row.key().repetition()).thenComparingLong(ActionRow::sequence));
        ArrayNode records = JsonValues.array();
        rows.forEach(row -> {
            reads.read(row.hides(Secured.OUTPUTS));
            records.add(Records.action(context.run(), row));
        });
        return records;
    }

    private List<ActionRow> children(Action container, ActionRow row, Action action) {
        String around = row.key().repetition();
        if (container.type().loops()) {
            int length = Repetition.of(around, 0).length();
            // A loop also has rows for its own repetitions, with longer names.
            return context.progress().below(action.name(), around, MAX_RESULTS + 1).stream()
                    .filter(each -> each.key().repetition().length() == length)
                    .toList();
        }
        ActionRow child = context.progress().find(new ActionKey(action.name(), around));
        return child == null ? List.of() : List.of(child);
    }

    /** Finds an action from here: in this scope, in one around it, or inside a container of those that has ended. */
    private @Nullable ActionRow find(String name) {
        ActionIndex.Entry target = context.index().find(name);
        for (OpenScope each = scope; each != null && target != null; each = each.around()) {
            for (ActionIndex.Entry entry = target; entry != null; entry = entry.owner()) {
                if (entry.scope() == each.actions()) {
                    ActionRow row = each.rows().get(entry.action().name());
                    return row == null || isSame(entry, target) ? row : inside(row, entry, target);
                }
            }
        }
        return null;
    }

    /** Finds an action inside a container that has ended: of an Until that of the last repetition. */
    private @Nullable ActionRow inside(ActionRow row, ActionIndex.Entry container, ActionIndex.Entry target) {
        if (!row.status().done() || container.action().type() instanceof Foreach) {
            return null;
        }
        String repetition = row.key().repetition();
        if (container.action().type().loops()) {
            int last = (row.state() == null ? 0 : row.state().path("next").asInt(0)) - 1;
            if (row.status() == Status.SKIPPED || last < 0) {
                return null;
            }
            repetition = Repetition.of(repetition, last);
        }
        ActionIndex.Entry next = target;
        while (next.owner() != null && !isSame(next.owner(), container)) {
            next = next.owner();
        }
        ActionRow found = context.progress().find(new ActionKey(next.action().name(), repetition));
        return found == null || isSame(next, target) ? found : inside(found, next, target);
    }

    /** Names are unique in a definition. */
    private static boolean isSame(ActionIndex.Entry one, ActionIndex.Entry other) {
        return one.action().name().equals(other.action().name());
    }
}
