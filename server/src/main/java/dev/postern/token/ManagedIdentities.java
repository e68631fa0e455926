package dev.postern.token;

import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.query.Folding;
import org.jspecify.annotations.Nullable;

/** What tokens and selectors need to know of managed identities. */
public final class ManagedIdentities {
    private ManagedIdentities() {}

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
