package dev.postern.workflow.engine;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.service.ActionCallResult;
import dev.postern.workflow.service.ActionCalls;
import dev.postern.workflow.service.Poll;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Calls of random workflows, whose result is the last segment of their URL. */
final class DefinedCalls implements ActionCalls {
    private final List<ActionKey> made = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    @Override
    public ActionCallResult make(RunRow run, WorkflowRow workflow, Action action, ActionRow row) {
        if (!ended) {
            made.add(row.key());
        }
        String uri = JsonValues.orNull(row.inputs()).path("uri").asString("");
        String result = uri.substring(uri.lastIndexOf('/') + 1);
        return new ActionCallResult.Defined(Status.named(result).orElseThrow(), null, null);
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

    @Override
    public Optional<ActionCallResult.Defined> look(RunRow run, Action action, ActionRow row) {
        throw new IllegalStateException("A defined result is never awaited");
    }

    @Override
    public String callbackUrl(WorkflowRow workflow, RunKey run, ActionKey action) {
        return "https://contoso.example/callback";
    }
}
