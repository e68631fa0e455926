package dev.postern.graph.calendar;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.item.AttachmentJson;
import dev.postern.graph.item.OpenExpansions;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.mailbox.event.EventInstance;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the expansions of a query on events. */
final class EventExpansions {
    private EventExpansions() {}

    static void into(ObjectNode json, EventInstance event, QueryOptions query, AttachmentJson attachments) {
        for (QueryOptions.Expand expand : query.view().expands()) {
            String name = expand.navigation();
            if (OpenExpansions.into(json, event.properties(), expand)) {
                continue;
            }
            switch (name) {
                case "attachments" -> {
                    ArrayNode found = json.putArray(name);
                    attachments.mailbox().attachments(event.ref()).stream()
                            .map(attachment -> attachments.of(attachment, expand.options()))
                            .filter(one ->
                                    OpenExpansions.matches(expand.options().filter(), one))
                            .forEach(found::add);
                }
                case "calendar" -> {
                    // a single value, which the view has added
                }
                case "exceptionOccurrences" -> {
                    if (!json.has(name)) {
                        throw GraphFailure.notImplemented("Expanding '" + name + "' except of one event that is read");
                    }
                }
                default -> throw GraphFailure.notImplemented("Expanding '" + name + "' of an event");
            }
        }
    }
}
