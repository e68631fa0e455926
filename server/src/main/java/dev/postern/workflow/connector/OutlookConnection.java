package dev.postern.workflow.connector;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A connection of the connector. The workflow's identity acts through it, not a user who signed in.
 *
 * @param mailbox the mailbox of operations that name none
 * @param authentication the workflow's identity, as the authentication of an Http action
 */
public record OutlookConnection(String name, @Nullable String mailbox, JsonNode authentication) {}
