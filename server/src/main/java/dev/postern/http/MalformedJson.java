package dev.postern.http;

/** Invalid JSON. The message names the kind of error and its position, and no content unless the reader has written it. */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedJson(String message) {
        super(message);
    }
}
