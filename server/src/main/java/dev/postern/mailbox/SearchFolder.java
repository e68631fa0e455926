package dev.postern.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The search of a search folder. The folder contains no items; reading it reads its sources.
 *
 * @param sources folders of the same mailbox, at least one; a deleted one counts as empty
 * @param nested whether their subfolders are searched too, if lists of the whole mailbox contain them
 * @param filter the text as it was given; the mailbox stores it without interpreting it
 */
public record SearchFolder(List<FolderId> sources, boolean nested, String filter) {
    /** The maximum number of sources. */
    public static final int MAX_SOURCES = 100;

    public SearchFolder {
        sources = List.copyOf(sources);
        if (sources.isEmpty() || sources.size() > MAX_SOURCES) {
            throw new IllegalArgumentException("A search folder has 1 to " + MAX_SOURCES + " sources");
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
