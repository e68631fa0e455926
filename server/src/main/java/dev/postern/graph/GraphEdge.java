package dev.postern.graph;

import dev.postern.compute.Compute;
import dev.postern.gate.Area;
import dev.postern.gate.Caller;
import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.Gate;
import dev.postern.gate.MailboxAccess;
import dev.postern.gate.MailboxOpening;
import dev.postern.gate.Operation;
import dev.postern.gate.RequestContext;
import dev.postern.gate.SubscriptionOpening;
import dev.postern.gate.SubscriptionReader;
import dev.postern.graph.throttle.Throttle;
import dev.postern.http.Handler;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.Routes.Match;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.token.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything under {@code /v1.0}. A request passes the gate before anything but its path is read: token, permissions of
 * its row, the capability for the row's area and form, then the handler bound to the row. A row without a handler is
 * refused with 501 and its name. Handlers are bound at start, before the first request. After that {@link #handle} is
 * thread-safe; a batch calls it for its parts.
 */
public final class GraphEdge implements Handler {
    /** Graph's limit on a request; larger content goes through upload sessions. */
    public static final int MAX_BODY_BYTES = 4 << 20;

    /** The first segment with the slashes around it. */
    private static final Pattern VERSION = Pattern.compile("^/*([^/]*)/*");

    private static final String DIAGNOSTIC =
            "{\"ServerInfo\":{\"DataCenter\":\"Postern\",\"Slice\":\"E\",\"Ring\":\"5\","
                    + "\"ScaleUnit\":\"000\",\"RoleInstance\":\"000\"}}";

    private final Gate gate;
    private final OperationTable table;
    private final GraphModel model;
    private final GraphErrors errors;
    private final Compute compute;
    private volatile MeetingEvents meetingEvents = MeetingEvents.NONE;
    private volatile Throttle throttle = Throttle.off();
    private final WhatIfOption whatIf;
    private final int maxBodyBytes;
    private final Map<OperationRow, BoundHandler> bound = new HashMap<>();

    /**
     * @param whatIf compares access for changes that are not made
     * @param maxBodyBytes the maximum size of a request's body
     */
    public GraphEdge(
            Gate gate,
            OperationTable table,
            GraphModel model,
            GraphErrors errors,
            Compute compute,
            WhatIfOption whatIf,
            int maxBodyBytes) {
        this.gate = gate;
        this.table = table;
        this.model = model;
        this.errors = errors;
        this.compute = compute;
        this.whatIf = whatIf;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Binds a handler to a row about a mailbox.
     *
     * @param template spelled as in the table
     * @param item the kind of item that the handler works on, as in the table
     * @param opening the opening for the row's area and form; it determines the handler's capability
     * @throws IllegalArgumentException if the row does not exist, is of another area, form or kind of item, or already
     *     has a handler
     */
    public <C extends MailboxAccess> GraphEdge bind(
            String method,
            String template,
            String item,
            MailboxOpening<C> opening,
            OperationHandler<? super C> handler) {
        OperationRow row = row(method, template);
        check(row, opening.opens(row.operation()), opening.toString());
        if (!row.item().equals(item)) {
            throw new IllegalArgumentException(
                    row.operation().name() + " is about '" + row.item() + "', not '" + item + "'");
        }
        return bind(row, new BoundHandler.ToMailbox<>(opening, handler));
    }

    /** Binds a handler to a row about the directory, as {@link #bind(String, String, String, MailboxOpening, OperationHandler)}. */
    public <C extends DirectoryReader> GraphEdge bind(
            String method, String template, DirectoryOpening<C> opening, OperationHandler<? super C> handler) {
        OperationRow row = row(method, template);
        check(row, opening.opens(row.operation()), opening.toString());
        return bind(row, new BoundHandler.ToDirectory<>(opening, handler));
    }

    /** Binds a handler to a row about subscriptions, as {@link #bind(String, String, String, MailboxOpening, OperationHandler)}. */
    public <C extends SubscriptionReader> GraphEdge bind(
            String method, String template, SubscriptionOpening<C> opening, OperationHandler<? super C> handler) {
        OperationRow row = row(method, template);
        check(row, opening.opens(row.operation()), opening.toString());
        return bind(row, new BoundHandler.ToSubscriptions<>(opening, handler));
    }

    /** Binds a handler to a row that opens nothing. If the row has permissions, they are checked first. */
    public GraphEdge bind(String method, String template, OperationHandler<Caller> handler) {
        OperationRow row = row(method, template);
        check(row, row.area() == Area.NONE, "the caller");
        return bind(row, new BoundHandler.ToCaller(handler));
    }

    /** Sets what shows the events of meeting messages. Called before the first request. */
    public void show(MeetingEvents events) {
        meetingEvents = events;
    }

    /** Sets the limits of the cloud profile. Called before handlers are bound. */
    public void limit(Throttle limits) {
        throttle = limits;
    }

    public Throttle throttle() {
        return throttle;
    }

    /**
     * Opens the mailbox of a request for another operation, which is decided like a request of its own.
     *
     * @throws dev.postern.gate.Refusal if the caller is not allowed that operation
     */
    public <C extends MailboxAccess> C openRelated(
            MailboxAccess opened, MailboxOpening<C> opening, String method, String template) {
        return gate.openRelated(opened, row(method, template).operation(), opening);
    }

    /** The operation of a row, for work that is decided like a request for it. */
    public Operation operation(String method, String template) {
        return row(method, template).operation();
    }

    /**
     * Shows an object of an opened mailbox as the bound handler of a reading row does.
     *
     * @param opened the capability that the handler requires
     * @param path for the row's template, without the version
     * @return the object; null if it does not exist any more
     */
    public @Nullable ObjectNode show(MailboxAccess opened, String template, ShownPath path) {
        OperationRow row = row("GET", template);
        try {
            GraphRequest request =
                    new GraphRequest(path, row, path.keys(), Map.of(), model, compute, meetingEvents, maxBodyBytes);
            if (bound.get(row) instanceof BoundHandler.ToMailbox<?> mailbox) {
                return path.content(mailbox.handleOpened(opened, request));
            }
            throw new IllegalArgumentException(row.operation().name() + " has no handler");
        } catch (MailboxFailure.ItemNotFound e) {
            return null;
        }
    }

    private OperationRow row(String method, String template) {
        OperationRow row = table.row(method, template);
        if (row == null) {
            throw new IllegalArgumentException("No table has the operation " + method + " " + template);
        }
        return row;
    }

    private static void check(OperationRow row, boolean fits, String given) {
        if (!fits) {
            Operation operation = row.operation();
            throw new IllegalArgumentException(
                    operation.name() + " opens " + operation.area() + " " + operation.form() + ", not " + given);
        }
    }

    private GraphEdge bind(OperationRow row, BoundHandler handler) {
        if (bound.putIfAbsent(row, handler) != null) {
            throw new IllegalArgumentException(row.operation().name() + " has a handler already");
        }
        return this;
    }

    /** The type of the capability for a row's handler; empty if the row has no handler or opens nothing. */
    Optional<Class<?>> capability(OperationRow row) {
        return switch (bound.get(row)) {
            case BoundHandler.ToMailbox<?> mailbox ->
                Optional.of(mailbox.opening().capability());
            case BoundHandler.ToDirectory<?> directory ->
                Optional.of(directory.opening().capability());
            case BoundHandler.ToSubscriptions<?> subscriptions ->
                Optional.of(subscriptions.opening().capability());
            case null, default -> Optional.empty();
        };
    }

    /** The rows with handlers; the others are refused with 501. */
    public Set<OperationRow> served() {
        return Set.copyOf(bound.keySet());
    }

    @Override
    public Response handle(Request request) {
        Response answer;
        try {
            Caller caller = gate.caller(RequestContext.of(request), Resource.GRAPH);
            request.note("app", caller.token().app().toString());
            requireIds(caller, request);
            answer = route(caller, request, PathReader.read(withoutTenant(caller, request.segments())));
        } catch (RuntimeException failure) {
            answer = errors.answer(failure, request, ErrorFamily.EXCHANGE);
        }
        return answer.with("OData-Version", "4.0").with("x-ms-ags-diagnostic", DIAGNOSTIC);
    }

    /**
     * Refuses a path with an empty segment in the place of an id, which a program forgot. Other empty segments are ignored, because clients
     * concatenate addresses.
     */
    private void requireIds(Caller caller, Request request) {
        String path = VERSION.matcher(request.rawPath()).replaceFirst("$1/");
        List<String> written = withoutTenant(caller, List.of(path.split("/")));
        int empty = written.indexOf("");
        if (empty > 0 && table.find(request.method(), written) instanceof Match.Found<OperationRow>) {
            throw GraphFailure.badRequest("Resource not found for the segment ''. The path has an empty segment after '"
                    + written.get(empty - 1) + "'.");
        }
    }

    /** The segments after the version. Some clients name the tenant before the resource; only the caller's own can be meant. */
    private static List<String> withoutTenant(Caller caller, List<String> segments) {
        List<String> afterVersion = segments.subList(1, segments.size());
        if (afterVersion.size() < 2) {
            return afterVersion;
        }
        String first = afterVersion.getFirst();
        boolean tenant = first.equalsIgnoreCase("myorganization")
                || first.equalsIgnoreCase(caller.tenant().id().toString())
                || caller.tenant().domains().stream().anyMatch(first::equalsIgnoreCase);
        return tenant ? afterVersion.subList(1, afterVersion.size()) : afterVersion;
    }

    /** Everything under {@code /beta}: refused by name, after the token was checked. */
    public Handler beta() {
        return request -> {
            try {
                gate.caller(RequestContext.of(request), Resource.GRAPH);
                throw noBeta();
            } catch (RuntimeException failure) {
                return errors.answer(failure, request, ErrorFamily.EXCHANGE);
            }
        };
    }

    private static GraphFailure noBeta() {
        return GraphFailure.notImplemented("The version 'beta' of Microsoft Graph");
    }

    private Response route(Caller caller, Request request, PathReader.Normal path) {
        if (!path.segments().isEmpty() && path.segments().getFirst().equalsIgnoreCase("me")) {
            throw GraphFailure.badRequest("/me request is only valid with delegated authentication flow.");
        }
        if (!path.segments().isEmpty() && path.segments().getFirst().equalsIgnoreCase("beta")) {
            // a part of a batch can name a version only in this way
            throw noBeta();
        }
        return switch (table.find(request.method(), path.segments())) {
            case Match.Found<OperationRow> found -> {
                OperationRow row = found.route().target();
                request.note(Request.ROUTE, "/v1.0" + row.template());
                try {
                    var graph = new GraphRequest(
                            request,
                            row,
                            found.values(),
                            path.arguments(),
                            model,
                            compute,
                            meetingEvents,
                            maxBodyBytes);
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
        BoundHandler handler = bound.get(row);
        if (!row.method().equals("GET")
                && WhatIfOption.read(request.http().rawQuery()) != WhatIfOption.Asked.NO
                && !isDirectoryChange(handler, row)) {
            throw WhatIfOption.refused();
        }
        return switch (handler) {
            case BoundHandler.ToMailbox<?> mailbox -> mailbox.handle(gate, throttle, caller, request);
            case BoundHandler.ToDirectory<?> directory -> directory.handle(gate, caller, request, target, whatIf);
            case BoundHandler.ToSubscriptions<?> subscriptions -> subscriptions.handle(gate, caller, request, target);
            case BoundHandler.ToCaller(var ofCaller) -> {
                admit(caller, request, target);
                yield ofCaller.handle(caller, request);
            }
            case null -> {
                admit(caller, request, target);
                yield notImplemented(row);
            }
        };
    }

    private static boolean isDirectoryChange(@Nullable BoundHandler handler, OperationRow row) {
        return handler instanceof BoundHandler.ToDirectory<?> && row.operation().writes();
    }

    /**
     * Checks the permissions for an operation that opens nothing or has no handler: only callers with access learn that
     * it is not implemented.
     */
    private void admit(Caller caller, GraphRequest request, String target) {
        Operation operation = request.row().operation();
        if (operation.area().isOfMailbox()) {
            gate.admitToMailbox(caller, operation, request.keys().getFirst());
        } else if (!operation.permissions().isEmpty()) {
            gate.admit(caller, Resource.GRAPH, operation, target);
        }
    }

    private static Response notImplemented(OperationRow row) {
        throw GraphFailure.notImplemented(row.method() + " " + row.template(), row.note());
    }
}
