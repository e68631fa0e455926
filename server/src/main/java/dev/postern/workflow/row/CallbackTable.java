package dev.postern.workflow.row;

import dev.postern.secrets.SecretPlace;
import dev.postern.store.Sql;
import dev.postern.workflow.stored.SecureText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The SQL statements on what services have sent to the callback URLs of actions. It is sealed, because it may contain secrets. */
public record CallbackTable(SecureText texts) {
    private static final String KEY =
            " where tenant_id = ? and workflow_id = ? and run_name = ? and action_name = ? and repetition = ?";

    /** Stores a call for an action that waits for one; returns false if the action does not wait, or has been called. */
    public boolean insert(Sql sql, RunKey run, ActionKey action, JsonNode content, Instant at) {
        ActionRow row = ActionTable.find(sql, run, action);
        if (row == null || row.status().done()) {
            return false;
        }
        return sql.update(
                        "insert into workflow_callback (tenant_id, workflow_id, run_name, action_name, repetition, "
                                + "received_at, content) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        run.workflow().tenant().value(),
                        run.workflow().id(),
                        run.name(),
                        action.name(),
                        action.repetition(),
                        at,
                        texts.seal(place(run, action), content))
                == 1;
    }

    @Nullable
    public JsonNode find(Sql sql, RunKey run, ActionKey action) {
        String content = sql.one(
                "select content from workflow_callback" + KEY,
                row -> row.text(1),
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                action.name(),
                action.repetition());
        return content == null ? null : texts.open(place(run, action), content);
    }

    /** Deletes the calls of a run that has ended. */
    static void drop(Sql sql, RunKey run) {
        sql.update(
                "delete from workflow_callback where tenant_id = ? and workflow_id = ? and run_name = ?",
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name());
    }

    private static SecretPlace place(RunKey run, ActionKey action) {
        return new SecretPlace(
                "workflow_callback",
                "content",
                run.workflow().id() + " " + run.name() + " " + action.name() + " " + action.repetition());
    }
}
