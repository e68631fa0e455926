package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;
import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.ObjectId;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A grant from both sides: {@code appRoleAssignments} of the principal, {@code appRoleAssignedTo} of the resource. */
final class AppRoleAssignments {
    private final StructuredType type;
    private final RoleAssignments grants;

    /** A side of a grant: the name of the collection, and the object in the path. */
    private enum Side {
        HELD("appRoleAssignments"),
        OFFERED("appRoleAssignedTo");

        private final String collection;

        Side(String collection) {
            this.collection = collection;
        }

        Collection<AppRoleAssignment> of(DirectorySnapshot directory, ObjectId owner) {
            return this == HELD ? directory.assignmentsOf(owner) : directory.assignmentsTo(owner);
        }

        boolean isOf(AppRoleAssignment assignment, ObjectId owner) {
            return owner.equals(this == HELD ? assignment.principal() : assignment.resource());
        }
    }

    AppRoleAssignments(TypeModel types, RoleAssignments grants) {
        this.type = types.type("appRoleAssignment");
        this.grants = grants;
    }

    void bind(GraphEdge edge) {
        for (Side side : Side.values()) {
            String base = "/servicePrincipals/{id}/" + side.collection;
            edge.bind(
                    "GET",
                    base,
                    DIRECTORY_READ,
                    (directory, request) -> DirectoryListing.list(request, source(directory, request, side)));
            edge.bind(
                    "GET",
                    base + "/$count",
                    DIRECTORY_READ,
                    (directory, request) -> DirectoryListing.count(request, source(directory, request, side)));
            edge.bind("POST", base, DIRECTORY_WRITE, (directory, request) -> create(directory, request, side));
            edge.bind("GET", base + "/{id}", DIRECTORY_READ, (directory, request) -> get(directory, request, side));
            edge.bind(
                    "DELETE",
                    base + "/{id}",
                    DIRECTORY_WRITE,
                    (directory, request) -> delete(directory, request, side));
        }
    }

    private static ServicePrincipal owner(DirectorySnapshot directory, GraphRequest request) {
        return new Lookup(directory).servicePrincipal(request.key("servicePrincipals"));
    }

    private static String context(ServicePrincipal owner, Side side) {
        return "servicePrincipals('" + owner.id() + "')/" + side.collection;
    }

    /** Graph filters grants without its index, so their lists do not count as references. */
    private DirectoryListing.Source source(DirectoryReader directory, GraphRequest request, Side side) {
        DirectorySnapshot snapshot = directory.snapshot();
        ServicePrincipal owner = owner(snapshot, request);
        var documents = new Documents(snapshot, false);
        return new DirectoryListing.Source(
                context(owner, side),
                List.of(type),
                false,
                snapshot,
                query -> side.of(snapshot, owner.id()).stream().map(documents::of));
    }

    private Response create(DirectoryWriter directory, GraphRequest request, Side side) {
        ServicePrincipal owner = owner(directory.snapshot(), request);
        var given = new RequestProperties(request.body(type), type, "AppRoleAssignment");
        ObjectId principal = new ObjectId(Lookup.guid(given.required("principalId")));
        ObjectId resource = new ObjectId(Lookup.guid(given.required("resourceId")));
        var role = Lookup.guid(given.required("appRoleId"));
        if (!owner.id().equals(side == Side.HELD ? principal : resource)) {
            throw GraphFailure.directory("The " + (side == Side.HELD ? "principalId" : "resourceId")
                    + " in the body does not match the service principal in the URL.");
        }
        ObjectNode created = directory.change(
                draft -> new Documents(draft.before(), false).of(grants.grant(draft, principal, resource, role)));
        MetadataLevel level = request.metadata();
        return GraphAnswer.created(
                request.envelope(level, context(owner, side) + "/$entity").single(created),
                level,
                request.serviceRoot() + "/servicePrincipals/" + owner.id() + "/" + side.collection + "/"
                        + created.path("id").asString(""));
    }

    private AppRoleAssignment requested(DirectorySnapshot directory, GraphRequest request, Side side) {
        ServicePrincipal owner = owner(directory, request);
        String id = request.keys().get(1);
        AppRoleAssignment assignment = directory.assignment(id);
        if (assignment == null || !side.isOf(assignment, owner.id())) {
            throw new DirectoryFailure.NotFound(id);
        }
        return assignment;
    }

    private Response get(DirectoryReader directory, GraphRequest request, Side side) {
        QueryOptions query = request.query(QueryTarget.one(type, Family.DIRECTORY));
        AdvancedQuery.require(request, query, false);
        MetadataLevel level = request.metadata(query);
        ObjectNode document =
                new Documents(directory.snapshot(), false).of(requested(directory.snapshot(), request, side));
        String context = context(owner(directory.snapshot(), request), side)
                + query.view().selection().contextSuffix() + "/$entity";
        return GraphAnswer.ok(
                request.envelope(level, context)
                        .single(request.model()
                                .shaper()
                                .shape(type, document, query.view().shape(), level)),
                level);
    }

    private Response delete(DirectoryWriter directory, GraphRequest request, Side side) {
        directory.change(draft -> {
            draft.remove(requested(draft.before(), request, side));
            return true;
        });
        return GraphAnswer.noContent();
    }
}
