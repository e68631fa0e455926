package dev.postern.token;

import dev.postern.access.TenantId;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.query.Folding;
import org.jspecify.annotations.Nullable;

/** What tokens and selectors need to know of managed identities. */
public final class ManagedIdentities {
    private ManagedIdentities() {}

    /** The resource id of the identity of this name that stands alone; only the server writes it. */
    public static String userAssigned(TenantId tenant, String name) {
        return "/subscriptions/" + tenant
                + "/resourcegroups/postern/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + name;
    }

    /** Whether an identity stands alone, under whatever name. Those of workflows do not. */
    public static boolean isUserAssigned(TenantId tenant, ServicePrincipal principal) {
        String resource = resourceId(principal);
        return resource != null && Folding.lower(resource).startsWith(Folding.lower(userAssigned(tenant, "")));
    }

    /** The resource id of a managed identity, or null for what is none. */
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
