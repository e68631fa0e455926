package dev.postern;

import dev.postern.access.ObjectId;
import dev.postern.directory.Directory;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.http.HttpServer;
import dev.postern.http.connection.Connections;
import dev.postern.login.ImdsHandler;
import dev.postern.login.Login;
import dev.postern.settings.Settings;

/** A metadata endpoint on loopback that speaks for exactly one managed identity, as the configuration asks for. */
final class ImdsListener {
    private ImdsListener() {}

    static HttpServer open(Settings.Imds imds, Login login, Directory directory, Connections connections) {
        for (Tenant tenant : directory.tenants()) {
            var identity = directory
                    .snapshot(tenant.id())
                    .all(ServicePrincipal.class)
                    .filter(principal -> principal.type() == ServicePrincipalType.MANAGED_IDENTITY)
                    .filter(principal -> isNamed(principal, imds.identity()))
                    .map(ServicePrincipal::id)
                    .toList();
            if (identity.size() == 1) {
                return listen(imds, connections, new ImdsHandler(login, tenant.id(), identity.getFirst()));
            }
        }
        throw new IllegalStateException("imds: there is no managed identity '" + imds.identity()
                + "', or several. Create it with ./postern identity create NAME, or give its object id.");
    }

    private static boolean isNamed(ServicePrincipal principal, String name) {
        ObjectId id = principal.id();
        return name.equalsIgnoreCase(id.toString())
                || name.equalsIgnoreCase(principal.appId().toString())
                || name.equals(principal.displayName());
    }

    private static HttpServer listen(Settings.Imds imds, Connections connections, ImdsHandler handler) {
        return HttpServer.start(
                HttpServer.Options.of(HttpServer.Listener.plain("imds", imds.port())), connections, handler);
    }
}
