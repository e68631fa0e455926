package dev.postern.directory;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.store.Database;
import dev.postern.store.DuplicateKey;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.Sql;
import dev.postern.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of all tenants. Reads go to an immutable snapshot in memory. A change is made on a draft and committed only if
 * nobody else changed the tenant since ({@code revision} says so), with its audit row in the same transaction; it is
 * in force on this node before {@link #change} returns. Other nodes see it at their next {@link #refresh}, and refuse to answer
 * when they could not refresh for too long. Thread-safe.
 */
public final class Directory {
    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
    /** A change waits for its turn no longer than this; whoever asked for it is still there then. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Database database;
    private final Audit audit;
    private final InstantSource clock;
    private final Duration longestUnconfirmed;
    private final boolean requireScope;
    private final DirectoryRows rows = new DirectoryRows();
    private final Map<TenantId, DirectorySnapshot> snapshots = new ConcurrentHashMap<>();
    private final Map<TenantId, ReentrantLock> changing = new ConcurrentHashMap<>();
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

    /** Reads what other nodes changed. Called several times a second, and after every change whose outcome is unknown. */
    public void refresh() {
        refreshing.lock();
        try {
            Instant asked = clock.instant();
            List<DirectoryRows.Revision> revisions = database.readApart(rows::revisions);
            revisions.forEach(this::bringTo);
            confirmed = asked;
        } finally {
            refreshing.unlock();
        }
    }

    private void bringTo(DirectoryRows.Revision wanted) {
        DirectorySnapshot known = snapshots.get(wanted.tenant());
        if (known == null || known.revision() < wanted.number()) {
            publish(database.readApart(sql -> load(sql, wanted.tenant(), known, rows.revision(sql, wanted.tenant()))));
        }
    }

    /** The directory of a tenant as the transaction sees it, from what is known and what changed since. */
    private DirectorySnapshot load(Sql sql, TenantId tenant, @Nullable DirectorySnapshot known, long revision) {
        if (known != null && known.revision() == revision) {
            return known;
        }
        Facts facts = known == null ? Facts.empty() : known.facts().copy();
        rows.load(sql, tenant, known == null ? -1 : known.revision(), facts);
        Tenant whose = known == null ? rows.tenant(sql, tenant) : known.tenant();
        return new DirectorySnapshot(whose, revision, facts, requireScope);
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
                    "The directory was last up to date at " + confirmed + ". Check whether the database is reachable.");
        }
        return latest(tenant);
    }

    /**
     * What this node knows of a tenant's directory, however old that is. Nobody is let in on it; it is for what the server does by itself.
     *
     * @throws DirectoryFailure.NotFound when there is no such tenant
     */
    public DirectorySnapshot latest(TenantId tenant) {
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
                rows.lock(sql, tenant.id());
                save(sql, draft, actor);
                return true;
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
     * Changes a tenant's directory. Changes of one node wait for each other; one that another node was faster than is made again, the
     * second time with the tenant locked. So the function may run several times, each time on a fresh draft, and changes nothing but
     * the draft. When this returns, the change is durable and in force here; when it throws, nothing has changed.
     *
     * @throws DirectoryFailure what the function or the draft refuses
     * @throws DirectoryFailure.NotCurrent when others changed the tenant for so long that its turn did not come
     * @throws OutcomeUnknown when the database was lost before it said whether the change was made
     */
    public <T extends @Nullable Object> T change(TenantId tenant, Actor actor, Function<Draft, T> change) {
        return make(new Change<>(tenant, actor, false, change));
    }

    /** As {@link #change}, by the server itself and for what is its own: the built-in administrator and the tenant's resources. */
    public <T extends @Nullable Object> T maintain(TenantId tenant, Function<Draft, T> change) {
        return make(new Change<>(tenant, Actor.server(UUID.randomUUID()), true, change));
    }

    /** What is to be changed, by whom. */
    private record Change<T extends @Nullable Object>(
            TenantId tenant, Actor actor, boolean maintenance, Function<Draft, T> function) {
        Draft draft(DirectorySnapshot before) {
            return new Draft(before, actor, maintenance);
        }
    }

    private <T extends @Nullable Object> T make(Change<T> change) {
        ReentrantLock turn = changing.computeIfAbsent(change.tenant(), _ -> new ReentrantLock(true));
        try {
            if (!turn.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DirectoryFailure.NotCurrent(
                        "Too many changes of tenant " + change.tenant() + " at the same time. Try again later.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryFailure.NotCurrent("The server is stopping");
        }
        try {
            Changed<T> made = makeOnKnown(change);
            return made == null ? makeLocked(change) : made.result();
        } catch (OutcomeUnknown e) {
            refreshIfPossible();
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private record Changed<T extends @Nullable Object>(T result) {}

    /** On what is known here; null when another node was faster. The function runs outside of any transaction. */
    private <T extends @Nullable Object> @Nullable Changed<T> makeOnKnown(Change<T> change) {
        TenantId tenant = change.tenant();
        Draft draft = change.draft(latest(tenant));
        T result;
        try {
            result = change.function().apply(draft);
        } catch (DirectoryFailure e) {
            // it may be refused for what is not so any more
            if (database.readApart(sql -> rows.revision(sql, tenant))
                    != draft.before().revision()) {
                return null;
            }
            throw e;
        }
        if (draft.isEmpty()) {
            return new Changed<>(result);
        }
        boolean won = database.write(sql -> {
            if (!rows.advance(sql, tenant, draft.before().revision())) {
                return false;
            }
            save(sql, draft, change.actor());
            return true;
        });
        if (!won) {
            return null;
        }
        inForce(draft);
        return new Changed<>(result);
    }

    /** With the tenant locked in the database from before it is read, so that this attempt is the last. */
    private <T extends @Nullable Object> T makeLocked(Change<T> change) {
        TenantId tenant = change.tenant();
        var result = new AtomicReference<@Nullable Changed<T>>();
        try {
            inForce(database.write(sql -> {
                long revision = rows.lock(sql, tenant);
                Draft draft = change.draft(load(sql, tenant, latest(tenant), revision));
                result.set(new Changed<>(change.function().apply(draft)));
                if (draft.isEmpty()) {
                    throw new NothingChanged();
                }
                save(sql, draft, change.actor());
                return draft;
            }));
        } catch (NothingChanged e) {
            // the lock is gone with the transaction
        }
        return Objects.requireNonNull(result.get()).result();
    }

    private void inForce(Draft draft) {
        List<String> widenings = draft.widenings();
        publish(after(draft));
        widenings.forEach(LOG::warn);
    }

    /** Undoes a transaction in which the tenant was locked for nothing. */
    private static final class NothingChanged extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private DirectorySnapshot after(Draft draft) {
        DirectorySnapshot before = draft.before();
        return new DirectorySnapshot(before.tenant(), before.revision() + 1, draft.facts(), requireScope);
    }

    private void refreshIfPossible() {
        try {
            refresh();
        } catch (StoreException e) {
            LOG.warn("The directory could not be read after a change whose outcome is unknown: {}", e.getMessage());
        }
    }

    /** Writes a draft and its audit row; the tenant has its next revision already. */
    private void save(Sql sql, Draft draft, Actor actor) {
        TenantId tenant = draft.before().tenant().id();
        rows.save(sql, tenant, draft.before().revision() + 1, draft);
        audit.append(sql, entry(tenant, actor, draft));
    }

    private AuditEntry entry(TenantId tenant, Actor actor, Draft draft) {
        return new AuditEntry(
                tenant, null, clock.instant(), actor, "directory", draft.describe(), "changed", null, null, null);
    }
}
