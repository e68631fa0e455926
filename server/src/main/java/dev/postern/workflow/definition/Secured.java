package dev.postern.workflow.definition;

import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The parts of a trigger or action that the history does not show. */
public enum Secured {
    INPUTS,
    OUTPUTS;

    /** Reads {@code runtimeConfiguration}, of which only {@code secureData} is supported. */
    static Set<Secured> read(Source source, String section, String name, JsonNode owner) {
        JsonNode configuration = owner.path("runtimeConfiguration");
        if (configuration.isMissingNode() || configuration.isNull()) {
            return Set.of();
        }
        source.members(section, name, configuration, Set.of("secureData"));
        return parts(source, section, name, configuration.path("secureData"));
    }

    /** Reads {@code secureData}. */
    public static Set<Secured> parts(Source source, String section, String name, JsonNode secure) {
        if (secure.isMissingNode() || secure.isNull()) {
            return Set.of();
        }
        source.members(section, name, secure, Set.of("properties"));
        if (!secure.path("properties").isArray()) {
            throw source.invalid(section, name, "'secureData.properties' must be an array");
        }
        Set<Secured> secured = EnumSet.noneOf(Secured.class);
        for (JsonNode property : secure.path("properties").values()) {
            switch (property.asString("")) {
                case "inputs" -> secured.add(INPUTS);
                case "outputs" -> secured.add(OUTPUTS);
                default ->
                    throw source.invalid(
                            section, name, "'secureData.properties' may contain only 'inputs' and 'outputs'");
            }
        }
        return secured;
    }
}
