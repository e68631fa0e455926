package dev.postern.graph.calendar;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.item.AttachmentJson;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.MapiConditions;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the expansions of a query on events. */
final class EventExpansions {
    private EventExpansions() {}

    static void into(ObjectNode json, EventInstance event, QueryOptions query, AttachmentJson attachments) {
        for (QueryOptions.Expand expand : query.view().expands()) {
            Optional<Condition> filter = expand.options().filter();
            String name = expand.navigation();
            ArrayNode found = Json.array();
            switch (name) {
                case "attachments" ->
                    attachments.mailbox().attachments(event.ref()).stream()
                            .map(attachment -> attachments.of(attachment, expand.options()))
                            .filter(one -> matches(filter, one))
                            .forEach(found::add);
                case "extensions" ->
                    event.properties().path(name).forEach(extension -> {
                        if (matches(filter, extension) || matches(filter, byItsName(extension))) {
                            found.add(extension);
                        }
                    });
                case "singleValueExtendedProperties", "multiValueExtendedProperties" ->
                    event.properties().path(name).forEach(property -> {
                        if (matches(filter.map(MapiConditions::canonical), property)) {
                            found.add(property);
                        }
                    });
                case "calendar" -> {
                    continue;
                }
                case "exceptionOccurrences" -> {
                    if (!json.has(name)) {
                        throw GraphFailure.notImplemented("Expanding '" + name + "' except of one event that is read");
                    }
                    continue;
                }
                default -> throw GraphFailure.notImplemented("Expanding '" + name + "' of an event");
            }
            json.set(name, found);
        }
    }

    private static boolean matches(Optional<Condition> filter, JsonNode document) {
        return filter.map(condition -> DocumentEvaluator.test(condition, document))
                .orElse(true);
    }

    /** Programs use the name of an extension as well as its id. */
    private static ObjectNode byItsName(JsonNode extension) {
        ObjectNode named = (ObjectNode) extension.deepCopy();
        return named.put("id", extension.path("extensionName").stringValue(""));
    }
}
