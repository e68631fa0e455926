package dev.postern.workflow.service;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.Optional;

/** Makes the calls of actions. Thread-safe; a call blocks its thread. */
public interface ActionCalls {
    /**
     * Makes the call of an action, or the poll for its result.
     *
     * @throws dev.postern.workflow.call.CallRefused if the call is not allowed
     * @throws InterruptedException if the engine stops; the request may have arrived
     */
    ActionCallResult make(RunRow run, WorkflowRow workflow, Action action, ActionRow row) throws InterruptedException;

    /** Decides whether a polling URL is trusted with credentials. */
    Poll poll(ActionRow row, String location);

    /** Returns the result of an action whose call was {@link ActionCallResult.Pending}; empty if it has not arrived. */
    Optional<ActionCallResult.Defined> look(RunRow run, Action action, ActionRow row);

    /** Returns the URL at which a service calls back for an action. */
    String callbackUrl(WorkflowRow workflow, RunKey run, ActionKey action);
}
