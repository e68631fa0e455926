package dev.postern.workflow.stored;

import dev.postern.access.TenantId;
import dev.postern.query.Folding;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.WorkflowIdentity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL statements on workflows and their versions. */
public final class WorkflowTable {
    private static final String SELECT = "select " + WorkflowRow.COLUMNS + " from workflow where tenant_id = ? and ";

    private WorkflowTable() {}

    public static @Nullable WorkflowRow find(Sql sql, TenantId tenant, WorkflowPath path) {
        return sql.one(SELECT + "path = ?", WorkflowRow::read, tenant.value(), path.folded());
    }

    public static @Nullable WorkflowRow find(Sql sql, WorkflowKey key) {
        return sql.one(
                SELECT + "workflow_id = ?", WorkflowRow::read, key.tenant().value(), key.id());
    }

    /** Finds a workflow by id alone: a callback URL contains no tenant, and its signature authorizes the call. */
    public static @Nullable WorkflowRow find(Sql sql, UUID id) {
        return sql.one("select " + WorkflowRow.COLUMNS + " from workflow where workflow_id = ?", WorkflowRow::read, id);
    }

    /** Lists all workflows of a subscription, or of one resource group. */
    public static List<WorkflowRow> list(Sql sql, TenantId tenant, String subscription, @Nullable String group) {
        String prefix = Folding.lower((subscription + "/" + (group == null ? "" : group + "/")));
        return sql.list(
                SELECT + "path >= ? and path < ? order by path",
                WorkflowRow::read,
                tenant.value(),
                prefix,
                prefix.substring(0, prefix.length() - 1) + "0");
    }

    /** Lists all workflows of a tenant. */
    public static List<WorkflowRow> list(Sql sql, TenantId tenant) {
        return sql.list(
                "select " + WorkflowRow.COLUMNS + " from workflow where tenant_id = ? order by path",
                WorkflowRow::read,
                tenant.value());
    }

    public static long count(Sql sql, TenantId tenant) {
        return sql.number("select count(*) from workflow where tenant_id = ?", tenant.value());
    }

    public static void insert(Sql sql, WorkflowRow row) {
        WorkflowIdentity identity = row.identity();
        sql.update(
                "insert into workflow (" + WorkflowRow.COLUMNS
                        + ", path) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.key().tenant().value(),
                row.key().id(),
                row.path().subscription(),
                row.path().group(),
                row.path().name(),
                row.enabled() ? "Enabled" : "Disabled",
                row.version(),
                row.created(),
                row.changed(),
                identity == null ? null : identity.principalId().value(),
                identity == null ? null : identity.appId().value(),
                row.keys().primary(),
                row.keys().secondary(),
                row.resource().toString(),
                user(row),
                row.path().folded());
    }

    public static void update(Sql sql, WorkflowRow row) {
        WorkflowIdentity identity = row.identity();
        sql.update(
                "update workflow set state = ?, version = ?, changed_at = ?, principal_id = ?, app_id = ?, "
                        + "resource = ?, user_identity = ? where tenant_id = ? and workflow_id = ?",
                row.enabled() ? "Enabled" : "Disabled",
                row.version(),
                row.changed(),
                identity == null ? null : identity.principalId().value(),
                identity == null ? null : identity.appId().value(),
                row.resource().toString(),
                user(row),
                row.key().tenant().value(),
                row.key().id());
    }

    private static @Nullable String user(WorkflowRow row) {
        IdentityPath path = row.userIdentity();
        return path == null ? null : path.armId();
    }

    /** Stores the path of a workflow that has moved. */
    public static void move(Sql sql, WorkflowRow row) {
        sql.update(
                "update workflow set path = ?, subscription = ?, resource_group = ?, name = ?, changed_at = ?"
                        + " where tenant_id = ? and workflow_id = ?",
                row.path().folded(),
                row.path().subscription(),
                row.path().group(),
                row.path().name(),
                row.changed(),
                row.key().tenant().value(),
                row.key().id());
    }

    public static void delete(Sql sql, WorkflowKey key) {
        sql.update(
                "delete from workflow where tenant_id = ? and workflow_id = ?",
                key.tenant().value(),
                key.id());
    }

    public static void insertVersion(Sql sql, SecureText texts, WorkflowKey key, VersionRow row) {
        boolean secure = SecureText.isSecure(row.definition());
        sql.update(
                "insert into workflow_version (tenant_id, workflow_id, version, created_at, definition, parameters) "
                        + "values (?, ?, ?, ?, ?, ?)",
                key.tenant().value(),
                key.id(),
                row.version(),
                row.created(),
                texts.write(key.id(), row.version(), "definition", row.definition(), secure),
                texts.write(key.id(), row.version(), "parameters", row.parameters(), secure));
    }

    public static List<VersionRow> versions(Sql sql, SecureText texts, WorkflowKey key) {
        return sql.list(
                "select version, created_at, definition, parameters from workflow_version "
                        + "where tenant_id = ? and workflow_id = ? order by version",
                row -> version(texts, key, row),
                key.tenant().value(),
                key.id());
    }

    public static @Nullable VersionRow version(Sql sql, SecureText texts, WorkflowKey key, String version) {
        return sql.one(
                "select version, created_at, definition, parameters from workflow_version "
                        + "where tenant_id = ? and workflow_id = ? and version = ?",
                row -> version(texts, key, row),
                key.tenant().value(),
                key.id(),
                version);
    }

    private static VersionRow version(SecureText texts, WorkflowKey key, Row row) {
        String version = row.text(1);
        return new VersionRow(
                version,
                row.time(2),
                texts.read(key.id(), version, "definition", row.text(3)),
                texts.read(key.id(), version, "parameters", row.text(4)));
    }

    /** Deletes versions that no run needs, except the current one. */
    public static int forgetVersions(Sql sql, Instant before) {
        return sql.update(
                "delete from workflow_version where created_at < ? and not exists (select 1 from workflow w "
                        + "where w.tenant_id = workflow_version.tenant_id and w.workflow_id = "
                        + "workflow_version.workflow_id and w.version = workflow_version.version) "
                        + "and not exists (select 1 from workflow_run r where r.tenant_id = "
                        + "workflow_version.tenant_id and r.workflow_id = workflow_version.workflow_id "
                        + "and r.version = workflow_version.version)",
                before);
    }
}
