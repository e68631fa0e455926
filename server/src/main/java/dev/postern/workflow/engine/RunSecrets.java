package dev.postern.workflow.engine;

import dev.postern.store.Sql;
import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a run needs as it is while the history has it masked or not at all. Goes when the run ends; only an answer stays a little, for the caller
 * who waits for it.
 */
final class RunSecrets {
    static final String TRIGGER = "trigger";
    static final String RESPONSE = "response";
    private static final String RUN = " where tenant_id = ? and workflow_id = ? and run_name = ?";

    private RunSecrets() {}

    static String inputs(String action) {
        return "inputs/" + action;
    }

    static String outputs(String action) {
        return "outputs/" + action;
    }

    /** Keeps a value if the history has another form of it. */
    static void keep(Sql sql, RunKey run, String part, @Nullable JsonNode value, @Nullable JsonNode shown) {
        if (value == null || value.equals(shown)) {
            return;
        }
        sql.update(
                "insert into workflow_working (tenant_id, workflow_id, run_name, part, content) values (?, ?, ?, ?, ?) "
                        + "on conflict (tenant_id, workflow_id, run_name, part) do nothing",
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                part,
                value.toString());
    }

    static Map<String, JsonNode> all(Sql sql, RunKey run) {
        record Part(String name, String content) {}
        var parts = new HashMap<String, JsonNode>();
        sql.list(
                        "select part, content from workflow_working" + RUN,
                        row -> new Part(row.text(1), row.text(2)),
                        run.workflow().tenant().value(),
                        run.workflow().id(),
                        run.name())
                .forEach(part -> parts.put(part.name(), JsonValues.parse(part.content())));
        return parts;
    }

    static void drop(Sql sql, RunKey run, String part) {
        sql.update(
                "delete from workflow_working" + RUN + " and part = ?",
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                part);
    }

    static void dropAllButResponse(Sql sql, RunKey run) {
        sql.update(
                "delete from workflow_working" + RUN + " and part <> ?",
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                RESPONSE);
    }

    /** Answers that nobody has come for, over all tenants. */
    static int forget(Sql sql, Instant endedBefore) {
        return sql.update(
                "delete from workflow_working where exists (select 1 from workflow_run r where r.tenant_id = "
                        + "workflow_working.tenant_id and r.workflow_id = workflow_working.workflow_id and "
                        + "r.run_name = workflow_working.run_name and r.ended_at is not null and r.ended_at < ?)",
                endedBefore);
    }
}
