package dev.postern;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.Tenant;
import dev.postern.http.Json;
import dev.postern.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tenants, each with its administrator, the configured ones first; {@code admin.json} is for the first. */
record Tenants(List<Tenant> all, InstantSource clock) {
    /** The URLs of the server, and the certificate that clients must trust. */
    record Reachable(URI plain, URI tls, Optional<URI> management, Path caFile) {}

    /**
     * Creates the named tenants that do not exist yet. They are followed by the others, which were imported or named before.
     *
     * @param others whether this server is responsible for these others; throw-away tenants have their own secrets
     */
    static Tenants prepare(Directory directory, Settings.Tenants named, InstantSource clock, boolean others) {
        List<Tenant> configured = Stream.concat(Stream.of(named.domain()), named.additional().stream())
                .map(domain -> tenant(directory, domain, clock))
                .toList();
        List<Tenant> all = Stream.concat(
                        configured.stream(),
                        directory.tenants().stream()
                                .filter(tenant -> others && !configured.contains(tenant))
                                .sorted(Comparator.comparing(Tenant::defaultDomain)))
                .toList();
        all.forEach(tenant -> StoredIdentities.takeCredentials(directory, tenant.id()));
        return new Tenants(all, clock);
    }

    private static Tenant tenant(Directory directory, String domain, InstantSource clock) {
        Tenant known = directory.tenant(domain);
        return known != null
                ? known
                : directory.createTenant(
                        new Tenant(new TenantId(UUID.randomUUID()), clock.instant(), List.of(domain)),
                        Actor.server(UUID.randomUUID()));
    }

    /** Returns the tenants with these domains. */
    Set<TenantId> ids(Set<String> domains) {
        return all.stream()
                .filter(tenant -> domains.contains(tenant.defaultDomain()))
                .map(Tenant::id)
                .collect(Collectors.toSet());
    }

    /** Returns whether the directory of every tenant is up to date. */
    boolean areCurrent(Directory directory) {
        try {
            all.forEach(tenant -> directory.snapshot(tenant.id()));
            return true;
        } catch (DirectoryFailure e) {
            return false;
        }
    }

    /** Returns the name of the file with the administrator's secret: {@code admin.json} for the first tenant. */
    String profileName(Tenant tenant) {
        return tenant.equals(all.getFirst()) ? "admin.json" : "admin-" + tenant.defaultDomain() + ".json";
    }

    static String profile(Tenant tenant, AdministratorLeases.Lease administrator, Reachable server) {
        var profile = Json.object()
                .put("server", server.plain().toString())
                .put("tlsServer", server.tls().toString())
                .put("tenantId", tenant.id().toString())
                .put("tenantDomain", tenant.defaultDomain())
                .put("clientId", administrator.appId().toString())
                .put("clientSecret", administrator.secret())
                .put("caFile", server.caFile().toAbsolutePath().toString());
        server.management().ifPresent(address -> profile.put("managementServer", address.toString()));
        return Json.text(profile);
    }
}
