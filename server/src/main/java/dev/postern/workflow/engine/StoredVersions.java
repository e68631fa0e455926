package dev.postern.workflow.engine;

import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.stored.SecureText;
import dev.postern.workflow.trigger.TriggerSecrets;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Seals stored versions of workflows with secure parameters, and the secrets of their runs and triggers, at start and when the encryption key changes. */
public final class StoredVersions {
    private static final Logger LOG = LoggerFactory.getLogger(StoredVersions.class);

    private StoredVersions() {}

    private record Stored(UUID tenant, UUID workflow, String version) {}

    private record Texts(String definition, String parameters) {}

    /** Returns how many were not sealed. Only one version at a time is in memory, each in its own transaction. */
    public static int seal(Database database, Sealer sealer) {
        SecureText secure = SecureText.of(database, sealer);
        List<Stored> all = database.read(sql -> sql.list(
                "select tenant_id, workflow_id, version from workflow_version",
                row -> new Stored(row.uuid(1), row.uuid(2), row.text(3))));
        int open = 0;
        for (Stored one : all) {
            try {
                open += seal(database, secure, one);
            } catch (SecretUnreadable e) {
                LOG.error("Version {} of workflow {} was not changed", one.version(), one.workflow(), e);
            }
        }
        return open + RunSecrets.seal(database, sealer) + TriggerSecrets.seal(database, sealer);
    }

    /** Returns name and tenant of the workflows whose current version is sealed with a missing key. */
    public static List<String> unreadable(Database database, Sealer sealer) {
        SecureText secure = SecureText.of(database, sealer);
        record Version(String name, String tenant, String text) {}
        return database
                .read(sql -> sql.list(
                        "select w.name, w.tenant_id, substr(v.definition, 1, " + SecureText.MAX_PREFIX_LENGTH
                                + ") from workflow w join workflow_version v on v.tenant_id = w.tenant_id and"
                                + " v.workflow_id = w.workflow_id and v.version = w.version order by w.name",
                        row -> new Version(row.text(1), row.uuid(2).toString(), row.text(3))))
                .stream()
                .filter(version -> !secure.isReadable(version.text()))
                .map(version -> version.name() + " of tenant " + version.tenant())
                .toList();
    }

    private static int seal(Database database, SecureText secure, Stored one) {
        Texts texts = database.read(sql -> sql.one(
                "select definition, parameters from workflow_version where tenant_id = ? and workflow_id = ? and"
                        + " version = ?",
                row -> new Texts(row.text(1), row.text(2)),
                one.tenant(),
                one.workflow(),
                one.version()));
        if (texts == null) {
            return 0;
        }
        boolean sealed = SecureText.isSealed(texts.definition());
        boolean isSecure = sealed || SecureText.isSecure(JsonValues.parse(texts.definition()));
        if (!secure.isOutdated(texts.definition(), isSecure)) {
            return 0;
        }
        JsonNode definition = secure.read(one.workflow(), one.version(), "definition", texts.definition());
        JsonNode parameters = secure.read(one.workflow(), one.version(), "parameters", texts.parameters());
        int changed = database.write(sql -> sql.update(
                "update workflow_version set definition = ?, parameters = ? where tenant_id = ? and workflow_id = ?"
                        + " and version = ?",
                secure.write(one.workflow(), one.version(), "definition", definition, true),
                secure.write(one.workflow(), one.version(), "parameters", parameters, true),
                one.tenant(),
                one.workflow(),
                one.version()));
        return sealed ? 0 : changed;
    }
}
