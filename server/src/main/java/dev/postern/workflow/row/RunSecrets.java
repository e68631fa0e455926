package dev.postern.workflow.row;

import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.stored.SecureText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Unmasked values that a run needs while the history has them masked or not at all. They are stored sealed and deleted when the run ends; a
 * response is kept until its caller has fetched it, at most ten minutes, and sealed data of a trigger as long as the run.
 */
public record RunSecrets(SecureText texts) {
    private static final Logger LOG = LoggerFactory.getLogger(RunSecrets.class);
    public static final String TRIGGER = "trigger";
    public static final String RESPONSE = "response";
    private static final String SEALED_TRIGGER = " (part = ? and content like ?)";
    private static final String RUN = " where tenant_id = ? and workflow_id = ? and run_name = ?";

    public static String inputs(ActionKey action) {
        return "inputs" + name(action);
    }

    public static String outputs(ActionKey action) {
        return "outputs" + name(action);
    }

    private static String name(ActionKey action) {
        return (action.repetition().isEmpty() ? "/" : "@" + action.repetition() + "/") + action.name();
    }

    /** Stores a value if the history shows it in another form. */
    public void keep(Sql sql, RunKey run, String part, @Nullable JsonNode value, @Nullable JsonNode shown) {
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
                texts.seal(place(run.workflow().id(), run.name(), part), value));
    }

    /** Returns the unmasked value of a part; null if the history has it as it is. */
    @Nullable
    public JsonNode find(Sql sql, RunKey run, String part) {
        String content = sql.one(
                "select content from workflow_working" + RUN + " and part = ?",
                row -> row.text(1),
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                part);
        return content == null ? null : texts.open(place(run.workflow().id(), run.name(), part), content);
    }

    /** Returns the unmasked values of the actions of one repetition, by part. */
    public Map<String, JsonNode> ofRepetition(Sql sql, RunKey run, String repetition) {
        record Part(String name, String content) {}
        var parts = new HashMap<String, JsonNode>();
        for (String kind : List.of("inputs", "outputs")) {
            String prefix = kind + (repetition.isEmpty() ? "" : "@" + repetition);
            // '0' follows '/'
            sql.list(
                            "select part, content from workflow_working" + RUN + " and part >= ? and part < ?",
                            row -> new Part(row.text(1), row.text(2)),
                            run.workflow().tenant().value(),
                            run.workflow().id(),
                            run.name(),
                            prefix + "/",
                            prefix + "0")
                    .forEach(part -> parts.put(
                            part.name(),
                            texts.open(place(run.workflow().id(), run.name(), part.name()), part.content())));
        }
        return parts;
    }

    /** Returns whether the unmasked value of a part is kept. */
    public boolean isKept(Sql sql, RunKey run, String part) {
        return sql.number(
                        "select count(*) from workflow_working" + RUN + " and part = ?",
                        run.workflow().tenant().value(),
                        run.workflow().id(),
                        run.name(),
                        part)
                > 0;
    }

    /** Returns an action with its unmasked inputs and outputs. */
    public ActionRow whole(Sql sql, RunKey run, ActionRow row) {
        JsonNode inputs = find(sql, run, inputs(row.key()));
        JsonNode outputs = find(sql, run, outputs(row.key()));
        return inputs == null && outputs == null
                ? row
                : row.with(inputs == null ? row.inputs() : inputs, outputs == null ? row.outputs() : outputs);
    }

    private static SecretPlace place(UUID workflow, String run, String part) {
        return new SecretPlace("workflow_working", "content", workflow + " " + run + " " + part);
    }

    private record Stored(UUID tenant, UUID workflow, String run, String part) {}

    /** Seals values with the current key that are not sealed or are sealed with a previous key. Returns how many were not sealed. */
    public static int seal(Database database, Sealer sealer) {
        SecureText texts = SecureText.of(database, sealer);
        List<Stored> all = database.read(sql -> sql.list(
                "select tenant_id, workflow_id, run_name, part from workflow_working",
                row -> new Stored(row.uuid(1), row.uuid(2), row.text(3), row.text(4))));
        int open = 0;
        for (Stored one : all) {
            try {
                open += seal(database, texts, one);
            } catch (SecretUnreadable e) {
                LOG.error("A value of run {} was not changed: {}", one.run(), e.getMessage());
            }
        }
        return open;
    }

    private static int seal(Database database, SecureText texts, Stored one) {
        SecretPlace place = place(one.workflow(), one.run(), one.part());
        String key = RUN + " and part = ?";
        return database.write(sql -> {
            String before = sql.one(
                    "select content from workflow_working" + key,
                    row -> row.text(1),
                    one.tenant(),
                    one.workflow(),
                    one.run(),
                    one.part());
            if (before == null || !texts.isOutdated(before, true)) {
                return 0;
            }
            int changed = sql.update(
                    "update workflow_working set content = ?" + key,
                    texts.seal(place, texts.open(place, before)),
                    one.tenant(),
                    one.workflow(),
                    one.run(),
                    one.part());
            return SecureText.isSealed(before) ? 0 : changed;
        });
    }

    public static void drop(Sql sql, RunKey run, String part) {
        sql.update(
                "delete from workflow_working" + RUN + " and part = ?",
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                part);
    }

    /** Deletes what an ended run does not need. The data of its trigger are kept if they are sealed, so that it can be resubmitted. */
    static void dropAtEnd(Sql sql, RunKey run) {
        sql.update(
                "delete from workflow_working" + RUN + " and part <> ? and not" + SEALED_TRIGGER,
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                RESPONSE,
                TRIGGER,
                SecureText.MARK + "%");
    }

    /** Deletes responses of all tenants that no caller has fetched. */
    public static int forget(Sql sql, Instant endedBefore) {
        return sql.update(
                "delete from workflow_working where exists (select 1 from workflow_run r where r.tenant_id ="
                    + " workflow_working.tenant_id and r.workflow_id = workflow_working.workflow_id and r.run_name ="
                    + " workflow_working.run_name and r.ended_at is not null and r.ended_at < ?) and not"
                        + SEALED_TRIGGER,
                endedBefore,
                TRIGGER,
                SecureText.MARK + "%");
    }
}
