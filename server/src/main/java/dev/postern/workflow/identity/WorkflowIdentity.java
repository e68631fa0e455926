package dev.postern.workflow.identity;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;

/** The service principal of a workflow: its object id, and the app id for policies. */
public record WorkflowIdentity(ObjectId principalId, AppId appId) {}
