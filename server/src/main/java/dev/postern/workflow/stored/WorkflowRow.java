package dev.postern.workflow.stored;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Row;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.WorkflowIdentity;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A stored workflow.
 *
 * @param identity the system-assigned identity
 * @param userIdentity the resource id of the user-assigned identity, which may have been deleted since
 * @param resource the members that the engine does not use, such as location and tags
 */
public record WorkflowRow(
        WorkflowKey key,
        WorkflowPath path,
        boolean enabled,
        String version,
        Instant created,
        Instant changed,
        @Nullable WorkflowIdentity identity,
        @Nullable IdentityPath userIdentity,
        Keys keys,
        JsonNode resource) {
    static final String COLUMNS = "tenant_id, workflow_id, subscription, resource_group, name, state, version, "
            + "created_at, changed_at, principal_id, app_id, primary_key, secondary_key, resource, user_identity";

    /** The two sealed secrets that older versions signed callback URLs with; empty if there are none. */
    public record Keys(byte[] primary, byte[] secondary) {
        public static final Keys NONE = new Keys(new byte[0], new byte[0]);

        @Override
        public String toString() {
            return "Keys[*]";
        }
    }

    /** Returns the workflow as it was at an earlier version. */
    public WorkflowRow at(String earlier) {
        return new WorkflowRow(key, path, enabled, earlier, created, changed, identity, userIdentity, keys, resource);
    }

    static WorkflowRow read(Row row) {
        UUID principal = row.uuidOrNull(10);
        UUID app = row.uuidOrNull(11);
        return new WorkflowRow(
                new WorkflowKey(new TenantId(row.uuid(1)), row.uuid(2)),
                new WorkflowPath(row.text(3), row.text(4), row.text(5)),
                row.text(6).equals("Enabled"),
                row.text(7),
                row.time(8),
                row.time(9),
                principal == null || app == null ? null : new WorkflowIdentity(new ObjectId(principal), new AppId(app)),
                IdentityPath.parse(Objects.requireNonNullElse(row.textOrNull(15), ""))
                        .orElse(null),
                new Keys(row.bytes(12), row.bytes(13)),
                JsonValues.parse(row.text(14)));
    }

    /** Returns this workflow with a new time of its last change. */
    public WorkflowRow changed(Instant at, boolean nowEnabled) {
        return new WorkflowRow(key, path, nowEnabled, version, created, at, identity, userIdentity, keys, resource);
    }

    /** Returns this workflow at another path. */
    public WorkflowRow moved(WorkflowPath to, Instant at) {
        return new WorkflowRow(key, to, enabled, version, created, at, identity, userIdentity, keys, resource);
    }
}
