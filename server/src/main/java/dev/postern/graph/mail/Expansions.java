package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.item.AttachmentJson;
import dev.postern.graph.item.OpenExpansions;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MapiConditions;
import dev.postern.mailbox.MapiValues;
import dev.postern.query.Condition;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the expansions of a query on messages. */
final class Expansions {
    private Expansions() {}

    static void into(ObjectNode json, Item item, QueryOptions query, AttachmentJson attachments) {
        for (QueryOptions.Expand expand : query.view().expands()) {
            Optional<Condition> filter = expand.options().filter();
            ArrayNode found = Json.array();
            switch (expand.navigation()) {
                case "attachments" ->
                    attachments.mailbox().attachments(item.id()).stream()
                            .map(attachment -> attachments.of(attachment, expand.options()))
                            .filter(one -> OpenExpansions.matches(filter, one))
                            .forEach(found::add);
                case "extensions" ->
                    own(item, "extensions").forEach(extension -> {
                        if (OpenExpansions.matches(filter, extension)
                                || OpenExpansions.matches(filter, OpenExpansions.byItsName(extension))) {
                            found.add(extension);
                        }
                    });
                case "singleValueExtendedProperties" -> {
                    Optional<Condition> canonical = filter.map(MapiConditions::canonical);
                    MapiValues.of(item, computed(expand)).forEach(property -> {
                        if (OpenExpansions.matches(canonical, property)) {
                            found.add(property);
                        }
                    });
                }
                case "multiValueExtendedProperties" ->
                    MapiValues.ofMulti(item, ids(expand)).forEach(property -> {
                        if (OpenExpansions.matches(filter.map(MapiConditions::canonical), property)) {
                            found.add(property);
                        }
                    });
                case "event" -> {
                    // a single value, which the view has added
                    continue;
                }
                default -> throw GraphFailure.notImplemented("Expanding '" + expand.navigation() + "' of a message");
            }
            json.set(expand.navigation(), found);
        }
    }

    /** The ids of the extended properties for which values are computed: those that the filter names. */
    static Set<String> computed(QueryOptions.Expand expand) {
        return expand.navigation().endsWith("ExtendedProperties") ? ids(expand) : Set.of();
    }

    private static Set<String> ids(QueryOptions.Expand expand) {
        return expand.options().filter().map(MapiConditions::ids).orElse(Set.of());
    }

    private static JsonNode own(Item item, String name) {
        ObjectNode doc = item.doc();
        return doc == null ? Json.array() : doc.path(name);
    }
}
