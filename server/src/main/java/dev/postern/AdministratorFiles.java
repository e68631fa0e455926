package dev.postern;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.Tenant;
import dev.postern.management.AdministratorSecrets;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The administrators' secrets and the files with them: {@code admin.json}, and {@code admin-DOMAIN.json} for each additional tenant.
 *
 * @param server the addresses of the running server
 */
record AdministratorFiles(
        AdministratorLeases leases, Tenants tenants, DataDirectory data, Supplier<Tenants.Reachable> server)
        implements AdministratorSecrets {
    /** Takes a secret for each administrator and writes the files, that of the first tenant last. */
    void writeAll() {
        tenants.all().reversed().forEach(tenant -> write(tenant, leases.take(tenant.id())));
    }

    private void write(Tenant tenant, AdministratorLeases.Lease lease) {
        data.writeProfile(tenants.profileName(tenant), Tenants.profile(tenant, lease, server.get()));
    }

    /** Called about every minute. */
    void renew() {
        leases.renew(this::write);
    }

    /** A tenant that the configuration does not name has no file. */
    private void write(TenantId tenant, AdministratorLeases.Lease lease) {
        tenants.all().stream().filter(one -> one.id().equals(tenant)).forEach(one -> write(one, lease));
    }

    @Override
    public List<Shown> list(TenantId tenant) {
        return leases.list(tenant);
    }

    @Override
    public List<Node> nodes(TenantId tenant) {
        return leases.nodes(tenant);
    }

    @Override
    public synchronized String rotate(TenantId tenant, Actor actor) {
        AdministratorLeases.Lease lease = leases.rotate(tenant, actor);
        write(tenant, lease);
        return lease.secret();
    }

    @Override
    public boolean revoke(TenantId tenant, UUID keyId, Actor actor) {
        return leases.revoke(tenant, keyId, actor);
    }
}
