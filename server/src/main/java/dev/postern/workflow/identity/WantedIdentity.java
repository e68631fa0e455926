package dev.postern.workflow.identity;

import org.jspecify.annotations.Nullable;

/**
 * The identity that a deployment requests for a workflow.
 *
 * @param system whether the workflow has an identity of its own
 * @param user the resource id of a user-assigned identity; null for none
 */
public record WantedIdentity(boolean system, @Nullable IdentityPath user) {
    public static final WantedIdentity NONE = new WantedIdentity(false, null);
    public static final WantedIdentity SYSTEM = new WantedIdentity(true, null);
}
