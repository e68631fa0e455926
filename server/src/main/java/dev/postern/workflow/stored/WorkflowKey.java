package dev.postern.workflow.stored;

import dev.postern.access.TenantId;
import java.util.UUID;

/** The key of a workflow. */
public record WorkflowKey(TenantId tenant, UUID id) {}
