package dev.postern.workflow.engine;

import dev.postern.access.TenantId;
import java.util.UUID;

/** A workflow. */
public record WorkflowKey(TenantId tenant, UUID id) {}
