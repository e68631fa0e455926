package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.directory.WellKnown;
import java.util.stream.Stream;

/** The resources of Postern itself for which tokens are issued. */
public enum Resource {
    GRAPH(WellKnown.MICROSOFT_GRAPH),
    EXCHANGE(WellKnown.EXCHANGE_ONLINE),
    AZURE_AD_GRAPH(WellKnown.AZURE_AD_GRAPH),
    MANAGEMENT(WellKnown.AZURE_MANAGEMENT);

    private final AppId appId;

    Resource(AppId appId) {
        this.appId = appId;
    }

    static boolean isOne(AppId appId) {
        return Stream.of(values()).anyMatch(resource -> resource.appId.equals(appId));
    }

    public AppId appId() {
        return appId;
    }
}
