package dev.postern.workflow.identity;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.PendingEntry;
import dev.postern.store.Database;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.identity.WorkflowIdentities.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * User-assigned identities. The service principal is the identity; the database adds location and tags. The directory commits its part
 * with an entry of its own, so a crash in between leaves an identity without tags, or a row that belongs to nothing. Thread-safe.
 */
public final class UserIdentities {
    private static final int MAX_IDENTITIES = 1_000;

    private final Database database;
    private final WorkflowIdentities identities;
    // One change at a time, so that two callers do not create the same identity.
    private final ReentrantLock changing = new ReentrantLock();

    public UserIdentities(Database database, WorkflowIdentities identities) {
        this.database = database;
        this.identities = identities;
    }

    /** A saved identity, and whether it is new. */
    public record Saved(UserIdentity identity, boolean created) {}

    /** The tenant has as many identities as it may have. */
    public static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMany() {
            super("The tenant has " + MAX_IDENTITIES + " user-assigned identities. No more can be created.");
        }
    }

    public Optional<UserIdentity> find(TenantId tenant, IdentityPath path) {
        return list(tenant).stream()
                .filter(one -> one.path().folded().equals(path.folded()))
                .findFirst();
    }

    /** Lists the identities in the order of their ids. */
    public List<UserIdentity> list(TenantId tenant) {
        Map<ObjectId, JsonNode> resources = resources(tenant);
        return identities.userAssigned(tenant).entrySet().stream()
                .map(entry -> new UserIdentity(
                        entry.getKey(),
                        entry.getValue(),
                        resources.getOrDefault(entry.getValue().principalId(), JsonValues.object())))
                .sorted(Comparator.comparing(one -> one.path().folded()))
                .toList();
    }

    private Map<ObjectId, JsonNode> resources(TenantId tenant) {
        var found = new HashMap<ObjectId, JsonNode>();
        record Stored(ObjectId principal, JsonNode resource) {}
        database.read(sql -> sql.list(
                        "select principal_id, resource from user_identity where tenant_id = ?",
                        row -> new Stored(new ObjectId(row.uuid(1)), JsonValues.parse(row.text(2))),
                        tenant.value()))
                .forEach(one -> found.put(one.principal(), one.resource()));
        return found;
    }

    /** Creates an identity, or replaces the location and tags of an existing one. */
    public Saved save(TenantId tenant, IdentityPath path, JsonNode resource, PendingEntry entry) {
        changing.lock();
        try {
            List<UserIdentity> all = list(tenant);
            Optional<UserIdentity> old = all.stream()
                    .filter(one -> one.path().folded().equals(path.folded()))
                    .findFirst();
            if (old.isEmpty() && all.size() >= MAX_IDENTITIES) {
                throw new TooMany();
            }
            UserIdentity saved = old.map(one -> new UserIdentity(one.path(), one.identity(), resource))
                    .orElseGet(() -> new UserIdentity(
                            path,
                            identities.create(tenant, Kind.USER_ASSIGNED, path.name(), path.armId(), entry.actor()),
                            resource));
            entry.write(
                    database,
                    sql -> sql.update(
                            "insert into user_identity (tenant_id, principal_id, resource) values (?, ?, ?) on"
                                    + " conflict (tenant_id, principal_id) do update set resource = excluded.resource",
                            tenant.value(),
                            saved.identity().principalId().value(),
                            resource.toString()));
            return new Saved(saved, old.isEmpty());
        } finally {
            changing.unlock();
        }
    }

    /** Deletes an identity; returns false if there is none. Workflows that use it keep its id, and their calls fail. */
    public boolean delete(TenantId tenant, IdentityPath path, PendingEntry entry) {
        changing.lock();
        try {
            Optional<UserIdentity> found = find(tenant, path);
            found.ifPresent(one -> {
                ObjectId principal = one.identity().principalId();
                identities.remove(tenant, principal, entry.actor());
                int _ = entry.write(
                        database,
                        sql -> sql.update(
                                "delete from user_identity where tenant_id = ? and principal_id = ?",
                                tenant.value(),
                                principal.value()));
            });
            return found.isPresent();
        } finally {
            changing.unlock();
        }
    }
}
