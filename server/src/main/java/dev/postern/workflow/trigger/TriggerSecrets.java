package dev.postern.workflow.trigger;

import dev.postern.access.TenantId;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.row.SplitTable;
import dev.postern.workflow.stored.SecureText;
import dev.postern.workflow.stored.WorkflowKey;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals what triggers store again when the encryption key changes: items of arrays, and calls that end subscriptions. */
public final class TriggerSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerSecrets.class);
    private static final String SPLIT =
            " where tenant_id = ? and workflow_id = ? and history_name = ? and first_item = ?";
    private static final String SUBSCRIPTION = " where tenant_id = ? and workflow_id = ? and subscription_id = ?";

    private TriggerSecrets() {}

    private record Stored(SecretPlace place, String table, String column, String where, List<Object> key) {}

    /** Returns how many were not sealed. */
    public static int seal(Database database, Sealer sealer) {
        SecureText texts = SecureText.of(database, sealer);
        int open = 0;
        for (Stored one : database.read(TriggerSecrets::splits)) {
            open += seal(database, texts, one);
        }
        for (Stored one : database.read(TriggerSecrets::subscriptions)) {
            open += seal(database, texts, one);
        }
        return open;
    }

    private static List<Stored> splits(Sql sql) {
        return sql.list("select tenant_id, workflow_id, history_name, first_item from workflow_split", row -> {
            var key = new WorkflowKey(new TenantId(row.uuid(1)), row.uuid(2));
            return new Stored(
                    SplitTable.place(key, row.text(3), row.number(4)),
                    "workflow_split",
                    "content",
                    SPLIT,
                    List.of(row.uuid(1), row.uuid(2), row.text(3), row.number(4)));
        });
    }

    private static List<Stored> subscriptions(Sql sql) {
        return sql.list(
                "select tenant_id, workflow_id, subscription_id from workflow_subscription "
                        + "where unsubscribe is not null",
                row -> new Stored(
                        Subscriptions.place(row.uuid(2), row.uuid(3)),
                        "workflow_subscription",
                        "unsubscribe",
                        SUBSCRIPTION,
                        List.of(row.uuid(1), row.uuid(2), row.uuid(3))));
    }

    private static int seal(Database database, SecureText texts, Stored one) {
        try {
            return database.write(sql -> {
                String before = sql.one(
                        "select " + one.column() + " from " + one.table() + one.where() + " and " + one.column()
                                + " is not null",
                        row -> row.text(1),
                        one.key().toArray());
                if (before == null || !texts.isOutdated(before, true)) {
                    return 0;
                }
                var values = new ArrayList<Object>();
                values.add(texts.seal(one.place(), texts.open(one.place(), before)));
                values.addAll(one.key());
                int changed = sql.update(
                        "update " + one.table() + " set " + one.column() + " = ?" + one.where(), values.toArray());
                return SecureText.isSealed(before) ? 0 : changed;
            });
        } catch (SecretUnreadable e) {
            LOG.error("A value in {} was not changed: {}", one.table(), e.getMessage());
            return 0;
        }
    }
}
