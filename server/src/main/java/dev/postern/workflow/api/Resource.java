package dev.postern.workflow.api;

import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.UserIdentity;
import dev.postern.workflow.stored.WorkflowRow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A resource of any type in lists.
 *
 * @param workflow null if it is an identity
 */
record Resource(
        String id,
        String subscription,
        String group,
        String name,
        String type,
        String location,
        JsonNode tags,
        @Nullable WorkflowRow workflow) {
    static Resource of(WorkflowRow row) {
        return new Resource(
                row.path().armId(),
                row.path().subscription(),
                row.path().group(),
                row.path().name(),
                Shapes.TYPE,
                // A workflow may be deployed without a location.
                row.resource().path("location").asString("global"),
                row.resource().path("tags"),
                row);
    }

    static Resource of(UserIdentity identity) {
        return new Resource(
                identity.path().armId(),
                identity.path().subscription(),
                identity.path().group(),
                identity.path().name(),
                IdentityPath.TYPE,
                IdentityCalls.location(identity),
                identity.resource().path("tags"),
                null);
    }
}
