package dev.postern.http;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table of path templates such as {@code /users/{id}/messages}. Literal segments are compared without regard to case and win
 * over parameters; {@code {name*}} at the end matches the rest of the path. Filled at start, then thread-safe.
 *
 * @param <T> the target of a route, for example a handler
 */
public final class Routes<T> {
    private final Node<T> root = new Node<>();

    /** Adds a route. Throws {@link IllegalArgumentException} if it exists already. */
    public Routes<T> add(String method, String template, T target) {
        Node<T> node = root;
        var names = new ArrayList<String>();
        for (String part : template.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            if (part.startsWith("{")) {
                boolean rest = part.endsWith("*}");
                names.add(part.substring(1, part.length() - (rest ? 2 : 1)));
                node = rest ? node.rest() : node.parameter();
            } else {
                node = node.literals.computeIfAbsent(Folding.lower(part), k -> new Node<>());
            }
        }
        var route = new Route<>(method, template, List.copyOf(names), target);
        if (node.routes.putIfAbsent(method, route) != null) {
            throw new IllegalArgumentException("Two routes for " + method + " " + template);
        }
        return this;
    }

    /** Finds the route for decoded path segments. */
    public Match<T> find(String method, List<String> segments) {
        var values = new ArrayList<String>();
        Node<T> node = match(root, segments, 0, values);
        if (node == null) {
            return new Match.NoPath<>();
        }
        Route<T> route = node.routes.get(method);
        return route == null
                ? new Match.NoMethod<>(new TreeSet<>(node.routes.keySet()))
                : new Match.Found<>(route, List.copyOf(values));
    }

    private static <T> @Nullable Node<T> match(Node<T> node, List<String> segments, int at, List<String> values) {
        if (at == segments.size()) {
            return node.routes.isEmpty() ? null : node;
        }
        String segment = segments.get(at);
        Node<T> literal = node.literals.get(Folding.lower(segment));
        if (literal != null) {
            Node<T> found = match(literal, segments, at + 1, values);
            if (found != null) {
                return found;
            }
        }
        if (node.parameter != null) {
            values.add(segment);
            Node<T> found = match(node.parameter, segments, at + 1, values);
            if (found != null) {
                return found;
            }
            values.removeLast();
        }
        if (node.rest != null) {
            values.add(String.join("/", segments.subList(at, segments.size())));
            return node.rest;
        }
        return null;
    }

    /** A row of the table. */
    public record Route<T>(String method, String template, List<String> names, T target) {}

    /** The result of a lookup. */
    public sealed interface Match<T> {
        /** A route and the values of its parameters in order. */
        record Found<T>(Route<T> route, List<String> values) implements Match<T> {
            /** Returns the value of a parameter; the first one if two have the same name. */
            public String value(String name) {
                return values.get(route.names().indexOf(name));
            }
        }

        /** The path exists, but only for other methods. */
        record NoMethod<T>(TreeSet<String> allowed) implements Match<T> {}

        /** No route has this path. */
        record NoPath<T>() implements Match<T> {}
    }

    private static final class Node<T> {
        private final Map<String, Node<T>> literals = new HashMap<>();
        private final Map<String, Route<T>> routes = new HashMap<>();
        private @Nullable Node<T> parameter;
        private @Nullable Node<T> rest;

        Node<T> parameter() {
            if (parameter == null) {
                parameter = new Node<>();
            }
            return parameter;
        }

        Node<T> rest() {
            if (rest == null) {
                rest = new Node<>();
            }
            return rest;
        }
    }
}
