package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.Foreach;
import dev.postern.workflow.action.Until;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ActionTable;
import dev.postern.workflow.row.Repetition;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunSecrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads the open scopes of a run from the database: those of open repetitions, however many have ended. */
public final class RunRestore {
    private final RunContext context;
    private final RunTree tree;
    private List<ActionRow> open = List.of();

    RunRestore(RunTree tree) {
        this.context = tree.context();
        this.tree = tree;
    }

    void restore() {
        RunKey run = context.run().key();
        open = context.tools().database().read(sql -> ActionTable.open(sql, run));
        restore(tree.root(), rows(Repetition.NONE));
    }

    private Map<String, ActionRow> rows(String repetition) {
        RunKey run = context.run().key();
        return context.tools().database().read(sql -> {
            Map<String, JsonNode> working = context.tools().secrets().ofRepetition(sql, run, repetition);
            var rows = new HashMap<String, ActionRow>();
            for (ActionRow row : ActionTable.ofRepetition(sql, run, repetition)) {
                rows.put(
                        row.name(),
                        row.with(
                                working.getOrDefault(RunSecrets.inputs(row.key()), row.inputs()),
                                working.getOrDefault(RunSecrets.outputs(row.key()), row.outputs())));
            }
            return rows;
        });
    }

    /** Takes over the actions of a scope. The rows may contain actions of containers inside, which have the same repetition. */
    private void restore(OpenScope scope, Map<String, ActionRow> rows) {
        for (Action action : scope.actions().all()) {
            ActionRow row = rows.get(action.name());
            if (row != null) {
                tree.restore(scope, action, row);
                if (!row.status().done() && !action.type().scopes().isEmpty()) {
                    restore(new OpenContainer(scope, action, row), rows);
                }
            }
        }
        tree.enqueue(scope);
    }

    private void restore(OpenContainer container, Map<String, ActionRow> rows) {
        tree.open(container);
        switch (container.action().type()) {
            case Foreach loop -> {
                repetitions(container);
                new ContainerSteps(tree).fill(container, loop);
            }
            case Until loop -> repetitions(container);
            default -> {
                OpenScope scope = new OpenScope(
                        container,
                        ContainerSteps.chosen(container),
                        container.scope().repetition());
                tree.open(container, scope);
                restore(scope, rows);
            }
        }
    }

    private void repetitions(OpenContainer container) {
        String name = container.action().name();
        String around = container.scope().repetition();
        int length = Repetition.of(around, 0).length();
        for (ActionRow row : open) {
            String repetition = row.key().repetition();
            if (row.name().equals(name)
                    && row.status() == Status.RUNNING
                    && repetition.length() == length
                    && repetition.startsWith(around)) {
                OpenScope scope = new OpenScope(
                        container, container.action().type().scopes().getFirst(), repetition);
                scope.setRepetitionRow(row);
                tree.open(container, scope);
                restore(scope, rows(repetition));
            }
        }
    }
}
