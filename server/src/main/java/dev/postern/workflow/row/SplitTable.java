package dev.postern.workflow.row;

import dev.postern.access.TenantId;
import dev.postern.secrets.SecretPlace;
import dev.postern.store.Sql;
import dev.postern.workflow.stored.SecureText;
import dev.postern.workflow.stored.WorkflowKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The SQL statements on arrays whose items have not all started. Contents are sealed. */
public record SplitTable(SecureText texts) {
    /** The place of what the items have in common. */
    public static final int COMMON = -1;

    private static final String ARRAY = " where tenant_id = ? and workflow_id = ? and history_name = ?";

    public record Pending(WorkflowKey key, String history) {}

    public void insert(Sql sql, WorkflowKey key, String history, int first, JsonNode content) {
        sql.update(
                "insert into workflow_split (tenant_id, workflow_id, history_name, first_item, content) "
                        + "values (?, ?, ?, ?, ?)",
                key.tenant().value(),
                key.id(),
                history,
                first,
                texts.seal(place(key, history, first), content));
    }

    @Nullable
    public JsonNode find(Sql sql, WorkflowKey key, String history, int first) {
        String content = sql.one(
                "select content from workflow_split" + ARRAY + " and first_item = ?",
                row -> row.text(1),
                key.tenant().value(),
                key.id(),
                history,
                first);
        return content == null ? null : texts.open(place(key, history, first), content);
    }

    /** Deletes a piece and returns its items; null if another node has taken it. */
    @Nullable
    public JsonNode take(Sql sql, WorkflowKey key, String history, int first) {
        String content = sql.one(
                "delete from workflow_split" + ARRAY + " and first_item = ? returning content",
                row -> row.text(1),
                key.tenant().value(),
                key.id(),
                history,
                first);
        return content == null ? null : texts.open(place(key, history, first), content);
    }

    /** Returns the first item of the next piece, or null if none is left. */
    public static @Nullable Integer first(Sql sql, WorkflowKey key, String history) {
        return sql.one(
                "select first_item from workflow_split" + ARRAY + " and first_item >= 0 order by first_item limit 1",
                row -> row.count(1),
                key.tenant().value(),
                key.id(),
                history);
    }

    public static int drop(Sql sql, WorkflowKey key, String history) {
        return sql.update("delete from workflow_split" + ARRAY, key.tenant().value(), key.id(), history);
    }

    /** Lists the arrays of all tenants. Used at start and by the sweep. */
    public static List<Pending> pending(Sql sql) {
        return sql.list(
                "select tenant_id, workflow_id, history_name from workflow_split where first_item = " + COMMON,
                row -> new Pending(new WorkflowKey(new TenantId(row.uuid(1)), row.uuid(2)), row.text(3)));
    }

    public static SecretPlace place(WorkflowKey key, String history, long first) {
        return new SecretPlace("workflow_split", "content", key.id() + " " + history + " " + first);
    }
}
