package dev.postern.console.page;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads answers of edges. */
public final class Rows {
    private Rows() {}

    /** A member as text, or an empty text. */
    public static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    /** A member that is a list of texts. */
    public static List<String> texts(JsonNode node, String name) {
        return node.path(name).valueStream().map(one -> one.asString("")).toList();
    }
}
