package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;

import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Tenant;
import dev.postern.gate.DirectoryReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.OperationHandler;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Moments;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tenant itself: {@code /organization} and {@code /domains}; and the lists that are always empty here: delegated permissions, because no
 * users sign in, and deleted objects, because none are kept.
 */
final class TenantReads {
    private final TypeModel types;

    TenantReads(TypeModel types) {
        this.types = types;
    }

    void bind(GraphEdge edge) {
        bind(edge, "organization", "organization", snapshot -> Stream.of(organization(snapshot.tenant())));
        bind(edge, "domains", "domain", snapshot -> domains(snapshot.tenant()));
        bind(edge, "oauth2PermissionGrants", "oAuth2PermissionGrant", snapshot -> Stream.empty());
        for (String set : List.of("users", "servicePrincipals")) {
            edge.bind(
                    "GET",
                    "/" + set + "/{id}/oauth2PermissionGrants",
                    DIRECTORY_READ,
                    list("oauth2PermissionGrants", "oAuth2PermissionGrant", snapshot -> Stream.empty()));
        }
        for (String type : List.of("user", "group", "application", "servicePrincipal")) {
            edge.bind(
                    "GET",
                    "/directory/deletedItems/microsoft.graph." + type,
                    DIRECTORY_READ,
                    list(type + "s", type, snapshot -> Stream.empty()));
        }
        edge.bind("GET", "/directory/deletedItems/{id}", DIRECTORY_READ, (directory, request) -> {
            throw new DirectoryFailure.NotFound(request.key("deletedItems"));
        });
    }

    private void bind(
            GraphEdge edge, String set, String type, Function<DirectorySnapshot, Stream<ObjectNode>> documents) {
        edge.bind("GET", "/" + set, DIRECTORY_READ, list(set, type, documents));
        edge.bind(
                "GET",
                "/" + set + "/{id}",
                DIRECTORY_READ,
                (directory, request) -> one(directory, request, set, type, documents));
    }

    private OperationHandler<DirectoryReader> list(
            String set, String type, Function<DirectorySnapshot, Stream<ObjectNode>> documents) {
        return (directory, request) -> DirectoryListing.list(
                request,
                new DirectoryListing.Source(
                        set,
                        List.of(types.type(type)),
                        false,
                        directory.snapshot(),
                        query -> documents.apply(directory.snapshot())));
    }

    private Response one(
            DirectoryReader directory,
            GraphRequest request,
            String set,
            String type,
            Function<DirectorySnapshot, Stream<ObjectNode>> documents) {
        String key = request.key(set);
        ObjectNode document = documents
                .apply(directory.snapshot())
                .filter(one -> one.path("id").asString("").equalsIgnoreCase(key))
                .findFirst()
                .orElseThrow(() -> new DirectoryFailure.NotFound(key));
        StructuredType structured = types.type(type);
        QueryOptions query = request.query(QueryTarget.one(structured, Family.DIRECTORY));
        MetadataLevel level = request.metadata(query);
        return GraphAnswer.ok(
                request.envelope(level, set + query.view().selection().contextSuffix() + "/$entity")
                        .single(request.model()
                                .shaper()
                                .shape(structured, document, query.view().shape(), level)),
                level);
    }

    private static ObjectNode organization(Tenant tenant) {
        ObjectNode out = Json.object().put("id", tenant.id().toString());
        out.setAll(DirectoryDefaults.of("organization"));
        out.put("createdDateTime", Moments.format(tenant.createdAt()));
        out.put("displayName", tenant.defaultDomain());
        ArrayNode domains = out.putArray("verifiedDomains");
        for (String domain : tenant.domains()) {
            ObjectNode one = domains.addObject();
            one.put("capabilities", "Email");
            one.put("isDefault", domain.equals(tenant.defaultDomain()));
            one.put("isInitial", domain.equals(tenant.defaultDomain()));
            one.put("name", domain);
            one.put("type", "Managed");
        }
        return out;
    }

    private static Stream<ObjectNode> domains(Tenant tenant) {
        return tenant.domains().stream().map(domain -> {
            ObjectNode out = Json.object().put("id", domain);
            out.setAll(DirectoryDefaults.of("domain"));
            out.put("isDefault", domain.equals(tenant.defaultDomain()));
            return out.put("isInitial", domain.equals(tenant.defaultDomain()));
        });
    }
}
