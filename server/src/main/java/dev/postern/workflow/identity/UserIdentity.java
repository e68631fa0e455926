package dev.postern.workflow.identity;

import tools.jackson.databind.JsonNode;

/**
 * A user-assigned identity.
 *
 * @param resource its location and tags
 */
public record UserIdentity(IdentityPath path, WorkflowIdentity identity, JsonNode resource) {}
