package dev.postern.workflow.identity;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.token.ManagedIdentities;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Managed identities of workflows in the directory. Those that {@code identity create} made for programs elsewhere are never found here:
 * a caller that may deploy workflows could otherwise act as them.
 */
public record DirectoryIdentities(Directory directory, InstantSource clock) implements WorkflowIdentities {
    /** Entra's markers for identities that belong to one resource, and for those that are resources. */
    private static final String NOT_EXPLICIT = "isExplicit=False";

    private static final String EXPLICIT = "isExplicit=True";

    @Override
    public WorkflowIdentity create(TenantId tenant, Kind kind, String displayName, String armId, Actor actor) {
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
                List.of(marker(kind), armId),
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

    private static String marker(Kind kind) {
        return kind == Kind.USER_ASSIGNED ? EXPLICIT : NOT_EXPLICIT;
    }

    @Override
    public Optional<WorkflowIdentity> find(TenantId tenant, String armId) {
        return directory
                .snapshot(tenant)
                .byAlternativeName(armId)
                .filter(principal -> isForWorkflows(tenant, principal))
                .filter(principal -> principal.alternativeNames().stream().anyMatch(armId::equalsIgnoreCase))
                .map(DirectoryIdentities::identity)
                .findFirst();
    }

    private static boolean isForWorkflows(TenantId tenant, ServicePrincipal principal) {
        return principal.type() == ServicePrincipalType.MANAGED_IDENTITY
                && !ManagedIdentities.isUserAssigned(tenant, principal);
    }

    private static WorkflowIdentity identity(ServicePrincipal principal) {
        return new WorkflowIdentity(principal.id(), principal.appId());
    }

    @Override
    public Map<IdentityPath, WorkflowIdentity> userAssigned(TenantId tenant) {
        var found = new HashMap<IdentityPath, WorkflowIdentity>();
        directory
                .snapshot(tenant)
                .all(ServicePrincipal.class)
                .filter(principal -> isForWorkflows(tenant, principal))
                .forEach(principal -> Optional.ofNullable(ManagedIdentities.resourceId(principal))
                        .flatMap(IdentityPath::parse)
                        .ifPresent(path -> found.put(path, identity(principal))));
        return found;
    }

    @Override
    public void rename(TenantId tenant, ObjectId principal, String displayName, String armId, Actor actor) {
        directory.change(tenant, actor, draft -> {
            if (draft.now(principal) instanceof ServicePrincipal old) {
                draft.note("move the managed identity of a workflow to " + armId);
                draft.put(old.called(displayName, List.of(NOT_EXPLICIT, armId)));
            }
            return true;
        });
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
