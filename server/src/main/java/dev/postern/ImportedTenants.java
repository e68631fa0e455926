package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.Directory;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.importer.TenantCreation;
import dev.postern.importer.TenantImport;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates tenants from exports; this server leases their administrators. */
record ImportedTenants(
        Directory directory, AdministratorLeases leases, Tenant first, InstantSource clock, SecureRandom random)
        implements TenantCreation {
    @Override
    public Created create(String domain, TenantImport content, Actor actor) {
        Instant now = clock.instant();
        List<String> domains = content.domains(domain, other -> directory.tenant(other) == null);
        Map<AppId, ObjectId> resources = content.resources();
        Tenant tenant = new Tenant(new TenantId(UUID.randomUUID()), now, domains);
        AdministratorLeases.Lease lease = leases.take(
                tenant.id(),
                restore -> directory.createTenant(
                        tenant, resources, actor, draft -> content.into(draft, now, random), restore));
        return new Created(tenant, lease.appId(), lease.secret());
    }

    @Override
    public boolean isOperator(TenantId tenant, @Nullable ObjectId principal) {
        ServicePrincipal administrator = directory.snapshot(first.id()).administrator();
        return tenant.equals(first.id())
                && administrator != null
                && administrator.id().equals(principal);
    }
}
