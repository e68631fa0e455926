package dev.postern.workflow.service;

import dev.postern.access.TenantId;
import dev.postern.workflow.call.Authentication;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.IdentityTokens;
import dev.postern.workflow.identity.WorkflowIdentities;
import dev.postern.workflow.identity.WorkflowIdentity;
import org.jspecify.annotations.Nullable;

/** Issues the tokens with which the calls of a workflow act as one of its identities. */
public record ActingTokens(WorkflowIdentities identities, IdentityTokens tokens) {
    /**
     * Returns a token for a call.
     *
     * @param own the system-assigned identity; null for none
     * @param user the user-assigned identity; null for none
     * @throws CallRefused if the workflow does not have the identity, or gets no token
     */
    public String token(
            TenantId tenant,
            @Nullable WorkflowIdentity own,
            @Nullable IdentityPath user,
            Authentication.Managed managed) {
        WorkflowIdentity identity = ActingIdentity.of(tenant, own, user, managed.identity(), identities);
        try {
            return tokens.token(tenant, identity.principalId(), managed.audience());
        } catch (IdentityTokens.Refused e) {
            throw new CallRefused("ManagedIdentityTokenRefused", String.valueOf(e.getMessage()));
        }
    }
}
