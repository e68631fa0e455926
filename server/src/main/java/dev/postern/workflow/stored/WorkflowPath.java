package dev.postern.workflow.stored;

import dev.postern.query.Folding;

/** The path of a workflow in the management API. Subscriptions and resource groups exist implicitly. */
public record WorkflowPath(String subscription, String group, String name) {
    /** The three parts in lower case. None can contain a slash, because they are segments of a path. */
    public String folded() {
        return Folding.lower((subscription + "/" + group + "/" + name));
    }

    public String armId() {
        return "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/Microsoft.Logic/workflows/"
                + name;
    }
}
