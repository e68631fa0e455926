package dev.postern.graph;

import dev.postern.compute.Compute;
import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenMailbox;
import dev.postern.gate.RequestContext;
import dev.postern.http.Handler;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.Routes.Match;
import dev.postern.token.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything under {@code /v1.0}. A request goes through the gate before anything is read of it but its address: token, then the
 * permissions of its row and what the row opens, then the handler that is bound to the row. A row without a handler is answered
 * 501 by its name. Handlers are bound at start, before the first request; then any number of threads may call {@link #handle},
 * which also a batch may do for its parts.
 */
public final class GraphEdge implements Handler {
    private static final String DIAGNOSTIC =
            "{\"ServerInfo\":{\"DataCenter\":\"Postern\",\"Slice\":\"E\",\"Ring\":\"5\","
                    + "\"ScaleUnit\":\"000\",\"RoleInstance\":\"000\"}}";

    private final Gate gate;
    private final OperationTable table;
    private final GraphModel model;
    private final GraphErrors errors;
    private final Compute compute;
    private final int largestBody;
    private final Map<OperationRow, Bound> bound = new HashMap<>();

    private sealed interface Bound {
        record ToMailbox(MailboxHandler handler) implements Bound {}

        record ToDirectory(DirectoryHandler handler) implements Bound {}

        record ToCaller(CallerHandler handler) implements Bound {}
    }

    /** Graph's limit on a request; larger content goes through upload sessions. */
    public static final int LARGEST_BODY = 4 << 20;

    /** @param largestBody the most bytes a request may have */
    public GraphEdge(
            Gate gate, OperationTable table, GraphModel model, GraphErrors errors, Compute compute, int largestBody) {
        this.gate = gate;
        this.table = table;
        this.model = model;
        this.errors = errors;
        this.compute = compute;
        this.largestBody = largestBody;
    }

    /**
     * Binds a handler to a row under {@code /users/{id}/}.
     *
     * @param template as it stands in the table
     * @throws IllegalArgumentException when there is no such row, it is of another kind, or it has a handler
     */
    public GraphEdge bindMailbox(String method, String template, MailboxHandler handler) {
        return bind(method, template, OperationRow.Kind.MAILBOX, new Bound.ToMailbox(handler));
    }

    /** Binds a handler to a row of the directory's table, as {@link #bindMailbox}. */
    public GraphEdge bindDirectory(String method, String template, DirectoryHandler handler) {
        return bind(method, template, OperationRow.Kind.DIRECTORY, new Bound.ToDirectory(handler));
    }

    /** Binds a handler to a row that is neither, as {@link #bindMailbox}. */
    public GraphEdge bindCaller(String method, String template, CallerHandler handler) {
        return bind(method, template, OperationRow.Kind.CALLER, new Bound.ToCaller(handler));
    }

    private GraphEdge bind(String method, String template, OperationRow.Kind kind, Bound handler) {
        OperationRow row = table.row(method, template);
        if (row == null) {
            throw new IllegalArgumentException("No table has the operation " + method + " " + template);
        }
        if (row.kind() != kind) {
            throw new IllegalArgumentException(method + " " + template + " opens a " + row.kind() + ", not a " + kind);
        }
        if (bound.putIfAbsent(row, handler) != null) {
            throw new IllegalArgumentException(method + " " + template + " has a handler already");
        }
        return this;
    }

    /** The rows that are served; the others are answered 501. */
    public Set<OperationRow> served() {
        return Set.copyOf(bound.keySet());
    }

    @Override
    public Response handle(Request request) {
        Response answer;
        try {
            Caller caller = gate.caller(knock(request), Resource.GRAPH);
            request.note("app", caller.token().app().toString());
            List<String> afterVersion =
                    request.segments().subList(1, request.segments().size());
            answer = route(caller, request, PathReader.read(afterVersion));
        } catch (RuntimeException failure) {
            answer = errors.answer(failure, request, ErrorFamily.EXCHANGE);
        }
        return answer.with("OData-Version", "4.0").with("x-ms-ags-diagnostic", DIAGNOSTIC);
    }

    private static RequestContext knock(Request request) {
        List<String> authorizations = request.headers("Authorization");
        // of two headers nobody can say which one counts
        @Nullable String one = authorizations.size() == 1 ? authorizations.getFirst() : null;
        return new RequestContext(
                one, request.requestId(), request.clientRequestId(), request.peer(), request.memory());
    }

    private Response route(Caller caller, Request request, PathReader.Normal path) {
        if (!path.segments().isEmpty() && path.segments().getFirst().equalsIgnoreCase("me")) {
            throw GraphFailure.badRequest("/me request is only valid with delegated authentication flow.");
        }
        return switch (table.find(request.method(), path.segments())) {
            case Match.Found<OperationRow> found -> {
                OperationRow row = found.route().target();
                request.note(Request.ROUTE, "/v1.0" + row.template());
                try {
                    var graph = new GraphRequest(
                            request, row, found.values(), path.arguments(), model, compute, largestBody);
                    Response answer = open(caller, graph, path);
                    yield graph.preferences()
                            .appliedHeader()
                            .map(applied -> answer.with("Preference-Applied", applied))
                            .orElse(answer);
                } catch (RuntimeException failure) {
                    yield errors.answer(failure, request, row.family());
                }
            }
            case Match.NoMethod<OperationRow>(var allowed) ->
                errors.error(
                                request,
                                405,
                                "Request_BadRequest",
                                "Specified HTTP method is not allowed for the request target.")
                        .with("Allow", String.join(", ", allowed));
            case Match.NoPath<OperationRow> none ->
                throw GraphFailure.badRequest(
                        "Resource not found for the segment '" + table.firstUnknown(path.segments()) + "'.");
        };
    }

    private Response open(Caller caller, GraphRequest request, PathReader.Normal path) {
        OperationRow row = request.row();
        String target = "/" + String.join("/", path.segments());
        return switch (row.kind()) {
            case MAILBOX -> mailbox(caller, request);
            case DIRECTORY -> {
                var directory = gate.openDirectory(caller, Resource.GRAPH, row.operation(), target);
                yield bound.get(row) instanceof Bound.ToDirectory(var handler)
                        ? handler.handle(directory, request)
                        : notBuilt(row);
            }
            case CALLER -> {
                if (bound.get(row) instanceof Bound.ToCaller(var handler)) {
                    yield handler.handle(caller, request);
                }
                if (!row.operation().permissions().isEmpty()) {
                    gate.openDirectory(caller, Resource.GRAPH, row.operation(), target);
                }
                yield notBuilt(row);
            }
        };
    }

    private Response mailbox(Caller caller, GraphRequest request) {
        try (OpenMailbox mailbox = gate.openMailbox(
                caller, request.row().operation(), request.keys().getFirst())) {
            return bound.get(request.row()) instanceof Bound.ToMailbox(var handler)
                    ? handler.handle(mailbox, request)
                    : notBuilt(request.row());
        }
    }

    private static Response notBuilt(OperationRow row) {
        throw GraphFailure.notImplemented(row.method() + " " + row.template());
    }
}
