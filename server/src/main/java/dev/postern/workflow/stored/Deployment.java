package dev.postern.workflow.stored;

import dev.postern.query.Folding;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.compiled.DefinitionReader;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.WantedIdentity;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to create or update a workflow, validated.
 *
 * @param identity null for no change
 * @param enabled null for no change
 * @param resource the members of the resource that the engine only stores
 */
public record Deployment(
        JsonNode definition,
        JsonNode parameters,
        Definition compiled,
        @Nullable WantedIdentity identity,
        @Nullable Boolean enabled,
        JsonNode resource) {
    private static final Set<String> KEPT = Set.of("location", "tags");
    private static final Set<String> RESOURCE =
            Set.of("id", "name", "type", "location", "tags", "identity", "properties", "apiVersion");
    // Members that clients send back after reading the resource; they have no effect.
    private static final Set<String> IGNORED = Set.of(
            "provisioningState",
            "createdTime",
            "changedTime",
            "version",
            "accessEndpoint",
            "endpointsConfiguration",
            "sku");
    private static final Set<String> PROPERTIES = Set.of("definition", "parameters", "state", AccessControl.MEMBER);

    /** Throws {@link InvalidTemplate} or {@link NotDeployable}. */
    public static Deployment read(JsonNode body, InstantSource clock) {
        if (!body.isObject()) {
            throw new NotDeployable("The request content must be a JSON object.");
        }
        known(body, RESOURCE, Set.of(), "resource");
        JsonNode properties = body.path("properties");
        known(properties, PROPERTIES, IGNORED, "workflow");
        if (!properties.path("definition").isObject()) {
            throw new NotDeployable("The request content has no workflow definition in 'properties.definition'.");
        }
        JsonNode parameters =
                properties.path("parameters").isObject() ? properties.path("parameters") : JsonValues.object();
        Definition compiled = DefinitionReader.read(properties.path("definition"), parameters, clock);
        ObjectNode kept = JsonValues.object();
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            if (KEPT.contains(entry.getKey())) {
                kept.set(entry.getKey(), entry.getValue());
            }
        }
        JsonNode control = properties.path(AccessControl.MEMBER);
        var _ = AccessControl.read(control);
        if (control.isObject()) {
            kept.set(AccessControl.MEMBER, control);
        }
        return new Deployment(
                properties.path("definition"), parameters, compiled, identity(body), enabled(properties), kept);
    }

    private static void known(JsonNode object, Set<String> known, Set<String> ignored, String what) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            boolean blank = entry.getValue().isNull()
                    || (entry.getValue().isContainer() && entry.getValue().isEmpty());
            if (!known.contains(entry.getKey()) && !ignored.contains(entry.getKey()) && !blank) {
                throw new NotDeployable(
                        "The " + what + " property '" + entry.getKey() + "' is not supported by Postern.");
            }
        }
    }

    private static @Nullable WantedIdentity identity(JsonNode body) {
        if (!body.path("identity").isObject()) {
            return null;
        }
        String type = body.path("identity").path("type").asString("");
        return switch (Folding.lower(type)) {
            case "systemassigned" -> WantedIdentity.SYSTEM;
            case "userassigned" ->
                new WantedIdentity(false, user(body.path("identity").path("userAssignedIdentities")));
            case "none", "" -> WantedIdentity.NONE;
            default ->
                throw new NotDeployable("The identity type '" + type + "' is not supported by Postern;"
                        + " 'SystemAssigned', 'UserAssigned' and 'None' are. A workflow has one or the other.");
        };
    }

    /** A member with the value null removes an identity, so only the others count. */
    private static IdentityPath user(JsonNode identities) {
        List<String> ids = identities.properties().stream()
                .filter(entry -> !entry.getValue().isNull())
                .map(Map.Entry::getKey)
                .toList();
        if (ids.size() != 1) {
            throw new NotDeployable("The identity type 'UserAssigned' needs exactly one identity in"
                    + " 'identity.userAssignedIdentities', not " + ids.size() + ".");
        }
        return IdentityPath.parse(ids.getFirst())
                .orElseThrow(() -> new NotDeployable("'" + ids.getFirst()
                        + "' in 'identity.userAssignedIdentities' is not the resource id of a"
                        + " user-assigned identity."));
    }

    private static @Nullable Boolean enabled(JsonNode properties) {
        String state = properties.path("state").asString("");
        return switch (Folding.lower(state)) {
            case "enabled" -> true;
            case "disabled" -> false;
            case "", "notspecified" -> null;
            default -> throw new NotDeployable("The state '" + state + "' must be 'Enabled' or 'Disabled'.");
        };
    }

    /** The resource requests something unsupported outside of the definition. */
    public static final class NotDeployable extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotDeployable(String message) {
            super(message);
        }
    }
}
