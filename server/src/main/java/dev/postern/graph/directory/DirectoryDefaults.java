package dev.postern.graph.directory;

import dev.postern.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a property is that was never set, by type: {@code directory-defaults.json}. Clients index into such properties, so an empty list
 * must not be missing.
 */
final class DirectoryDefaults {
    private static final JsonNode BY_TYPE = read();

    private DirectoryDefaults() {}

    /** Not to be changed. */
    static ObjectNode of(String type) {
        return BY_TYPE.get(type) instanceof ObjectNode defaults ? defaults : Json.object();
    }

    private static JsonNode read() {
        try (InputStream resource = Objects.requireNonNull(
                DirectoryDefaults.class.getResourceAsStream("/dev/postern/graph/directory-defaults.json"),
                "directory-defaults.json is not in the jar")) {
            return Json.parse(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
