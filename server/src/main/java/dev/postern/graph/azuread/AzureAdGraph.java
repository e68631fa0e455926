package dev.postern.graph.azuread;

import dev.postern.access.ObjectId;
import dev.postern.compute.ComputePool;
import dev.postern.compute.Deadline;
import dev.postern.compute.Limit;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.gate.Caller;
import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.gate.Gate;
import dev.postern.gate.Operation;
import dev.postern.gate.RequestContext;
import dev.postern.graph.ErrorFamily;
import dev.postern.graph.GraphErrors;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphModel;
import dev.postern.graph.OperationRow;
import dev.postern.graph.OperationTable;
import dev.postern.graph.WarningHeader;
import dev.postern.graph.directory.Documents;
import dev.postern.graph.directory.RoleAssignments;
import dev.postern.graph.odata.Family;
import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.Routes;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import dev.postern.token.Resource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /{tenant}/servicePrincipals...?api-version=1.6}. Its tokens are for a separate resource, and only roles of
 * that resource count: a grant on Microsoft Graph gives no access here, and vice versa. Thread-safe.
 */
public final class AzureAdGraph implements Handler {
    private static final int MAX_BODY_BYTES = 4 << 20;

    /** A placeholder for the tenant of the token. */
    private static final String MY_ORGANIZATION = "myorganization";

    private static final Set<String> OF_A_LIST = Set.of("api-version", "$filter", "$top");

    private final Gate gate;
    private final GraphModel model;
    private static final Limit LIMIT = Limit.of(Limit.SMALL + 1, Duration.ofSeconds(5));

    private final GraphErrors errors;
    private final ComputePool compute;
    private final RoleAssignments grants;
    private final Routes<OperationRow> routes = new Routes<>();

    public AzureAdGraph(Gate gate, GraphModel model, GraphErrors errors, ComputePool compute, InstantSource clock) {
        this.gate = gate;
        this.model = model;
        this.errors = errors;
        this.compute = compute;
        this.grants = new RoleAssignments(clock);
        OperationTable.load("azuread-operations.csv")
                .rows()
                .forEach(row -> routes.add(row.method(), row.template(), row));
    }

    @Override
    public Response handle(Request request) {
        try {
            String tenant = request.segments().getFirst();
            List<String> path = request.segments().subList(1, request.segments().size());
            Caller caller = tenant.equalsIgnoreCase(MY_ORGANIZATION)
                    ? gate.caller(RequestContext.of(request), Resource.AZURE_AD_GRAPH)
                    : gate.caller(RequestContext.of(request), Resource.AZURE_AD_GRAPH, tenant);
            return switch (routes.find(request.method(), path)) {
                case Routes.Match.Found<OperationRow> found -> {
                    OperationRow row = found.route().target();
                    request.note(Request.ROUTE, "/{tenant}" + row.template());
                    yield answer(caller, request, row, "/" + String.join("/", path), found.values());
                }
                case Routes.Match.NoMethod<OperationRow> none ->
                    throw new GraphFailure(
                            405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
                case Routes.Match.NoPath<OperationRow> none ->
                    throw GraphFailure.directory("Resource not found for the segment '" + path.getLast() + "'.");
            };
        } catch (RuntimeException failure) {
            return AzureAdAnswers.error(errors.answer(failure, request, ErrorFamily.DIRECTORY));
        }
    }

    private Response answer(Caller caller, Request request, OperationRow row, String target, List<String> keys) {
        Operation operation = row.operation();
        if (operation.writes()) {
            try (DirectoryWriter directory = gate.openDirectory(
                    caller, Resource.AZURE_AD_GRAPH, operation, target, DirectoryOpening.DIRECTORY_WRITE)) {
                AzureAdQuery.read(request.rawQuery(), OF_A_LIST);
                Response answer = switch (operation.name()) {
                    case "POST /servicePrincipals/{id}/appRoleAssignments" ->
                        grant(directory, request, keys.getFirst());
                    default -> throw GraphFailure.notImplemented(operation.name());
                };
                return WarningHeader.with(answer, directory.widenings());
            }
        }
        try (DirectoryReader directory = gate.openDirectory(
                caller, Resource.AZURE_AD_GRAPH, operation, target, DirectoryOpening.DIRECTORY_READ)) {
            return read(directory.snapshot(), request, operation, keys);
        }
    }

    private Response read(DirectorySnapshot snapshot, Request request, Operation operation, List<String> keys) {
        Map<String, String> query = AzureAdQuery.read(request.rawQuery(), OF_A_LIST);
        return switch (operation.name()) {
            case "GET /servicePrincipals" -> list(snapshot, request, query);
            case "GET /servicePrincipals/{id}" ->
                AzureAdAnswers.one(
                        request,
                        200,
                        AzureAdDocuments.servicePrincipal(
                                new Documents(snapshot, false).of(principal(snapshot, keys.getFirst()))));
            case "GET /servicePrincipals/{id}/appRoleAssignments" ->
                AzureAdAnswers.list(request, assignments(snapshot, principal(snapshot, keys.getFirst())));
            default -> throw GraphFailure.notImplemented(operation.name());
        };
    }

    private Response list(DirectorySnapshot snapshot, Request request, Map<String, String> query) {
        String filter = query.get("$filter");
        Condition condition = filter == null
                ? Condition.ALWAYS
                : model.queries()
                        .filter(
                                AzureAdQuery.withGraphNames(filter),
                                model.types().type("servicePrincipal"),
                                Family.DIRECTORY);
        List<ObjectNode> found = compute.run(LIMIT, deadline -> found(snapshot, condition, deadline));
        return AzureAdAnswers.list(request, found);
    }

    /** Runs in the compute pool: a directory can be large, and a condition long. */
    private static List<ObjectNode> found(DirectorySnapshot snapshot, Condition condition, Deadline deadline) {
        var documents = new Documents(snapshot, false);
        return snapshot.all(ServicePrincipal.class)
                .sorted(Comparator.comparing(ServicePrincipal::id))
                .peek(_ -> deadline.check())
                .map(documents::of)
                .filter(document -> DocumentEvaluator.test(condition, document))
                .map(AzureAdDocuments::servicePrincipal)
                .toList();
    }

    private static List<ObjectNode> assignments(DirectorySnapshot snapshot, ServicePrincipal principal) {
        return snapshot.assignmentsOf(principal.id()).stream()
                .sorted(Comparator.comparing(AppRoleAssignment::id))
                .map(assignment -> AzureAdDocuments.assignment(assignment, snapshot))
                .toList();
    }

    private Response grant(DirectoryWriter directory, Request request, String key) {
        ServicePrincipal principal = principal(directory.snapshot(), key);
        JsonNode body = Json.parse(request.body(MAX_BODY_BYTES), request.memory());
        for (String name : body.propertyNames()) {
            if (!Set.of("id", "principalId", "resourceId").contains(name) && !name.startsWith("odata.")) {
                throw GraphFailure.directory("Invalid property '" + name + "'.");
            }
        }
        ObjectId to = new ObjectId(guid(body, "principalId"));
        if (!to.equals(principal.id())) {
            throw GraphFailure.directory(
                    "The principalId in the body does not match the service principal in the URL.");
        }
        ObjectId resource = new ObjectId(guid(body, "resourceId"));
        UUID role = guid(body, "id");
        return directory.change(draft -> {
            ObjectNode created = AzureAdDocuments.assignment(grants.grant(draft, to, resource, role), draft.before());
            return AzureAdAnswers.one(request, 201, created);
        });
    }

    private static UUID guid(JsonNode body, String name) {
        try {
            return ObjectId.of(body.path(name).asString("")).value();
        } catch (IllegalArgumentException e) {
            throw GraphFailure.directory(
                    "A GUID is required for property '" + name + "' of resource 'AppRoleAssignment'.");
        }
    }

    private static ServicePrincipal principal(DirectorySnapshot directory, String key) {
        ServicePrincipal found;
        try {
            found = directory.find(ObjectId.of(key), ServicePrincipal.class);
        } catch (IllegalArgumentException e) {
            throw new DirectoryFailure.NotFound(key);
        }
        if (found == null) {
            throw new DirectoryFailure.NotFound(key);
        }
        return found;
    }
}
