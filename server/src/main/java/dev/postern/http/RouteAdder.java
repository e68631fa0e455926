package dev.postern.http;

/** Collects the routes of an edge. */
@FunctionalInterface
public interface RouteAdder {
    void add(String method, String template, Handler handler);
}
