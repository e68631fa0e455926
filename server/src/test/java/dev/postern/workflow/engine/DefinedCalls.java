package dev.postern.workflow.engine;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Calls of random workflows, whose result is the last segment of their URL. */
final class DefinedCalls implements ActionCalls {
    private final List<ActionKey> made = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    @Override
    public CallResult make(RunRow run, WorkflowRow workflow, Action action, ActionRow row) {
        if (!ended) {
            made.add(row.key());
        }
        String uri = JsonValues.orNull(row.inputs()).path("uri").asString("");
        String result = uri.substring(uri.lastIndexOf('/') + 1);
        return new CallResult.Defined(result.equals("Succeeded"), result.equals("TimedOut"), null, null);
    }

    @Override
    public Poll poll(ActionRow row, String location) {
        throw new IllegalStateException("A defined result is never polled");
    }

    List<ActionKey> made() {
        return made;
    }

    /** The process that makes these calls has ended: threads that have not made theirs yet never will. */
    void end() {
        ended = true;
    }
}
