package dev.postern.graph.item;

import dev.postern.gate.ItemReader;
import dev.postern.graph.GraphRequest;
import dev.postern.mailbox.IdStyle;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The names of a mailbox's content in contexts, links and {@code Location} headers. */
public final class ItemAddress {
    private ItemAddress() {}

    /** {@code users('...')}. */
    public static String user(ItemReader mailbox) {
        return "users('" + mailbox.ownerId() + "')";
    }

    /** A key in the form for parentheses in a URL. */
    public static String quoted(String key) {
        return "'" + URLEncoder.encode(key.replace("'", "''"), StandardCharsets.UTF_8) + "'";
    }

    /** An absolute URL: {@code https://host/v1.0/users('...')/messages('...')}. */
    public static String location(GraphRequest request, ItemReader mailbox, String collection, String id) {
        return request.serviceRoot() + "/" + user(mailbox) + "/" + collection + "(" + quoted(id) + ")";
    }

    /** The id style that the caller wants; records in the response that the preference was applied. */
    public static IdStyle ids(GraphRequest request) {
        if (!request.preferences().immutableIds()) {
            return IdStyle.DEFAULT;
        }
        request.preferences().applied("IdType=\"ImmutableId\"");
        return IdStyle.IMMUTABLE;
    }
}
