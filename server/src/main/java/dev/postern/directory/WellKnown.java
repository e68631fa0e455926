package dev.postern.directory;

import dev.postern.access.AppId;

/** Client ids of the resources that every tenant has, the same in all of them. */
public final class WellKnown {
    public static final AppId MICROSOFT_GRAPH = AppId.of("00000003-0000-0000-c000-000000000000");
    public static final AppId EXCHANGE_ONLINE = AppId.of("00000002-0000-0ff1-ce00-000000000000");
    public static final AppId AZURE_AD_GRAPH = AppId.of("00000002-0000-0000-c000-000000000000");
    public static final AppId AZURE_MANAGEMENT = AppId.of("797f4846-ba00-4fd7-ba43-dac1f8f63013");

    private WellKnown() {}
}
