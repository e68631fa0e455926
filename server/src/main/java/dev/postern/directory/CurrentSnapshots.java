package dev.postern.directory;

import dev.postern.access.TenantId;
import dev.postern.persistent.WorkListener;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest snapshot of each tenant that this node knows, and when the database last confirmed that there was no newer one.
 * Thread-safe.
 */
final class CurrentSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentSnapshots.class);

    private final Database database;
    private final DirectoryRows rows;
    private final InstantSource clock;
    private final Duration maxUnconfirmed;
    private final boolean requireScope;
    private final WorkListener work;
    private final Map<TenantId, DirectorySnapshot> snapshots = new ConcurrentHashMap<>();
    /** The weight of all snapshots together. */
    private final AtomicLong weight = new AtomicLong();
    /** By id and by each domain; neither of them changes. */
    private final Map<String, Tenant> names = new ConcurrentHashMap<>();

    private final ReentrantLock refreshing = new ReentrantLock();
    private DirectoryRows.Total seen = DirectoryRows.Total.UNKNOWN;
    private volatile Instant confirmed = Instant.MIN;

    CurrentSnapshots(
            Database database,
            DirectoryRows rows,
            InstantSource clock,
            Duration maxUnconfirmed,
            boolean requireScope,
            WorkListener work) {
        this.database = database;
        this.rows = rows;
        this.clock = clock;
        this.maxUnconfirmed = maxUnconfirmed;
        this.requireScope = requireScope;
        this.work = work;
    }

    /** Reads what other nodes changed: one row if nothing has changed, otherwise also the changed rows of the changed tenants. */
    void refresh() {
        record Look(DirectoryRows.Total total, List<DirectoryRows.Revision> revisions) {}

        refreshing.lock();
        try {
            Instant asked = clock.instant();
            Look look = database.readApart(sql -> {
                DirectoryRows.Total total = rows.total(sql);
                return new Look(total, total.equals(seen) ? List.of() : rows.revisions(sql));
            });
            look.revisions().forEach(this::bringTo);
            seen = look.total();
            confirmed = asked;
        } finally {
            refreshing.unlock();
        }
    }

    /** An estimate of the bytes of memory that the directories of all tenants need. */
    long weight() {
        return weight.get();
    }

    void refreshIfPossible() {
        try {
            refresh();
        } catch (StoreException e) {
            LOG.warn("The directory could not be read after a change whose outcome is unknown: {}", e.getMessage());
        }
    }

    private void bringTo(DirectoryRows.Revision wanted) {
        DirectorySnapshot known = snapshots.get(wanted.tenant());
        if (known == null || known.revision() < wanted.number()) {
            publish(database.readApart(sql -> load(sql, wanted.tenant(), known, rows.revision(sql, wanted.tenant()))));
        }
    }

    /** The directory of a tenant as the transaction sees it, from what is known and what changed since. */
    DirectorySnapshot load(Sql sql, TenantId tenant, @Nullable DirectorySnapshot known, long revision) {
        if (known == null) {
            DirectorySnapshot empty = empty(rows.tenant(sql, tenant));
            Facts facts = empty.facts().copy();
            rows.load(sql, tenant, -1, facts);
            return empty.first(revision, facts);
        }
        if (known.revision() == revision) {
            return known;
        }
        Facts facts = known.facts().copy();
        Touched touched = rows.load(sql, tenant, known.revision(), facts);
        return known.next(revision, facts, touched);
    }

    DirectorySnapshot empty(Tenant tenant) {
        return DirectorySnapshot.empty(tenant, requireScope, work);
    }

    /** A later snapshot is never replaced by an earlier one. */
    void publish(DirectorySnapshot snapshot) {
        Tenant tenant = snapshot.tenant();
        boolean known = snapshots.containsKey(tenant.id());
        snapshots.compute(tenant.id(), (_, current) -> {
            if (current != null && snapshot.revision() < current.revision()) {
                return current;
            }
            weight.addAndGet(snapshot.facts().weight()
                    - (current == null ? 0 : current.facts().weight()));
            return snapshot;
        });
        if (!known) {
            names.put(tenant.id().toString(), tenant);
            tenant.domains().forEach(domain -> names.put(domain, tenant));
        }
    }

    List<Tenant> tenants() {
        return snapshots.values().stream().map(DirectorySnapshot::tenant).toList();
    }

    @Nullable
    Tenant tenant(String guidOrDomain) {
        return names.get(DirectorySnapshot.fold(guidOrDomain));
    }

    /** @throws DirectoryFailure.NotCurrent when it could not be confirmed for too long */
    DirectorySnapshot confirmed(TenantId tenant) {
        Instant oldest = clock.instant().minus(maxUnconfirmed);
        if (confirmed.isBefore(oldest)) {
            throw new DirectoryFailure.NotCurrent(
                    "The directory was last up to date at " + confirmed + ". Check whether the database is reachable.");
        }
        return latest(tenant);
    }

    DirectorySnapshot latest(TenantId tenant) {
        DirectorySnapshot snapshot = snapshots.get(tenant);
        if (snapshot == null) {
            throw new DirectoryFailure.NotFound(tenant.toString());
        }
        return snapshot;
    }
}
