package dev.postern.http;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Routes requests to edges by path. Paths are templates as in {@link Routes}: a literal wins over a
 * parameter, so {@code /v1.0/...} and {@code /{tenant}/...} can coexist. Filled at start, then thread-safe.
 */
public final class RequestRouter implements Handler {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final Routes<Entry> routes = new Routes<>();

    private record Entry(String edge, Handler handler) {}

    /** Adds one method of one path. */
    public RequestRouter route(String edge, String method, String template, Handler handler) {
        routes.add(method, template, new Entry(edge, handler));
        return this;
    }

    /** Returns an adder for the routes of one edge. */
    public RouteAdder of(String edge) {
        return (method, template, handler) -> route(edge, method, template, handler);
    }

    /** Adds a path and everything below it, for all methods. The edge itself refuses unknown paths. */
    public RequestRouter mount(String edge, String template, Handler handler) {
        for (String method : METHODS) {
            route(edge, method, template, handler);
            route(edge, method, template + "/{rest*}", handler);
        }
        return this;
    }

    @Override
    public Response handle(Request request) {
        return switch (routes.find(request.method(), request.segments())) {
            case Routes.Match.Found<Entry>(Routes.Route<Entry> route, List<String> values) -> {
                request.note("edge", route.target().edge());
                request.note(Request.ROUTE, route.template());
                yield route.target().handler().handle(request);
            }
            case Routes.Match.NoMethod<Entry>(TreeSet<String> known) -> otherMethod(request, known);
            // also OPTIONS *: health checkers ask for the server as a whole
            case Routes.Match.NoPath<Entry>()
            when request.method().equals("OPTIONS") && request.segments().isEmpty() ->
                otherMethod(request, new TreeSet<>(METHODS));
            case Routes.Match.NoPath<Entry>() ->
                Problem.of(404, "NotFound", "There is no resource at this path.", request);
        };
    }

    private static Response otherMethod(Request request, Set<String> known) {
        var allowed = new TreeSet<>(known);
        allowed.add("OPTIONS");
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        // The response to OPTIONS contains the methods but no CORS headers: web pages of other origins must not call
        // this server.
        Response answer = request.method().equals("OPTIONS")
                ? Response.empty(204)
                : Problem.of(
                        405,
                        "MethodNotAllowed",
                        "The method " + request.method() + " is not supported for this path.",
                        request);
        return answer.with("Allow", String.join(", ", allowed));
    }
}
