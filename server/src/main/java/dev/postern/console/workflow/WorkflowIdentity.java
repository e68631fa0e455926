package dev.postern.console.workflow;

import static dev.postern.console.workflow.WorkflowApi.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The identity that a workflow calls as.
 *
 * @param kind that it is its own, or one that others may have, too
 * @param appId empty if the identity was deleted
 */
public record WorkflowIdentity(String kind, String name, String principalId, String appId) {
    /** Reads the identity of a workflow; null if it has none. */
    static @Nullable WorkflowIdentity of(EdgeCalls calls, JsonNode identity) {
        if (!identity.isObject()) {
            return null;
        }
        String principal = text(identity, "principalId");
        if (!principal.isEmpty()) {
            return named(calls, "of this workflow only", principal, principal);
        }
        List<Map.Entry<String, JsonNode>> users =
                identity.path("userAssignedIdentities").propertyStream().toList();
        if (users.isEmpty()) {
            return null;
        }
        String id = users.getFirst().getKey();
        String name = id.substring(id.lastIndexOf('/') + 1);
        String user = text(users.getFirst().getValue(), "principalId");
        return user.isEmpty()
                ? new WorkflowIdentity("assigned by a user, but deleted", name, "", "")
                : named(calls, "assigned by a user", user, name);
    }

    private static WorkflowIdentity named(EdgeCalls calls, String kind, String principal, String name) {
        try {
            JsonNode found = calls.graph(
                            "/servicePrincipals/" + EdgeCalls.encode(principal) + "?$select=displayName,appId")
                    .json();
            return new WorkflowIdentity(kind, text(found, "displayName"), principal, text(found, "appId"));
        } catch (EdgeRefusal e) {
            return new WorkflowIdentity(kind, name, principal, "");
        }
    }

    /** The page that shows what it reaches. */
    public String access() {
        return "/console/access?app=" + EdgeCalls.encode(appId);
    }
}
