package dev.postern.http;

/** Handles a request on its own virtual thread; it may block. An exception becomes an internal error. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
