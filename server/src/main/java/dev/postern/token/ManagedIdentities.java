package dev.postern.token;

import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import java.util.Locale;
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
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("/subscriptions/"))
                .findFirst()
                .orElse(null);
    }
}
