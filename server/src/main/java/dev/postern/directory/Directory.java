package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.persistent.WorkListener;
import dev.postern.store.Database;
import dev.postern.store.DuplicateKey;
import dev.postern.store.OutcomeUnknown;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The directory of all tenants. Reads use an immutable snapshot in memory. A change is prepared on a draft and committed only if
 * no other node changed the tenant since ({@code revision} says so), with its audit row in the same transaction; it is
 * in force on this node before {@link #change} returns. Other nodes see it at their next {@link #refresh}, and refuse every request
 * when they could not refresh for too long. Thread-safe.
 */
public final class Directory {
    private final Database database;
    private final DirectoryRows rows = new DirectoryRows();
    private final CurrentSnapshots current;
    private final DirectoryChanges changes;

    /**
     * @param maxUnconfirmed how old the last successful refresh may be before every request is refused
     * @param requireScope whether grants to applications without any RestrictAccess policy are refused
     * @param maxWeight estimated bytes of memory that the directories of all tenants may need; changes beyond it are refused
     */
    public Directory(
            Database database,
            Audit audit,
            InstantSource clock,
            Duration maxUnconfirmed,
            boolean requireScope,
            long maxWeight) {
        this(database, audit, clock, maxUnconfirmed, requireScope, maxWeight, WorkListener.NONE);
    }

    /** @param work counts what the snapshots' maps copy and visit */
    Directory(
            Database database,
            Audit audit,
            InstantSource clock,
            Duration maxUnconfirmed,
            boolean requireScope,
            long maxWeight,
            WorkListener work) {
        this.database = database;
        this.current = new CurrentSnapshots(database, rows, clock, maxUnconfirmed, requireScope, work);
        this.changes = new DirectoryChanges(database, rows, audit, clock, current, maxWeight);
        refresh();
    }

    /** Reads what other nodes changed. Called several times a second, and after every change whose outcome is unknown. */
    public void refresh() {
        current.refresh();
    }

    /** How many bytes of memory the directories of all tenants may still need, see the constructor. */
    public long freeWeight() {
        return Math.max(0, changes.maxWeight() - current.weight());
    }

    /** All tenants. */
    public List<Tenant> tenants() {
        return current.tenants();
    }

    /** The tenant of this GUID or accepted domain, or null. */
    public @Nullable Tenant tenant(String guidOrDomain) {
        return current.tenant(guidOrDomain);
    }

    /**
     * The current state of a tenant's directory.
     *
     * @throws DirectoryFailure.NotCurrent when it could not be confirmed for too long
     * @throws DirectoryFailure.NotFound when there is no such tenant
     */
    public DirectorySnapshot snapshot(TenantId tenant) {
        return current.confirmed(tenant);
    }

    /**
     * What this node knows of a tenant's directory, however old that is. It is for the server's own work; no request is decided
     * on it.
     *
     * @throws DirectoryFailure.NotFound when there is no such tenant
     */
    public DirectorySnapshot latest(TenantId tenant) {
        return current.latest(tenant);
    }

    /** The changes of a tenant's directory, for programs that follow it. */
    public DirectoryDelta delta(TenantId tenant) {
        return new DirectoryDelta(database, tenant);
    }

    /**
     * Creates a tenant with the resources that every tenant has, in one transaction. If another node created one with the same domain
     * first, returns
     * that node's tenant.
     */
    public Tenant createTenant(Tenant tenant, Actor actor) {
        Draft draft = new Draft(current.empty(tenant), actor, true);
        draft.note("create tenant " + tenant.defaultDomain());
        WellKnownPrincipals.of(tenant, Map.of()).forEach(draft::put);
        try {
            database.write(sql -> {
                rows.insert(sql, tenant);
                rows.lock(sql, tenant.id());
                changes.save(sql, draft, actor);
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
     * Creates a tenant with a content, in one transaction: it exists as a whole or not at all. The functions run outside of the transaction.
     *
     * @param resources the object ids of some of the resources that every tenant has
     * @param content puts the content; as for a change by the actor, it cannot put what belongs to the server
     * @param own puts what belongs to the server: the built-in administrator
     * @throws DirectoryFailure.AlreadyExists if another tenant has one of the domains
     * @throws DirectoryFailure.QuotaExceeded if the directories of all tenants would need too much memory
     */
    public <T> T createTenant(
            Tenant tenant,
            Map<AppId, ObjectId> resources,
            Actor actor,
            Consumer<Draft> content,
            Function<Draft, T> own) {
        checkDomains(tenant);
        Draft created = new Draft(current.empty(tenant), actor, true);
        created.note("create tenant " + tenant.defaultDomain());
        WellKnownPrincipals.of(tenant, resources).forEach(created::put);
        Draft filled = new Draft(created.after(), actor, false);
        content.accept(filled);
        Draft administered = new Draft(filled.after(), actor, true);
        T result = own.apply(administered);
        changes.create(tenant, List.of(created, filled, administered), actor);
        return result;
    }

    private void checkDomains(Tenant tenant) {
        tenant.domains().stream()
                .filter(domain -> tenant(domain) != null)
                .findFirst()
                .ifPresent(domain -> {
                    throw new DirectoryFailure.AlreadyExists("domain", domain);
                });
    }

    /**
     * Changes a tenant's directory. Changes of one node are serialised. If another node changed the tenant first, the change is
     * repeated with the tenant locked. So the function may run several times, each time on a new draft, and must change only
     * the draft. When this returns, the change is durable and in force here; when it throws, nothing has changed.
     *
     * @throws DirectoryFailure what the function or the draft refuses
     * @throws DirectoryFailure.NotCurrent when it waited too long for other changes of the tenant
     * @throws OutcomeUnknown when the connection to the database was lost before the outcome was known
     */
    public <T extends @Nullable Object> T change(TenantId tenant, Actor actor, Function<Draft, T> change) {
        return changes.make(new DirectoryChanges.Change<>(tenant, actor, false, change));
    }

    /** As {@link #change}, for changes by the server to its own objects: the built-in administrator and the tenant's resources. */
    public <T extends @Nullable Object> T maintain(TenantId tenant, Function<Draft, T> change) {
        return maintain(tenant, Actor.server(UUID.randomUUID()), change);
    }

    /** As {@link #maintain(TenantId, Function)}, when a caller requested it. */
    public <T extends @Nullable Object> T maintain(TenantId tenant, Actor actor, Function<Draft, T> change) {
        return changes.make(new DirectoryChanges.Change<>(tenant, actor, true, change));
    }
}
