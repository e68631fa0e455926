package dev.postern.subscription;

import dev.postern.mailbox.IdStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the creator of a subscription chose besides its targets.
 *
 * @param changes the types of changes that are notified
 * @param ids the style of the ids in notifications
 * @param select properties whose changes are notified; empty for all
 * @param query the query of the resource, as sent
 * @param filtered whether the query has a condition
 * @param rich whether notifications contain the item, encrypted
 * @param shown the properties that a response shows as they were sent, by their Graph names
 */
public record SubscriptionTerms(
        Set<ChangeType> changes,
        IdStyle ids,
        List<String> select,
        String query,
        boolean filtered,
        boolean rich,
        ObjectNode shown) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public SubscriptionTerms {
        changes = Set.copyOf(changes);
        select = List.copyOf(select);
    }

    /** The same with another certificate. */
    public SubscriptionTerms with(ObjectNode other) {
        return new SubscriptionTerms(changes, ids, select, query, filtered, rich, other);
    }

    String text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var types = json.putArray("changes");
        changes.stream().sorted().forEach(change -> types.add(change.name()));
        json.put("ids", ids.name());
        var names = json.putArray("select");
        select.forEach(names::add);
        json.put("query", query);
        json.put("filtered", filtered);
        json.put("rich", rich);
        json.set("shown", shown);
        return json.toString();
    }

    static SubscriptionTerms parse(String text) {
        JsonNode json = MAPPER.readTree(text);
        var changes = EnumSet.noneOf(ChangeType.class);
        json.path("changes").forEach(one -> changes.add(ChangeType.valueOf(one.stringValue())));
        var select = new ArrayList<String>();
        json.path("select").forEach(one -> select.add(one.stringValue()));
        return new SubscriptionTerms(
                changes,
                IdStyle.valueOf(json.path("ids").stringValue()),
                select,
                json.path("query").stringValue(),
                json.path("filtered").booleanValue(),
                json.path("rich").booleanValue(),
                (ObjectNode) json.path("shown"));
    }
}
