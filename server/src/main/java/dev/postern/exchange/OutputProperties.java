package dev.postern.exchange;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Collects the properties of one output object and their type annotations. */
final class OutputProperties {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS").withZone(ZoneOffset.UTC);
    private final ObjectNode node = JsonNodeFactory.instance.objectNode();

    OutputProperties text(String name, @Nullable String value) {
        node.put(name, value);
        return this;
    }

    OutputProperties flag(String name, boolean value) {
        node.put(name, value);
        return this;
    }

    OutputProperties number(String name, int value) {
        node.put(name, value);
        return this;
    }

    OutputProperties guid(String name, @Nullable UUID value) {
        node.put(name + "@data.type", "System.Guid");
        node.put(name + "@odata.type", "#Guid");
        node.put(name, value == null ? null : value.toString());
        return this;
    }

    OutputProperties texts(String name, Collection<String> values) {
        node.put(name + "@odata.type", "#Collection(String)");
        var array = node.putArray(name);
        values.forEach(array::add);
        return this;
    }

    /** Adds a point in time twice, as Exchange does: {@code name} with an offset, {@code nameUTC} with a Z. */
    OutputProperties moment(String name, Instant value) {
        return moment(name, SECONDS.format(value) + "+00:00").moment(name + "UTC", SECONDS.format(value) + "Z");
    }

    /** A time without a second property in UTC. */
    OutputProperties time(String name, Instant value) {
        return moment(name, SECONDS.format(value) + "+00:00");
    }

    private OutputProperties moment(String name, String value) {
        node.put(name + "@data.type", "System.DateTime");
        node.put(name, value);
        return this;
    }

    ObjectNode node() {
        return node;
    }
}
