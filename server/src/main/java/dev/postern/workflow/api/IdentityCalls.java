package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.token.ManagedIdentities;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.UserIdentities;
import dev.postern.workflow.identity.UserIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on user-assigned identities. */
record IdentityCalls(UserIdentities identities) {
    private static final Set<String> MEMBERS =
            Set.of("id", "name", "type", "location", "tags", "properties", "apiVersion");
    private static final int MAX_TAGS = 50;

    Response put(Call call) {
        IdentityPath path = path(call);
        if (!path.name().matches("[A-Za-z0-9][A-Za-z0-9_-]{2,127}")) {
            throw new ArmFailure(
                    400,
                    "InvalidResourceName",
                    "The identity name '" + path.name() + "' is not valid. It must have 3 to 128 letters, digits,"
                            + " hyphens and underscores, and begin with a letter or digit.");
        }
        refuseReserved(call, path);
        JsonNode body = body(call);
        String location = body.path("location").asString("");
        if (location.isBlank()) {
            throw new ArmFailure(
                    400, "LocationRequired", "The location property is required for this definition.", "location");
        }
        Optional<UserIdentity> present = identities.find(call.tenant(), path);
        present.ifPresent(old -> checkLocation(old, location));
        ObjectNode resource = Json.object();
        resource.put("location", present.map(IdentityCalls::location).orElse(location));
        resource.set("tags", body.path("tags").isObject() ? body.path("tags") : Json.object());
        UserIdentities.Saved saved = identities.save(call.tenant(), path, resource, call.entry());
        return Json.response(saved.created() ? 201 : 200, shape(call, saved.identity()));
    }

    private static IdentityPath path(Call call) {
        return new IdentityPath(call.value("s"), call.value("g"), call.value("i"));
    }

    /** Identities of programs elsewhere have ids in this group. They are not managed here. */
    private static void refuseReserved(Call call, IdentityPath path) {
        String reserved = Folding.lower(ManagedIdentities.userAssigned(call.tenant(), ""));
        if (path.folded().startsWith(reserved)) {
            throw new ArmFailure(
                    403,
                    "ReservedResourceGroup",
                    "The resource group 'postern' of the subscription '" + path.subscription()
                            + "' is for identities of programs, which 'postern identity create' creates.");
        }
    }

    private static JsonNode body(Call call) {
        JsonNode body = call.body();
        for (String member : body.propertyNames()) {
            if (!MEMBERS.contains(member)) {
                throw new ArmFailure(
                        400, "InvalidRequestContent", "The property '" + member + "' is not supported by Postern.");
            }
        }
        JsonNode tags = body.path("tags");
        boolean texts =
                tags.properties().stream().allMatch(tag -> tag.getValue().isString());
        if ((!tags.isMissingNode() && !tags.isNull() && !tags.isObject()) || tags.size() > MAX_TAGS || !texts) {
            throw new ArmFailure(
                    400,
                    "InvalidRequestContent",
                    "The property 'tags' must be an object with at most " + MAX_TAGS + " strings.",
                    "tags");
        }
        return body;
    }

    private static void checkLocation(UserIdentity old, String location) {
        String present = location(old);
        if (!plain(present).equals(plain(location))) {
            throw new ArmFailure(
                    409,
                    "InvalidResourceLocation",
                    "The resource '" + old.path().name() + "' already exists in location '" + present
                            + "' in resource group '" + old.path().group()
                            + "'. A resource with the same name cannot be created in location '" + location + "'.");
        }
    }

    private static String plain(String location) {
        return Folding.lower(location).replace(" ", "");
    }

    static String location(UserIdentity identity) {
        return identity.resource().path("location").asString("global");
    }

    /** Replaces the tags, if the body has any. Nothing else of an identity can be changed. */
    Response patch(Call call) {
        UserIdentity old = find(call);
        JsonNode body = body(call);
        if (body.hasNonNull("location")) {
            checkLocation(old, body.path("location").asString(""));
        }
        if (!body.has("tags")) {
            return Json.response(200, shape(call, old));
        }
        ObjectNode resource = Json.object();
        resource.put("location", location(old));
        resource.set("tags", body.path("tags").isObject() ? body.path("tags") : Json.object());
        return Json.response(
                200,
                shape(
                        call,
                        identities
                                .save(call.tenant(), old.path(), resource, call.entry())
                                .identity()));
    }

    Response get(Call call) {
        return Json.response(200, shape(call, find(call)));
    }

    private UserIdentity find(Call call) {
        IdentityPath path = path(call);
        return identities
                .find(call.tenant(), path)
                .orElseThrow(() -> new ArmFailure(
                        404,
                        "ResourceNotFound",
                        "The Resource '" + IdentityPath.TYPE + "/" + path.name() + "' under resource group '"
                                + path.group() + "' was not found."));
    }

    /** Workflows that use the identity keep its id; their calls then fail. */
    Response delete(Call call) {
        return Response.empty(identities.delete(call.tenant(), path(call), call.entry()) ? 200 : 204);
    }

    Response listSubscription(Call call) {
        return list(call, null);
    }

    Response listGroup(Call call) {
        return list(call, call.value("g"));
    }

    private Response list(Call call, @Nullable String group) {
        List<UserIdentity> found = identities.list(call.tenant()).stream()
                .filter(one -> one.path().subscription().equalsIgnoreCase(call.value("s")))
                .filter(one -> group == null || one.path().group().equalsIgnoreCase(group))
                .toList();
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        found.forEach(one -> value.add(shape(call, one)));
        return Json.response(200, root);
    }

    private static JsonNode shape(Call call, UserIdentity one) {
        ObjectNode shape = Json.object();
        shape.put("id", one.path().armId());
        shape.put("name", one.path().name());
        shape.put("type", IdentityPath.TYPE);
        shape.put("location", location(one));
        ObjectNode tags = shape.putObject("tags");
        for (Map.Entry<String, JsonNode> tag : one.resource().path("tags").properties()) {
            tags.set(tag.getKey(), tag.getValue());
        }
        shape.putObject("properties")
                .put("tenantId", call.tenant().toString())
                .put("principalId", one.identity().principalId().toString())
                .put("clientId", one.identity().appId().toString());
        return shape;
    }
}
