package dev.postern.directory;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.store.Database;
import dev.postern.store.DuplicateKey;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of all tenants. Reads go to an immutable snapshot in memory. A change is made on a draft and committed only if
 * nobody else changed the tenant since ({@code revision} is compared and set), with its audit row in the same transaction; it is
 * in force on this node before {@link #change} returns. Other nodes see it at their next {@link #refresh}, and refuse to answer
 * when they could not refresh for too long. Thread-safe.
 */
public final class Directory {
    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
    private static final int ATTEMPTS = 10;

    private final Database database;
    private final Audit audit;
    private final InstantSource clock;
    private final Duration longestUnconfirmed;
    private final boolean requireScope;
    private final DirectoryRows rows = new DirectoryRows();
    private final Map<TenantId, DirectorySnapshot> snapshots = new ConcurrentHashMap<>();
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Instant confirmed = Instant.MIN;

    /**
     * @param longestUnconfirmed how old the last successful refresh may be before nobody is let in on the snapshot
     * @param requireScope whether grants to applications without any RestrictAccess policy are refused
     */
    public Directory(
            Database database, Audit audit, InstantSource clock, Duration longestUnconfirmed, boolean requireScope) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.longestUnconfirmed = longestUnconfirmed;
        this.requireScope = requireScope;
        refresh();
    }

    /** Reads what other nodes changed. Called once a second, and after every change whose outcome is unknown. */
    public void refresh() {
        refreshing.lock();
        try {
            Instant asked = clock.instant();
            List<DirectoryRows.Revision> revisions = database.read(rows::revisions);
            revisions.forEach(this::bringTo);
            confirmed = asked;
        } finally {
            refreshing.unlock();
        }
    }

    private void bringTo(DirectoryRows.Revision wanted) {
        TenantId id = wanted.tenant().id();
        DirectorySnapshot known = snapshots.get(id);
        if (known != null
                && known.revision() >= wanted.number()
                && known.tenant().equals(wanted.tenant())) {
            return;
        }
        Facts facts = known == null ? Facts.empty() : known.facts().copy();
        long after = known == null ? -1 : known.revision();
        long reached = database.read(sql -> {
            rows.load(sql, id, after, facts);
            return sql.number("select revision from tenant where tenant_id = ?", id.value());
        });
        publish(new DirectorySnapshot(wanted.tenant(), reached, facts, requireScope));
    }

    /** A later snapshot is never replaced by an earlier one. */
    private void publish(DirectorySnapshot snapshot) {
        snapshots.merge(
                snapshot.tenant().id(),
                snapshot,
                (known, fresh) -> fresh.revision() >= known.revision() ? fresh : known);
    }

    /** All tenants. */
    public List<Tenant> tenants() {
        return snapshots.values().stream().map(DirectorySnapshot::tenant).toList();
    }

    /** The tenant of this GUID or accepted domain, or null. */
    public @Nullable Tenant tenant(String guidOrDomain) {
        String wanted = DirectorySnapshot.fold(guidOrDomain);
        return tenants().stream()
                .filter(tenant -> tenant.id().toString().equals(wanted)
                        || tenant.domains().contains(wanted))
                .findFirst()
                .orElse(null);
    }

    /**
     * The current state of a tenant's directory.
     *
     * @throws DirectoryFailure.NotCurrent when it could not be confirmed for too long
     * @throws DirectoryFailure.NotFound when there is no such tenant
     */
    public DirectorySnapshot snapshot(TenantId tenant) {
        Instant oldest = clock.instant().minus(longestUnconfirmed);
        if (confirmed.isBefore(oldest)) {
            throw new DirectoryFailure.NotCurrent(
                    "The directory was last confirmed at " + confirmed + "; is the database reachable?");
        }
        DirectorySnapshot snapshot = snapshots.get(tenant);
        if (snapshot == null) {
            throw new DirectoryFailure.NotFound(tenant.toString());
        }
        return snapshot;
    }

    /**
     * Makes a tenant with the resources that every tenant has, as a whole. When another node was faster with the same domain, that one's
     * tenant is the answer.
     */
    public Tenant createTenant(Tenant tenant, Actor actor) {
        Draft draft = new Draft(new DirectorySnapshot(tenant, 0, Facts.empty(), requireScope), actor, true);
        draft.note("create tenant " + tenant.defaultDomain());
        WellKnownPrincipals.of(tenant).forEach(draft::put);
        try {
            database.write(sql -> {
                rows.insert(sql, tenant);
                return save(sql, draft, actor);
            });
        } catch (DuplicateKey e) {
            refresh();
            Tenant known = tenant(tenant.defaultDomain());
            if (known == null) {
                throw e;
            }
            return known;
        }
        refresh();
        return tenant;
    }

    /**
     * Changes a tenant's directory. The function may run several times, each time on a fresh draft, so it changes nothing but the
     * draft. When this returns, the change is durable and in force here; when it throws, nothing has changed.
     *
     * @throws DirectoryFailure what the function or the draft refuses
     */
    public <T extends @Nullable Object> T change(TenantId tenant, Actor actor, Function<Draft, T> change) {
        return change(tenant, actor, false, change);
    }

    /** As {@link #change}, by the server itself and for what is its own: the built-in administrator and the tenant's resources. */
    public <T extends @Nullable Object> T maintain(TenantId tenant, Function<Draft, T> change) {
        return change(tenant, Actor.server(UUID.randomUUID()), true, change);
    }

    private <T extends @Nullable Object> T change(
            TenantId tenant, Actor actor, boolean maintenance, Function<Draft, T> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Draft draft = new Draft(snapshot(tenant), actor, maintenance);
            T result = change.apply(draft);
            if (draft.isEmpty() || commit(draft, actor)) {
                return result;
            }
            refresh();
        }
        throw new DirectoryFailure.NotCurrent("Too many changes of tenant " + tenant + " at once; try again");
    }

    private boolean commit(Draft draft, Actor actor) {
        DirectorySnapshot before = draft.before();
        List<String> widenings = draft.widenings();
        try {
            boolean won = database.write(sql -> save(sql, draft, actor));
            if (won) {
                widenings.forEach(LOG::warn);
                publish(new DirectorySnapshot(before.tenant(), before.revision() + 1, draft.facts(), requireScope));
            }
            return won;
        } catch (OutcomeUnknown e) {
            refresh();
            throw e;
        }
    }

    /** Writes a draft and its audit row; false when another change came first. */
    private boolean save(Sql sql, Draft draft, Actor actor) {
        DirectorySnapshot before = draft.before();
        TenantId tenant = before.tenant().id();
        if (!rows.advance(sql, tenant, before.revision())) {
            return false;
        }
        rows.save(sql, tenant, before.revision() + 1, draft);
        audit.append(sql, entry(tenant, actor, draft));
        return true;
    }

    private AuditEntry entry(TenantId tenant, Actor actor, Draft draft) {
        return new AuditEntry(
                tenant, null, clock.instant(), actor, "directory", draft.describe(), "changed", null, null, null);
    }
}
