package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.directory.WellKnown;

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

    public AppId appId() {
        return appId;
    }
}
