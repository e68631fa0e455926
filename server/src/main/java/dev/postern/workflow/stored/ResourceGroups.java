package dev.postern.workflow.stored;

import dev.postern.access.TenantId;
import dev.postern.audit.PendingEntry;
import dev.postern.query.Folding;
import dev.postern.store.Database;
import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Resource groups that a caller created. Other groups exist only while a resource is in them. Thread-safe. */
public final class ResourceGroups {
    private static final int MAX_GROUPS = 1_000;

    private final Database database;

    public ResourceGroups(Database database) {
        this.database = database;
    }

    /**
     * A resource group.
     *
     * @param resource its location and tags
     */
    public record ResourceGroup(String subscription, String name, JsonNode resource) {
        String folded() {
            return Folding.lower(subscription + "/" + name);
        }
    }

    /** The tenant has as many groups as it may have. */
    public static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMany() {
            super("The tenant has " + MAX_GROUPS + " resource groups. No more can be created.");
        }
    }

    public List<ResourceGroup> list(TenantId tenant) {
        return database.read(sql -> sql.list(
                "select subscription, name, resource from resource_group where tenant_id = ? order by path",
                row -> new ResourceGroup(row.text(1), row.text(2), JsonValues.parse(row.text(3))),
                tenant.value()));
    }

    /** Creates a group, or replaces the location and tags of an existing one. */
    public void save(TenantId tenant, ResourceGroup group, PendingEntry entry) {
        entry.write(database, sql -> {
            sql.update(
                    "insert into resource_group (tenant_id, path, subscription, name, resource) values (?, ?, ?, ?, ?)"
                            + " on conflict (tenant_id, path) do update set resource = excluded.resource",
                    tenant.value(),
                    group.folded(),
                    group.subscription(),
                    group.name(),
                    group.resource().toString());
            if (sql.number("select count(*) from resource_group where tenant_id = ?", tenant.value()) > MAX_GROUPS) {
                throw new TooMany();
            }
            return true;
        });
    }

    /** Deletes what is stored about a group. */
    public void delete(TenantId tenant, String subscription, String name, PendingEntry entry) {
        entry.write(
                database,
                sql -> sql.update(
                        "delete from resource_group where tenant_id = ? and path = ?",
                        tenant.value(),
                        new ResourceGroup(subscription, name, JsonValues.nothing()).folded()));
    }
}
