package dev.postern.graph.calendar;

import dev.postern.graph.content.HeaderText;
import dev.postern.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The locations of an event: {@code location} and {@code locations} say the same. */
final class LocationInput {
    private static final int MAX_LOCATIONS = 100;
    private static final int MAX_LENGTH = 2_048;
    /** Sources whose ids are kept. Those of all others are replaced by the name. */
    private static final Set<String> KNOWN_SOURCES = Set.of("directory", "bing", "locationStore");

    private LocationInput() {}

    /** Replaces what the event has of the two properties by both in stored form. The list has precedence. */
    static void complete(ObjectNode event) {
        if (!event.has("location") && !event.has("locations")) {
            return;
        }
        List<ObjectNode> all = new ArrayList<>();
        if (event.path("locations").isEmpty()) {
            add(all, event.path("location"));
        } else {
            event.path("locations").forEach(one -> add(all, one));
        }
        if (all.size() > MAX_LOCATIONS) {
            throw EventFaults.property("An event can have at most " + MAX_LOCATIONS + " locations.");
        }
        ArrayNode list = event.putArray("locations");
        all.forEach(list::add);
        event.set("location", all.size() == 1 ? all.getFirst() : all.isEmpty() ? none() : joined(all));
    }

    /** The location of an event that has none. */
    static ObjectNode none() {
        ObjectNode none = Json.object()
                .put("displayName", "")
                .put("locationType", "default")
                .put("uniqueIdType", "unknown");
        none.putObject("address");
        none.putObject("coordinates");
        return none;
    }

    private static void add(List<ObjectNode> all, JsonNode given) {
        if (!(given instanceof ObjectNode location) || isEmpty(location)) {
            return;
        }
        ObjectNode stored = Json.object();
        location.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (value.stringValue("").length() > MAX_LENGTH
                    || value.valueStream().anyMatch(part -> part.stringValue("").length() > MAX_LENGTH)) {
                throw EventFaults.property("The texts of a location can have at most " + MAX_LENGTH + " characters.");
            }
            if (value.isString()) {
                stored.put(member.getKey(), HeaderText.clean(value.stringValue()));
            } else if (!value.isNull()) {
                stored.set(member.getKey(), value);
            }
        });
        String name = stored.path("displayName").stringValue("");
        stored.put("displayName", name);
        if (!stored.has("locationType")) {
            stored.put("locationType", "default");
        }
        if (!KNOWN_SOURCES.contains(location.path("uniqueIdType").stringValue(""))) {
            stored.put("uniqueId", name);
            stored.put("uniqueIdType", "private");
        }
        all.add(stored);
    }

    /** Clients send all members back, and forms send empty ones. */
    private static boolean isEmpty(ObjectNode location) {
        return location.path("displayName").stringValue("").isBlank()
                && location.path("locationUri").stringValue("").isBlank()
                && location.path("locationEmailAddress").stringValue("").isBlank()
                && location.path("address").isEmpty()
                && location.path("coordinates").isEmpty();
    }

    private static ObjectNode joined(List<ObjectNode> all) {
        String name = all.stream()
                .map(one -> one.path("displayName").stringValue(""))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("; "));
        return Json.object()
                .put("displayName", name)
                .put("locationType", "default")
                .put("uniqueId", name)
                .put("uniqueIdType", "private");
    }
}
