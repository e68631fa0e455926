package dev.postern.http;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sends each request to the edge whose path it has. Paths are templates as in {@link Routes}: a literal wins over a
 * parameter, so {@code /v1.0/...} and {@code /{tenant}/...} live side by side. Filled at start, then used by many threads.
 */
public final class RequestRouter implements Handler {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final Routes<Entry> routes = new Routes<>();

    private record Entry(String edge, Handler handler) {}

    /** One method of one path. */
    public RequestRouter route(String edge, String method, String template, Handler handler) {
        routes.add(method, template, new Entry(edge, handler));
        return this;
    }

    /** Takes routes that belong to one edge. */
    public RouteAdder of(String edge) {
        return (method, template, handler) -> route(edge, method, template, handler);
    }

    /** A path and everything below it, all methods; the edge tells itself what it does not have. */
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
            case Routes.Match.NoPath<Entry>() ->
                Problem.of(404, "NotFound", "Nothing is served under this path.", request);
        };
    }

    private static Response otherMethod(Request request, Set<String> known) {
        var allowed = new TreeSet<>(known);
        allowed.add("OPTIONS");
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        // OPTIONS is answered with the methods and nothing about other origins: no browser page may call from
        // elsewhere.
        Response answer = request.method().equals("OPTIONS")
                ? Response.empty(204)
                : Problem.of(
                        405,
                        "MethodNotAllowed",
                        "This path does not have the method " + request.method() + ".",
                        request);
        return answer.with("Allow", String.join(", ", allowed));
    }
}
