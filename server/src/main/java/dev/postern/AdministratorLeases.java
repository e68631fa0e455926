package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.Application;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.ServicePrincipal;
import dev.postern.management.AdministratorSecrets;
import dev.postern.token.NewSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(AdministratorLeases.class);
    private static final String NAME = "lease of server ";

    private final Directory directory;
    private final String name;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<TenantId, PasswordCredential> leases = new LinkedHashMap<>();
    private final Map<TenantId, String> given = new HashMap<>();

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
        String text = given.get(tenant);
        Instant now = clock.instant();
        return lease(
                tenant,
                text == null
                        ? NewSecret.of(name, now, now.plus(LIFE), random)
                        : NewSecret.of(text, name, now, now.plus(LIFE), random),
                Actor.server(UUID.randomUUID()));
    }

    /** Makes {@link #take(TenantId)} use this secret, which was created by {@link NewSecret}. */
    synchronized void give(TenantId tenant, String secret) {
        given.put(tenant, secret);
    }

    /** Takes a new lease for a caller; the one before, if any, is removed in the same change. */
    synchronized Lease rotate(TenantId tenant, Actor actor) {
        Instant now = clock.instant();
        return lease(tenant, NewSecret.of(name, now, now.plus(LIFE), random), actor);
    }

    private Lease lease(TenantId tenant, NewSecret secret, Actor actor) {
        AppId appId = write(tenant, secret.credential(), actor);
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

    /** Returns the secrets of a tenant's administrator, as the directory has them. */
    List<AdministratorSecrets.Shown> list(TenantId tenant) {
        return secrets(directory.snapshot(tenant)).stream()
                .map(one -> new AdministratorSecrets.Shown(one.keyId(), node(one), one.start(), one.end()))
                .toList();
    }

    /** Returns the servers whose leases are valid, by name, and this one. */
    List<AdministratorSecrets.Node> nodes(TenantId tenant) {
        Instant now = clock.instant();
        var nodes = new TreeMap<String, AdministratorSecrets.Node>();
        for (PasswordCredential secret : secrets(directory.snapshot(tenant))) {
            if (isOfAnother(secret, now)) {
                String node = node(secret);
                nodes.put(node, new AdministratorSecrets.Node(node, secret.end().minus(LIFE), false));
            }
        }
        String own = name.substring(NAME.length());
        nodes.put(own, new AdministratorSecrets.Node(own, now, true));
        return List.copyOf(nodes.values());
    }

    private static String node(PasswordCredential secret) {
        String of = Objects.requireNonNullElse(secret.displayName(), "");
        return of.startsWith(NAME) ? of.substring(NAME.length()) : of;
    }

    private static List<PasswordCredential> secrets(DirectorySnapshot snapshot) {
        ServicePrincipal administrator = snapshot.administrator();
        Application application = administrator == null ? null : snapshot.application(administrator.appId());
        return application == null ? List.of() : application.credentials().passwords();
    }

    /** Removes the secret of any server; returns false if there is none with this id. */
    boolean revoke(TenantId tenant, UUID keyId, Actor actor) {
        return directory.maintain(tenant, actor, draft -> {
            ServicePrincipal administrator = draft.before().administrator();
            Application application =
                    administrator == null ? null : draft.before().application(administrator.appId());
            if (application == null || !isPresent(draft.before(), keyId)) {
                return false;
            }
            draft.note("revoke the administrator's secret " + keyId);
            draft.put(application.withCredentials(application
                    .credentials()
                    .withPasswords(application.credentials().passwords().stream()
                            .filter(one -> !one.keyId().equals(keyId))
                            .toList())));
            return true;
        });
    }

    private static boolean isPresent(DirectorySnapshot snapshot, UUID keyId) {
        return secrets(snapshot).stream().anyMatch(one -> one.keyId().equals(keyId));
    }

    /**
     * Renews the leases when the last renewal is an hour ago. Called about every minute. A lease that was revoked, perhaps on another
     * server, is not restored; one that ended before this server could renew it is replaced.
     *
     * @param replaced receives the new leases
     */
    synchronized void renew(BiConsumer<TenantId, Lease> replaced) {
        Instant now = clock.instant();
        for (Map.Entry<TenantId, PasswordCredential> one : List.copyOf(leases.entrySet())) {
            PasswordCredential lease = one.getValue();
            if (!lease.end().isAfter(now.plus(LIFE).minus(RENEWED_AFTER))) {
                extend(one.getKey(), lease, now, replaced);
            }
        }
    }

    private void extend(TenantId tenant, PasswordCredential lease, Instant now, BiConsumer<TenantId, Lease> replaced) {
        PasswordCredential longer = new PasswordCredential(
                lease.keyId(), lease.displayName(), lease.hint(), lease.start(), now.plus(LIFE), lease.hash());
        boolean extended = directory.maintain(tenant, draft -> {
            if (!isPresent(draft.before(), lease.keyId())) {
                return false;
            }
            restore(draft, longer, now);
            return true;
        });
        if (extended) {
            leases.put(tenant, longer);
        } else if (lease.end().isAfter(now)) {
            LOG.warn(
                    "The administrator's secret {} of tenant {} was revoked. Restart this server to get another.",
                    lease.keyId(),
                    tenant);
            leases.remove(tenant);
        } else {
            replaced.accept(tenant, take(tenant));
        }
    }

    private AppId write(TenantId tenant, PasswordCredential lease, Actor actor) {
        Instant now = clock.instant();
        return directory.maintain(tenant, actor, draft -> restore(draft, lease, now));
    }

    private AppId restore(Draft draft, PasswordCredential lease, Instant now) {
        draft.note("lease the administrator's secret until " + lease.end());
        return Administrator.restore(draft, name, other -> isOfAnother(other, now), lease, now, random);
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
