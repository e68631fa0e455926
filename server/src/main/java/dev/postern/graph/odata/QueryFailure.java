package dev.postern.graph.odata;

/** A refused query: status 400 with this code and message. */
public final class QueryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Longer texts are truncated in errors. */
    private static final int MAX_ECHO_LENGTH = 300;

    private final String code;
    private final String text;

    public QueryFailure(String code, String text) {
        super(code + ": " + text, null, false, false);
        this.code = code;
        this.text = text;
    }

    static QueryFailure badRequest(String text) {
        return new QueryFailure("BadRequest", text);
    }

    static QueryFailure invalidFilter(String reason) {
        return badRequest("Invalid filter clause: " + reason);
    }

    static QueryFailure character(String text, int position) {
        return badRequest("Syntax error: character '" + Character.toString(text.codePointAt(position))
                + "' is not valid at position " + position + " in '" + echo(text) + "'.");
    }

    static QueryFailure syntax(String text, int position) {
        return badRequest("Syntax error at position " + position + " in '" + echo(text) + "'.");
    }

    static QueryFailure noProperty(String name, String type) {
        return badRequest(noPropertyText(name, type));
    }

    static String noPropertyText(String name, String type) {
        return "Could not find a property named '" + echo(name) + "' on type '" + type + "'.";
    }

    static QueryFailure unsupportedOption(String name) {
        return badRequest("The query parameter '" + name + "' is not supported.");
    }

    static String echo(String text) {
        return text.length() <= MAX_ECHO_LENGTH ? text : text.substring(0, MAX_ECHO_LENGTH) + "...";
    }

    public String code() {
        return code;
    }

    public String text() {
        return text;
    }
}
