package dev.postern.token;

import dev.postern.access.TenantId;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import java.util.Locale;
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
        return resource != null
                && resource.toLowerCase(Locale.ROOT)
                        .startsWith(userAssigned(tenant, "").toLowerCase(Locale.ROOT));
    }

    /** The resource id of a managed identity, or null for what is none. */
    public static @Nullable String resourceId(ServicePrincipal principal) {
        if (principal.type() != ServicePrincipalType.MANAGED_IDENTITY) {
            return null;
        }
        return principal.alternativeNames().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("/subscriptions/"))
                .findFirst()
                .orElse(null);
    }
}
