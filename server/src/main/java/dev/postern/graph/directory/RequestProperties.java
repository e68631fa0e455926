package dev.postern.graph.directory;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.model.ModelProperty;
import dev.postern.graph.model.StructuredType;
import dev.postern.http.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The properties of a request, removed one by one by the code that uses them. The remaining ones are only stored, see
 * {@link #profile}; properties that cannot be stored are refused by name.
 */
final class RequestProperties {
    private static final int MAX_TEXT_LENGTH = 1024;
    /** For all properties of an object that are only stored. */
    private static final int MAX_PROFILE = 1 << 20;

    private static final String BIND = "@odata.bind";

    private final ObjectNode body;
    private final StructuredType type;
    private final String resource;

    /**
     * @param resource the type's name in errors: {@code User}
     */
    RequestProperties(ObjectNode body, StructuredType type, String resource) {
        this.body = body;
        this.type = type;
        this.resource = resource;
    }

    void refuse(Set<String> readOnly) {
        for (String name : body.propertyNames()) {
            if (readOnly.contains(name)) {
                throw GraphFailure.directory("Property '" + name + "' is read-only and cannot be set.");
            }
        }
    }

    boolean has(String name) {
        return body.has(name);
    }

    /** The text of a property that is required for creation. */
    String required(String name) {
        requireValue(name);
        return text(name).orElseThrow(() -> missing(name));
    }

    boolean requiredFlag(String name) {
        requireValue(name);
        return flag(name).orElseThrow(() -> missing(name));
    }

    private void requireValue(String name) {
        if (body.path(name).isNull()) {
            throw missing(name);
        }
    }

    GraphFailure missing(String name) {
        return GraphFailure.directory(
                "A value is required for property '" + name + "' of resource '" + resource + "'.");
    }

    GraphFailure invalid(String name) {
        return GraphFailure.directory(
                "Invalid value specified for property '" + name + "' of resource '" + resource + "'.");
    }

    /** A trimmed text; empty if it is missing. Null, empty and overlong texts are refused. */
    Optional<String> text(String name) {
        JsonNode value = body.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        String text = value.asString("").strip();
        if (text.isEmpty() || text.length() > MAX_TEXT_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(name);
        }
        return Optional.of(text);
    }

    Optional<Boolean> flag(String name) {
        JsonNode value = body.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw invalid(name);
        }
        return Optional.of(value.booleanValue());
    }

    Optional<List<String>> texts(String name) {
        JsonNode value = body.remove(name);
        return value == null
                ? Optional.empty()
                : Optional.of(value.valueStream().map(one -> one.asString("")).toList());
    }

    Optional<JsonNode> take(String name) {
        JsonNode value = body.remove(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** The objects referenced by {@code name@odata.bind}, each by its URL. */
    List<String> bound(String name) {
        JsonNode value = body.remove(name + BIND);
        if (value == null) {
            return List.of();
        }
        var addresses = new ArrayList<String>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            addresses.add(one.asString(""));
        }
        return addresses;
    }

    /** The previous profile with the remaining properties merged into it; null removes a property, also within a complex one. */
    Map<String, JsonNode> profile(Map<String, JsonNode> before) {
        var profile = new HashMap<>(before);
        body.properties().forEach(member -> {
            String name = member.getKey();
            if (name.endsWith(BIND)
                    || type.property(name).map(ModelProperty::navigation).orElse(false)) {
                throw GraphFailure.notImplemented("Setting '" + name + "' of " + resource);
            }
            if (name.startsWith("@")) {
                return;
            }
            if (member.getValue().isNull()) {
                profile.remove(name);
            } else {
                AllowedValues.check(type, name, member.getValue()).ifPresent(reason -> {
                    throw GraphFailure.directory("Invalid value specified for property '" + name + "' of resource '"
                            + resource + "'. " + reason);
                });
                profile.put(name, ComplexValues.merged(profile.get(name), member.getValue()));
            }
        });
        requireBound(profile);
        return profile;
    }

    /** Merging could otherwise make an object larger with every request. */
    private void requireBound(Map<String, JsonNode> profile) {
        long size = 0;
        for (Map.Entry<String, JsonNode> member : profile.entrySet()) {
            size += member.getKey().length() + Json.text(member.getValue()).length();
        }
        if (size > MAX_PROFILE) {
            throw GraphFailure.directory("The properties of the resource '" + resource + "' have " + size
                    + " characters. They can have at most " + MAX_PROFILE + ".");
        }
    }
}
