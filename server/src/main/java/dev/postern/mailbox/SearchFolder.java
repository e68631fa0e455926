package dev.postern.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a search folder looks, and for what. It holds no items: whoever asks it asks its sources.
 *
 * @param sources folders of the same mailbox, at least one; one that is gone by now holds nothing
 * @param nested whether the folders below them are searched too, as far as lists of the whole mailbox have them
 * @param filter as it was given; the mailbox keeps it and does not understand it
 */
public record SearchFolder(List<FolderId> sources, boolean nested, String filter) {
    /** More sources than this are refused. */
    public static final int MOST_SOURCES = 100;

    public SearchFolder {
        sources = List.copyOf(sources);
        if (sources.isEmpty() || sources.size() > MOST_SOURCES) {
            throw new IllegalArgumentException("A search folder has 1 to " + MOST_SOURCES + " sources");
        }
    }

    String text() {
        ObjectNode json = StoredJson.object();
        ArrayNode ids = json.putArray("sources");
        sources.forEach(source -> ids.add(source.value().toString()));
        return json.put("nested", nested).put("filter", filter).toString();
    }

    static SearchFolder parse(String text) {
        ObjectNode json = StoredJson.object(text);
        var sources = new ArrayList<FolderId>();
        for (JsonNode source : json.path("sources")) {
            sources.add(new FolderId(UUID.fromString(source.stringValue())));
        }
        return new SearchFolder(sources, json.path("nested").booleanValue(), StoredJson.text(json.get("filter"), ""));
    }
}
