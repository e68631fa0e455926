package dev.postern.http;

/** Bytes that are not the JSON they should be. The message names the kind and the place, never the content. */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedJson(String message) {
        super(message);
    }
}
