package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.directory.Directory;
import dev.postern.directory.Draft;
import dev.postern.directory.PasswordCredential;
import dev.postern.token.NewSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The administrator secrets of this server, one per tenant. They are valid for a day and renewed every hour while the server
 * runs, so that stolen or abandoned secrets soon expire. Servers on the same database have separate
 * secrets. Thread-safe.
 */
final class AdministratorLeases implements AutoCloseable {
    static final Duration LIFE = Duration.ofHours(24);
    static final Duration RENEWED_AFTER = Duration.ofHours(1);

    /** Tolerance for differences between the clocks of servers. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final String NAME = "lease of server ";

    private final Directory directory;
    private final String name;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<TenantId, PasswordCredential> leases = new LinkedHashMap<>();

    /** The app id and the secret, which is stored nowhere else. */
    record Lease(AppId appId, String secret) {
        @Override
        public String toString() {
            return "Lease[" + appId + "]";
        }
    }

    /** @param node a name that identifies this server among others on the same database, also after a restart */
    AdministratorLeases(Directory directory, String node, InstantSource clock, SecureRandom random) {
        this.directory = directory;
        this.name = NAME + node;
        this.clock = clock;
        this.random = random;
    }

    /** Takes a lease. Removes all secrets that are not the lease of another running server: of older versions, crashed servers, or others. */
    synchronized Lease take(TenantId tenant) {
        Instant now = clock.instant();
        NewSecret secret = NewSecret.of(name, now, now.plus(LIFE), random);
        AppId appId = write(tenant, secret.credential());
        leases.put(tenant, secret.credential());
        return new Lease(appId, secret.text());
    }

    /**
     * Takes a lease in a tenant that is being created.
     *
     * @param create creates the tenant; its argument puts the administrator into the tenant's draft
     */
    Lease take(TenantId tenant, Function<Function<Draft, AppId>, AppId> create) {
        Instant now = clock.instant();
        NewSecret secret = NewSecret.of(name, now, now.plus(LIFE), random);
        AppId appId =
                create.apply(draft -> Administrator.restore(draft, name, _ -> false, secret.credential(), now, random));
        synchronized (this) {
            leases.put(tenant, secret.credential());
        }
        return new Lease(appId, secret.text());
    }

    /** Renews the leases when the last renewal is an hour ago. Called about every minute. */
    synchronized void renew() {
        Instant now = clock.instant();
        leases.replaceAll((tenant, lease) -> {
            if (lease.end().isAfter(now.plus(LIFE).minus(RENEWED_AFTER))) {
                return lease;
            }
            PasswordCredential longer = new PasswordCredential(
                    lease.keyId(), lease.displayName(), lease.hint(), lease.start(), now.plus(LIFE), lease.hash());
            write(tenant, longer);
            return longer;
        });
    }

    private AppId write(TenantId tenant, PasswordCredential lease) {
        Instant now = clock.instant();
        return directory.maintain(tenant, draft -> {
            draft.note("lease the administrator's secret until " + lease.end());
            return Administrator.restore(draft, name, other -> isOfAnother(other, now), lease, now, random);
        });
    }

    /** Returns whether a secret is the lease of another server, which may be running. */
    private boolean isOfAnother(PasswordCredential secret, Instant now) {
        String of = secret.displayName();
        return of != null
                && of.startsWith(NAME)
                && !of.equals(name)
                && secret.end().isAfter(now)
                && !secret.end().isAfter(now.plus(LIFE).plus(SKEW));
    }

    /** Removes the leases. */
    @Override
    public synchronized void close() {
        // The refresh of the directory has stopped before this.
        directory.refresh();
        Instant now = clock.instant();
        leases.keySet()
                .forEach(tenant -> directory.maintain(tenant, draft -> {
                    draft.note("remove the administrator's secret");
                    return Administrator.restore(draft, name, other -> isOfAnother(other, now), null, now, random);
                }));
        leases.clear();
    }
}
