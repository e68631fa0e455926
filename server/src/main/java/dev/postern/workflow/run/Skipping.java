package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.Actions;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.stored.Errors;
import java.util.Set;

/** Records that actions will never start, with those inside them. */
public record Skipping(RunTree tree) {
    void after(OpenScope scope, Propagation.Skip skip) {
        String code = skip.was() == Status.SKIPPED ? "ActionDependencyFailed" : "ActionConditionFailed";
        String message = "The execution of template action '" + skip.action().name()
                + "' is skipped: the 'runAfter' condition for action '" + skip.because()
                + "' is not satisfied. The actual status value is '"
                + skip.was().text() + "'.";
        ActionRow.Ending ending = new ActionRow.Ending(Status.SKIPPED, "ActionSkipped", Errors.of(code, message), null);
        skip(scope, skip.action(), ending);
        inside(skip.action(), scope.repetition(), ending);
    }

    /** The actions of a branch that was not chosen. */
    void branch(Actions branch, String repetition) {
        branch.all().forEach(action -> {
            ActionRow.Ending ending = new ActionRow.Ending(
                    Status.SKIPPED,
                    "ActionBranchingConditionNotSatisfied",
                    Errors.of(
                            "ActionBranchingConditionNotSatisfied",
                            "The execution of template action '" + action.name()
                                    + "' skipped: the branching condition for this action is not satisfied."),
                    null);
            below(action, repetition, ending);
        });
    }

    /** Ends the actions of a scope that have not started, because the scope or the run ends before. */
    void unstarted(OpenScope scope, ActionRow.Ending ending) {
        for (Action action : scope.actions().all()) {
            if (!scope.rows().containsKey(action.name())) {
                skip(scope, action, ending);
                inside(action, scope.repetition(), ending);
            }
        }
    }

    private void skip(OpenScope scope, Action action, ActionRow.Ending ending) {
        tree.add(scope, action, tree.row(scope.key(action), Set.of(), Status.SKIPPED, null, ending, null));
    }

    private void inside(Action action, String repetition, ActionRow.Ending ending) {
        for (Actions scope : action.type().scopes()) {
            scope.all().forEach(each -> below(each, repetition, ending));
        }
    }

    private void below(Action action, String repetition, ActionRow.Ending ending) {
        tree.context()
                .progress()
                .add(tree.row(new ActionKey(action.name(), repetition), Set.of(), Status.SKIPPED, null, ending, null));
        inside(action, repetition, ending);
    }
}
