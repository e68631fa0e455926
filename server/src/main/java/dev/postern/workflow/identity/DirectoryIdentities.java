package dev.postern.workflow.identity;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Managed identities of workflows in the directory. */
public record DirectoryIdentities(Directory directory, InstantSource clock) implements WorkflowIdentities {
    /** Entra's marker for identities that belong to one resource. */
    private static final String NOT_EXPLICIT = "isExplicit=False";

    @Override
    public WorkflowIdentity create(TenantId tenant, String displayName, String armId, Actor actor) {
        WorkflowIdentity made = new WorkflowIdentity(new ObjectId(UUID.randomUUID()), new AppId(UUID.randomUUID()));
        ServicePrincipal principal = new ServicePrincipal(
                made.principalId(),
                made.appId(),
                clock.instant(),
                displayName,
                ServicePrincipalType.MANAGED_IDENTITY,
                true,
                false,
                List.of(made.appId().toString()),
                List.of(NOT_EXPLICIT, armId),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
        directory.change(tenant, actor, draft -> {
            draft.note("make the managed identity of " + armId);
            draft.put(principal);
            return true;
        });
        return made;
    }

    @Override
    public Optional<WorkflowIdentity> find(TenantId tenant, String armId) {
        return directory
                .snapshot(tenant)
                .byAlternativeName(armId)
                .filter(principal -> principal.type() == ServicePrincipalType.MANAGED_IDENTITY)
                .filter(principal -> principal.alternativeNames().stream().anyMatch(armId::equalsIgnoreCase))
                .map(principal -> new WorkflowIdentity(principal.id(), principal.appId()))
                .findFirst();
    }

    @Override
    public void remove(TenantId tenant, ObjectId principal, Actor actor) {
        directory.change(tenant, actor, draft -> {
            if (draft.now(principal) != null) {
                draft.note("remove the managed identity of a workflow");
                draft.remove(principal);
            }
            return true;
        });
    }
}
