package dev.postern.workflow.service;

import dev.postern.access.TenantId;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.WorkflowIdentities;
import dev.postern.workflow.identity.WorkflowIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides as which identity a call of a workflow acts. */
public final class ActingIdentity {
    private ActingIdentity() {}

    /**
     * Returns the identity.
     *
     * @param own the system-assigned identity; null for none
     * @param user the user-assigned identity; null for none
     * @param asked the resource id of a user-assigned identity; null for the system-assigned one
     * @throws CallRefused if the workflow does not have it
     */
    static WorkflowIdentity of(
            TenantId tenant,
            @Nullable WorkflowIdentity own,
            @Nullable IdentityPath user,
            @Nullable String asked,
            WorkflowIdentities identities) {
        if (asked == null) {
            if (own != null) {
                return own;
            }
            throw refused(
                    user == null
                            ? "The workflow has no managed identity. Deploy it with the identity type 'SystemAssigned'"
                                    + " or 'UserAssigned'."
                            : "The workflow has no system-assigned identity. Set 'authentication.identity' to its"
                                    + " user-assigned identity '" + user.armId() + "'.");
        }
        if (user == null || !isSame(user, asked)) {
            throw refused("The user-assigned identity '" + asked + "' is not assigned to the workflow.");
        }
        return identities
                .find(tenant, user.armId())
                .orElseThrow(() -> refused("The user-assigned identity '" + user.armId() + "' was deleted."));
    }

    private static boolean isSame(IdentityPath user, String asked) {
        Optional<IdentityPath> path = IdentityPath.parse(asked);
        return path.isPresent() && path.get().folded().equals(user.folded());
    }

    private static CallRefused refused(String message) {
        return new CallRefused("ManagedIdentityNotFound", message);
    }
}
