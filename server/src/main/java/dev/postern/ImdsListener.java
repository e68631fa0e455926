package dev.postern;

import dev.postern.access.TenantId;
import dev.postern.directory.Directory;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.http.HttpServer;
import dev.postern.http.MemoryBudget;
import dev.postern.http.connection.Connections;
import dev.postern.login.ImdsHandler;
import dev.postern.login.Login;
import dev.postern.settings.Settings;
import dev.postern.token.ManagedIdentities;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A metadata endpoint on loopback for exactly one managed identity, as configured. The identity is looked up
 * once, by properties that cannot be given to another identity: its object id, its app id, or the resource id derived from its name. Its display
 * name is not used.
 */
final class ImdsListener {
    private record Found(TenantId tenant, ServicePrincipal principal) {}

    private ImdsListener() {}

    /** @param first the tenant whose identities can be given by name; those of other tenants by id */
    static HttpServer open(
            Settings.Imds imds,
            Login login,
            Directory directory,
            Tenant first,
            Connections connections,
            MemoryBudget memory) {
        List<Found> found = directory.tenants().stream()
                .flatMap(tenant -> directory
                        .latest(tenant.id())
                        .all(ServicePrincipal.class)
                        .filter(principal -> principal.type() == ServicePrincipalType.MANAGED_IDENTITY)
                        .filter(principal -> isCalled(principal, imds.identity())
                                || isNamed(principal, imds.identity(), tenant, first))
                        .map(principal -> new Found(tenant.id(), principal)))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException("imds: there is no managed identity '" + imds.identity()
                    + "', or there are several. Create it with ./postern identity create NAME, or specify its"
                    + " object id.");
        }
        var port = new AtomicInteger();
        Found identity = found.getFirst();
        HttpServer server = HttpServer.start(
                HttpServer.Options.of(HttpServer.Listener.plain("imds", imds.port()))
                        .withMemory(memory)
                        .withoutLinks(),
                connections,
                new DatabaseOutageFilter(new ImdsHandler(
                        login, identity.tenant(), identity.principal().id(), port::get)));
        port.set(server.port("imds"));
        return server;
    }

    private static boolean isCalled(ServicePrincipal principal, String id) {
        return id.equalsIgnoreCase(principal.id().toString())
                || id.equalsIgnoreCase(principal.appId().toString());
    }

    private static boolean isNamed(ServicePrincipal principal, String name, Tenant tenant, Tenant first) {
        return tenant.id().equals(first.id())
                && ManagedIdentities.userAssigned(tenant.id(), name)
                        .equalsIgnoreCase(ManagedIdentities.resourceId(principal));
    }
}
