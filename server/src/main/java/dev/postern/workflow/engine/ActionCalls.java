package dev.postern.workflow.engine;

import dev.postern.workflow.action.Action;

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
}
