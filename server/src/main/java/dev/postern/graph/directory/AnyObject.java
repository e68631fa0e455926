package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.gate.DirectoryReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.Namespace;
import dev.postern.graph.model.Shape;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** {@code /directoryObjects}: objects of any kind by their ids. */
final class AnyObject {
    private static final int MOST_IDS = 1000;

    /** All that Graph documents for the parameter {@code types}. */
    private static final List<String> KINDS = List.of(
            "directoryObject",
            "user",
            "group",
            "application",
            "servicePrincipal",
            "device",
            "orgContact",
            "contact",
            "administrativeUnit",
            "directoryRole",
            "directoryRoleTemplate",
            "organization",
            "tenantDetail");

    private final TypeModel types;

    AnyObject(TypeModel types) {
        this.types = types;
    }

    void bind(GraphEdge edge) {
        edge.bind("GET", "/directoryObjects/{id}", DIRECTORY_READ, this::get);
        edge.bind("POST", "/directoryObjects/getByIds", DIRECTORY_READ, this::byIds);
    }

    private Response get(DirectoryReader directory, GraphRequest request) {
        return answer(directory, request, new Lookup(directory.snapshot()).any(request.key("directoryObjects")));
    }

    /** The response to a request for one object that can be of any type. */
    Response answer(DirectoryReader directory, GraphRequest request, DirectoryObject object) {
        StructuredType type = types.type(Documents.kind(object));
        QueryOptions query = request.query(QueryTarget.one(type, Family.DIRECTORY));
        AdvancedQuery.require(request, query, false);
        MetadataLevel level = request.metadata(query);
        ObjectNode document = new Documents(directory.snapshot(), false).typed(object);
        return GraphAnswer.ok(
                request.envelope(
                                level,
                                "directoryObjects" + query.view().selection().contextSuffix() + "/$entity")
                        .single(request.model()
                                .shaper()
                                .shape(type, document, query.view().shape(), level)),
                level);
    }

    /** The name of a type as the model spells it; types of directory objects that do not exist here are also valid. */
    private String kind(String name) {
        String local = Namespace.local(name);
        return KINDS.stream()
                .filter(local::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() ->
                        GraphFailure.directory("Invalid value '" + (name.length() > 100 ? name.substring(0, 100) : name)
                                + "' specified for parameter 'types'. It must contain names of directory object types: "
                                + String.join(", ", KINDS) + "."));
    }

    private Response byIds(DirectoryReader directory, GraphRequest request) {
        var body = Memberships.ActionBody.of(request, Set.of("ids", "types"));
        List<ObjectId> ids = body.ids("ids", MOST_IDS);
        var wanted = new HashSet<String>();
        if (body.has("types")) {
            body.texts("types", MOST_IDS).forEach(type -> wanted.add(kind(type)));
        }
        MetadataLevel level = request.metadata();
        var documents = new Documents(directory.snapshot(), false);
        List<ObjectNode> found = ids.stream()
                .map(directory.snapshot()::find)
                .filter(Objects::nonNull)
                .filter(object -> wanted.isEmpty()
                        || wanted.contains("directoryObject")
                        || wanted.contains(Documents.kind(object)))
                .map(object -> request.model()
                        .shaper()
                        .shape(types.type(Documents.kind(object)), documents.typed(object), Shape.DEFAULT, level))
                .toList();
        return GraphAnswer.ok(
                request.envelope(level, "directoryObjects").page(found, OptionalLong.empty(), Optional.empty()), level);
    }
}
