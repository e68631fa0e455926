package dev.postern.graph.directory;

import dev.postern.access.AppId;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
import dev.postern.graph.GraphFailure;
import java.util.Set;

/** The resources that every tenant has. All grants depend on their service principals, so no caller may change them. */
final class WellKnownApps {
    private static final Set<AppId> ALL = Set.of(
            WellKnown.MICROSOFT_GRAPH, WellKnown.EXCHANGE_ONLINE, WellKnown.AZURE_AD_GRAPH, WellKnown.AZURE_MANAGEMENT);

    private WellKnownApps() {}

    static boolean has(AppId appId) {
        return ALL.contains(appId);
    }

    /**
     * @param change the requested change: {@code deleted}, {@code updated}
     */
    static ServicePrincipal refuse(ServicePrincipal principal, String change) {
        if (has(principal.appId())) {
            throw new GraphFailure(
                    403,
                    "Authorization_RequestDenied",
                    "The service principal of '" + principal.displayName() + "' belongs to every tenant and cannot be "
                            + change + ".");
        }
        return principal;
    }
}
