package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.directory.Directory;
import dev.postern.directory.PasswordCredential;
import dev.postern.token.NewSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The secrets with which this server's operator signs in: one for each tenant, good for a day and renewed every hour while the server
 * runs, so that one that was stolen, or that a dead server left, is soon worth nothing. Servers on one database each have their
 * own. Thread-safe.
 */
final class AdministratorLeases implements AutoCloseable {
    static final Duration LIFE = Duration.ofHours(24);
    static final Duration RENEWED_AFTER = Duration.ofHours(1);

    /** By how much the clocks of servers may differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final String NAME = "lease of server ";

    private final Directory directory;
    private final String name;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<TenantId, PasswordCredential> held = new LinkedHashMap<>();

    /** Who signs in, and the secret, which stands nowhere else. */
    record Lease(AppId appId, String secret) {
        @Override
        public String toString() {
            return "Lease[" + appId + "]";
        }
    }

    /** @param node a name of this server among others on the same database, the same after every start */
    AdministratorLeases(Directory directory, String node, InstantSource clock, SecureRandom random) {
        this.directory = directory;
        this.name = NAME + node;
        this.clock = clock;
        this.random = random;
    }

    /** Takes a lease. What is no other running server's lease is removed: secrets of older versions, of crashed servers, of others. */
    synchronized Lease take(TenantId tenant) {
        Instant now = clock.instant();
        NewSecret secret = NewSecret.of(name, now, now.plus(LIFE), random);
        AppId appId = write(tenant, secret.credential());
        held.put(tenant, secret.credential());
        return new Lease(appId, secret.text());
    }

    /** Prolongs what was taken when an hour has passed since the last time; asked about every minute. */
    synchronized void renew() {
        Instant now = clock.instant();
        held.replaceAll((tenant, lease) -> {
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
            return Administrator.settle(draft, name, other -> isOfAnother(other, now), lease, now, random);
        });
    }

    /** Whether a secret is the lease of another server, which may be running. */
    private boolean isOfAnother(PasswordCredential secret, Instant now) {
        String of = secret.displayName();
        return of != null
                && of.startsWith(NAME)
                && !of.equals(name)
                && secret.end().isAfter(now)
                && !secret.end().isAfter(now.plus(LIFE).plus(SKEW));
    }

    /** Gives back what was taken. */
    @Override
    public synchronized void close() {
        // What refreshes the directory has stopped before this.
        directory.refresh();
        Instant now = clock.instant();
        held.keySet()
                .forEach(tenant -> directory.maintain(tenant, draft -> {
                    draft.note("give back the administrator's secret");
                    return Administrator.settle(draft, name, other -> isOfAnother(other, now), null, now, random);
                }));
        held.clear();
    }
}
