package dev.postern.graph.directory;

import dev.postern.directory.DirectoryObject;
import dev.postern.gate.DirectoryReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.Shape;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Reads one entity set of the directory: the list, its count, one object. */
final class ObjectReads {
    private static final String KEYS = "keyCredentials";

    private final String set;
    private final StructuredType type;

    ObjectReads(String set, StructuredType type) {
        this.set = set;
        this.type = type;
    }

    Response list(DirectoryReader directory, GraphRequest request, Class<? extends DirectoryObject> kind) {
        return DirectoryListing.list(request, source(directory, kind));
    }

    Response count(DirectoryReader directory, GraphRequest request, Class<? extends DirectoryObject> kind) {
        return DirectoryListing.count(request, source(directory, kind));
    }

    private DirectoryListing.Source source(DirectoryReader directory, Class<? extends DirectoryObject> kind) {
        return new DirectoryListing.Source(
                set,
                List.of(type),
                false,
                directory.snapshot(),
                query -> directory.snapshot().all(kind).map(documents(directory, query)::of),
                (query, id) -> directory.snapshot().above(id, kind).map(documents(directory, query)::of));
    }

    private static Documents documents(DirectoryReader directory, QueryOptions query) {
        return new Documents(directory.snapshot(), showsKeys(query));
    }

    Response get(DirectoryReader directory, GraphRequest request, DirectoryObject object) {
        QueryOptions query = request.query(QueryTarget.one(type, Family.DIRECTORY));
        AdvancedQuery.require(request, query, false);
        MetadataLevel level = request.metadata(query);
        ObjectNode document = new Documents(directory.snapshot(), showsKeys(query)).of(object);
        return GraphAnswer.ok(
                request.envelope(level, set + query.view().selection().contextSuffix() + "/$entity")
                        .single(request.model()
                                .shaper()
                                .shape(type, document, query.view().shape(), level)),
                level);
    }

    /** The response to a POST that created an object. */
    Response created(DirectoryReader directory, GraphRequest request, DirectoryObject object) {
        MetadataLevel level = request.metadata();
        ObjectNode document = new Documents(directory.snapshot(), false).of(object);
        ObjectNode shaped = request.model().shaper().shape(type, document, Shape.DEFAULT, level);
        return GraphAnswer.created(
                request.envelope(level, set + "/$entity").single(shaped),
                level,
                request.serviceRoot() + "/" + set + "/" + object.id());
    }

    private static boolean showsKeys(QueryOptions query) {
        return query.view().selection().names(KEYS);
    }
}
