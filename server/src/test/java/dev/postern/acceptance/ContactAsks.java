package dev.postern.acceptance;

import dev.postern.graph.OperationRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Creates requests for the rows about contacts, like {@link MailAsks}, with objects that no other request uses. */
final class ContactAsks {
    private static final String BOX = "/v1.0/users/" + MailSeeds.MEMBER;
    private static final String JSON = "application/json";
    private static final String IMAGE = "image/gif";
    /** An image of one pixel, of which only the header is read. */
    private static final String PHOTO = "GIF89a\u0001\u0000\u0001\u0000";

    /** Request bodies by method and by the last collection or object of the template. {@code ~} is replaced by a new name. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST contactFolders", "{\"displayName\":\"~\"}"),
            Map.entry("PATCH contactFolders", "{\"displayName\":\"~\"}"),
            Map.entry("POST childFolders", "{\"displayName\":\"~\"}"),
            Map.entry("PATCH childFolders", "{\"displayName\":\"~\"}"),
            Map.entry("POST contacts", "{\"givenName\":\"~\"}"),
            Map.entry("PATCH contacts", "{\"surname\":\"~\"}"),
            Map.entry("POST extensions", MailSeeds.extension("~")),
            Map.entry("PATCH extensions", MailSeeds.extension(MailSeeds.EXTENSION)));

    private final Http http;
    private final String token;
    private final AtomicInteger number = new AtomicInteger();

    ContactAsks(Http http, String token) {
        this.http = http;
        this.token = token;
    }

    static boolean has(OperationRow row) {
        return row.section().equals("contact");
    }

    /** The rows that have handlers, and those that are refused by name. */
    static List<OperationRow> rows(List<OperationRow> all) {
        return all.stream().filter(ContactAsks::has).toList();
    }

    MailAsk fresh(OperationRow row) {
        String path = path(row);
        boolean photo = row.template().contains("/photo");
        boolean writes = row.method().equals("PUT") || row.method().equals("PATCH");
        if (photo && !writes) {
            String contact = path.substring(0, path.indexOf("/photo"));
            http.send("PUT", "/v1.0" + contact + "/photo/$value", token, IMAGE, PHOTO)
                    .expect(200);
        }
        @Nullable String body = BODIES.get(row.method() + " " + last(row.template()));
        if (photo && writes) {
            return new MailAsk(row, row.method(), path, IMAGE, PHOTO);
        }
        return new MailAsk(
                row, row.method(), path, body == null ? null : JSON, body == null ? null : body.replace("~", name()));
    }

    private static String last(String template) {
        String collection = template.replaceAll("/\\{id}$", "");
        return collection.substring(collection.lastIndexOf('/') + 1);
    }

    private String path(OperationRow row) {
        var path = new StringBuilder();
        var ids = new HashMap<String, String>();
        String before = "";
        for (String segment : row.template().substring(1).split("/")) {
            if (segment.equals("{id}")) {
                ids.put(before, before.equals("users") ? MailSeeds.MEMBER : made(before, path.toString()));
            }
            path.append('/').append(segment.equals("{id}") ? Objects.requireNonNull(ids.get(before)) : segment);
            before = segment;
        }
        return path.toString();
    }

    /** @param path ends with the collection */
    private String made(String collection, String path) {
        String below = path.substring(("/users/" + MailSeeds.MEMBER).length());
        String body = Objects.requireNonNull(BODIES.get("POST " + collection));
        if (collection.equals("extensions")) {
            post(below, MailSeeds.extension(MailSeeds.EXTENSION)).expect(201);
            return MailSeeds.EXTENSION;
        }
        return post(below, body.replace("~", name()))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private String name() {
        return "contact" + number.incrementAndGet();
    }

    private Answer post(String path, String body) {
        return http.send("POST", BOX + path, token, JSON, body);
    }
}
