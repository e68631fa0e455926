package dev.postern.token;

import dev.postern.access.TenantId;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.query.Folding;
import org.jspecify.annotations.Nullable;

/** Resource ids of managed identities. */
public final class ManagedIdentities {
    private ManagedIdentities() {}

    /** Returns the resource id of the user-assigned identity with this name. Only the server assigns it. */
    public static String userAssigned(TenantId tenant, String name) {
        return "/subscriptions/" + tenant
                + "/resourcegroups/postern/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + name;
    }

    /** Returns whether an identity is user-assigned. Those of workflows are not. */
    public static boolean isUserAssigned(TenantId tenant, ServicePrincipal principal) {
        String resource = resourceId(principal);
        return resource != null && Folding.lower(resource).startsWith(Folding.lower(userAssigned(tenant, "")));
    }

    /** Returns the resource id of a managed identity, or null for any other service principal. */
    public static @Nullable String resourceId(ServicePrincipal principal) {
        if (principal.type() != ServicePrincipalType.MANAGED_IDENTITY) {
            return null;
        }
        return principal.alternativeNames().stream()
                .filter(name -> Folding.lower(name).startsWith("/subscriptions/"))
                .findFirst()
                .orElse(null);
    }
}
