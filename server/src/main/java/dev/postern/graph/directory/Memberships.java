package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.gate.DirectoryReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Actions that ask in which groups an object is, directly or through other groups: all of them, or those of a list. */
final class Memberships {
    static final List<String> SETS = List.of("users", "groups", "servicePrincipals", "directoryObjects");
    /** Graph's limits on a question and on its result. */
    private static final int MOST_ASKED = 20;

    private static final int MOST_FOUND = 11_000;

    private Memberships() {}

    static void bind(GraphEdge edge) {
        for (String set : SETS) {
            String base = "/" + set + "/{id}/";
            edge.bind("POST", base + "checkMemberGroups", DIRECTORY_READ, (d, r) -> check(d, r, "groupIds"));
            edge.bind("POST", base + "checkMemberObjects", DIRECTORY_READ, (d, r) -> check(d, r, "ids"));
            edge.bind("POST", base + "getMemberGroups", DIRECTORY_READ, Memberships::list);
            edge.bind("POST", base + "getMemberObjects", DIRECTORY_READ, Memberships::list);
        }
    }

    private static Response check(DirectoryReader directory, GraphRequest request, String parameter) {
        Set<ObjectId> groups = groups(directory.snapshot(), request);
        ActionBody body = ActionBody.of(request, Set.of(parameter));
        return texts(request, body.ids(parameter, MOST_ASKED).stream().filter(groups::contains));
    }

    private static Response list(DirectoryReader directory, GraphRequest request) {
        DirectorySnapshot snapshot = directory.snapshot();
        Set<ObjectId> groups = groups(snapshot, request);
        boolean onlySecurity =
                ActionBody.of(request, Set.of("securityEnabledOnly")).flag("securityEnabledOnly");
        List<ObjectId> found = groups.stream()
                .map(id -> snapshot.find(id, Group.class))
                .filter(Objects::nonNull)
                .filter(group -> !onlySecurity || group.securityEnabled())
                .map(Group::id)
                .limit(MOST_FOUND + 1L)
                .toList();
        if (found.size() > MOST_FOUND) {
            throw new GraphFailure(
                    400, "Directory_ResultSizeLimitExceeded", "The result has more than " + MOST_FOUND + " objects.");
        }
        return texts(request, found.stream());
    }

    private static Set<ObjectId> groups(DirectorySnapshot directory, GraphRequest request) {
        return Relations.reach(directory, start(new Lookup(directory), request).id(), directory::memberOf);
    }

    private static DirectoryObject start(Lookup lookup, GraphRequest request) {
        if (request.has("users")) {
            return lookup.user(request.key("users"));
        }
        if (request.has("groups")) {
            return lookup.group(request.key("groups"));
        }
        return request.has("servicePrincipals")
                ? lookup.servicePrincipal(request.key("servicePrincipals"))
                : lookup.any(request.key("directoryObjects"));
    }

    private static Response texts(GraphRequest request, Stream<ObjectId> ids) {
        MetadataLevel level = request.metadata();
        ObjectNode value = Json.object();
        ArrayNode list = value.putArray("value");
        ids.map(ObjectId::toString).forEach(list::add);
        return GraphAnswer.ok(request.envelope(level, "Collection(Edm.String)").single(value), level);
    }

    /** The parameters of such an action, their names compared without case as in every action. */
    record ActionBody(JsonNode body) {
        boolean has(String parameter) {
            return !value(parameter).isNull();
        }

        static ActionBody of(GraphRequest request, Set<String> parameters) {
            JsonNode body = request.json();
            if (!body.isObject()) {
                throw GraphFailure.directory("The body must be an object with the parameters of the action.");
            }
            body.propertyNames().stream()
                    .filter(name -> name.indexOf('@') < 0)
                    .filter(name -> parameters.stream().noneMatch(name::equalsIgnoreCase))
                    .findFirst()
                    .ifPresent(name -> {
                        throw GraphFailure.directory("The parameter '" + name + "' is unknown. The action has: "
                                + String.join(", ", parameters.stream().sorted().toList()) + ".");
                    });
            return new ActionBody(body);
        }

        private JsonNode value(String parameter) {
            return body.properties().stream()
                    .filter(member -> member.getKey().equalsIgnoreCase(parameter))
                    .map(java.util.Map.Entry::getValue)
                    .findFirst()
                    .orElseGet(JsonNodeFactory.instance::nullNode);
        }

        boolean flag(String parameter) {
            JsonNode value = value(parameter);
            if (!value.isBoolean() && !value.isNull()) {
                throw GraphFailure.directory("Invalid value specified for parameter '" + parameter + "'.");
            }
            return value.booleanValue(false);
        }

        /** A list of texts that must be there. */
        List<String> texts(String parameter, int most) {
            JsonNode value = value(parameter);
            if (!value.isArray() || value.valueStream().anyMatch(one -> !one.isString())) {
                throw GraphFailure.directory("A list of texts is required for parameter '" + parameter + "'.");
            }
            if (value.size() > most) {
                throw GraphFailure.directory("The parameter '" + parameter + "' can have at most " + most
                        + " values; the request has " + value.size() + ".");
            }
            return value.valueStream().map(JsonNode::stringValue).toList();
        }

        List<ObjectId> ids(String parameter, int most) {
            return texts(parameter, most).stream()
                    .map(text -> Lookup.id(text)
                            .orElseThrow(() -> GraphFailure.directory("Invalid GUID in parameter '" + parameter + "': '"
                                    + (text.length() > 64 ? text.substring(0, 64) + "..." : text) + "'.")))
                    .distinct()
                    .toList();
        }
    }
}
