package dev.postern.http;

/** Answers one request, on a virtual thread of its own; it may block. What it throws is answered as an internal error. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
