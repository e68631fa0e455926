package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.item.AttachmentJson;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.Item;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import java.util.Optional;
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
                            .filter(one -> matches(filter, one))
                            .forEach(found::add);
                case "extensions" ->
                    own(item, "extensions").forEach(extension -> {
                        if (matches(filter, extension) || matches(filter, byItsName(extension))) {
                            found.add(extension);
                        }
                    });
                case "singleValueExtendedProperties", "multiValueExtendedProperties" ->
                    own(item, expand.navigation()).forEach(property -> {
                        if (matches(filter, property)) {
                            found.add(property);
                        }
                    });
                default -> throw GraphFailure.notImplemented("Expanding '" + expand.navigation() + "' of a message");
            }
            json.set(expand.navigation(), found);
        }
    }

    private static JsonNode own(Item item, String name) {
        ObjectNode doc = item.doc();
        return doc == null ? Json.array() : doc.path(name);
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
