package dev.postern.console.page;

import dev.postern.console.call.EdgeCalls;

/** Builds the query of a link. Names and values are encoded; a parameter without a value is left out. */
public final class QueryText {
    private final StringBuilder text = new StringBuilder();

    public QueryText with(String name, String value) {
        if (!value.isEmpty()) {
            text.append(text.isEmpty() ? "?" : "&")
                    .append(EdgeCalls.encode(name))
                    .append('=')
                    .append(EdgeCalls.encode(value));
        }
        return this;
    }

    /** Begins with a question mark, unless it is empty. */
    @Override
    public String toString() {
        return text.toString();
    }
}
