package dev.postern.http;

/** Takes the routes that an edge brings. */
@FunctionalInterface
public interface RouteAdder {
    void add(String method, String template, Handler handler);
}
