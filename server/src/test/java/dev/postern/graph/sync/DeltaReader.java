package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture.Client;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** A program that follows the changes of one collection and keeps a copy of it. */
final class DeltaReader {
    private Client client;
    private final String start;
    private final Map<String, String> headers;
    private final SequencedMap<String, JsonNode> copy = new LinkedHashMap<>();
    private String link;
    /** Tells a first page from the others. */
    private int pages;

    DeltaReader(Client client, String path, Map<String, String> headers) {
        this.client = client;
        this.link = path;
        this.start = path;
        this.headers = Map.copyOf(headers);
    }

    DeltaReader(Client client, String path) {
        this(client, path, Map.of());
    }

    /** The path of the first call. */
    String start() {
        return start;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Continues at another server. */
    void client(Client other) {
        client = other;
    }

    /** The link that the next round follows. */
    String link() {
        return link;
    }

    void link(String other) {
        link = other;
    }

    /** An entry of the copy. */
    JsonNode get(String id) {
        return Objects.requireNonNull(copy.get(id), id);
    }

    /** The copy, by id. */
    Map<String, JsonNode> copy() {
        return copy;
    }

    int pages() {
        return pages;
    }

    /** Reads one page and returns its entries. */
    List<JsonNode> page(Map<String, String> more) {
        var all = new HashMap<>(headers);
        more.forEach((name, value) -> all.merge(name, value, (one, other) -> one + ", " + other));
        Answer answer = client.send("GET", link, "", all);
        assertEquals(200, answer.status(), answer::toString);
        JsonNode json = answer.json();
        boolean last = json.has("@odata.deltaLink");
        assertTrue(last != json.has("@odata.nextLink"), answer::toString);
        String url = json.path(last ? "@odata.deltaLink" : "@odata.nextLink").asString();
        assertTrue(url.contains(last ? "?$deltatoken=" : "?$skiptoken="), url);
        link = url.substring(url.indexOf("/v1.0"));
        pages++;
        List<JsonNode> entries = json.path("value").valueStream().toList();
        entries.forEach(this::apply);
        return entries;
    }

    private void apply(JsonNode entry) {
        String id = entry.path("id").asString();
        assertTrue(!id.isEmpty(), entry::toString);
        assertTrue(entry.path("@odata.type").asString("").startsWith("#microsoft.graph."), entry::toString);
        if (entry.has("@removed")) {
            copy.remove(id);
        } else {
            assertTrue(entry.has("@odata.etag"), entry::toString);
            copy.put(id, entry);
        }
    }

    boolean isBetween() {
        return link.contains("deltatoken");
    }

    /** Reads the rest of a round and returns its entries. */
    List<JsonNode> round() {
        var entries = new ArrayList<JsonNode>();
        do {
            entries.addAll(page(Map.of()));
        } while (!isBetween());
        return entries;
    }

    /** As {@link #round}, in short: the values of a property, removed ones as {@code -id}. */
    List<String> shown(String property) {
        return round().stream()
                .map(entry -> entry.has("@removed")
                        ? "-" + entry.path("id").asString()
                        : entry.path(property).asString("?"))
                .toList();
    }
}
