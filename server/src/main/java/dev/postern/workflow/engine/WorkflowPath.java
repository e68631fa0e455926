package dev.postern.workflow.engine;

import dev.postern.query.Folding;

/** The place of a workflow in the management API. Subscription and group exist by being named here. */
public record WorkflowPath(String subscription, String group, String name) {
    /** The three compared without case. None of them can hold a slash: they are segments of a path. */
    public String folded() {
        return Folding.lower((subscription + "/" + group + "/" + name));
    }

    public String armId() {
        return "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/Microsoft.Logic/workflows/"
                + name;
    }
}
