package dev.postern.graph.item;

import dev.postern.gate.ItemReader;
import dev.postern.graph.GraphRequest;
import dev.postern.mailbox.IdStyle;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How contexts, links and {@code Location} headers name what a mailbox contains. */
public final class ItemAddress {
    private ItemAddress() {}

    /** {@code users('...')}. */
    public static String user(ItemReader mailbox) {
        return "users('" + mailbox.ownerId() + "')";
    }

    /** A key in the form that it has between parentheses in an address. */
    public static String quoted(String key) {
        return "'" + URLEncoder.encode(key.replace("'", "''"), StandardCharsets.UTF_8) + "'";
    }

    /** An absolute address: {@code https://host/v1.0/users('...')/messages('...')}. */
    public static String location(GraphRequest request, ItemReader mailbox, String collection, String id) {
        return request.serviceRoot() + "/" + user(mailbox) + "/" + collection + "(" + quoted(id) + ")";
    }

    /** Which ids the caller wants to see; records in the response that the preference was applied. */
    public static IdStyle ids(GraphRequest request) {
        if (!request.preferences().immutableIds()) {
            return IdStyle.DEFAULT;
        }
        request.preferences().applied("IdType=\"ImmutableId\"");
        return IdStyle.IMMUTABLE;
    }
}
