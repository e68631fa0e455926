package dev.postern.graph.model;

/** A request body that does not match its type: status 400 with this code and message. */
public final class BodyFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String text;

    private BodyFailure(String code, String text) {
        super(code + ": " + text, null, false, false);
        this.code = code;
        this.text = text;
    }

    /** The body as a whole is not as expected. The trailing space is Graph's. */
    static BodyFailure notReadable() {
        return new BodyFailure("UnableToDeserializePostBody", "were unable to deserialize ");
    }

    static BodyFailure read(String text) {
        return new BodyFailure("RequestBodyRead", text);
    }

    public String code() {
        return code;
    }

    public String text() {
        return text;
    }
}
