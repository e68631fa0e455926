package dev.postern.graph.item;

import dev.postern.graph.GraphFailure;
import dev.postern.http.Json;
import dev.postern.mailbox.ExtendedPropertyId;
import dev.postern.query.Moments;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Properties that programs add to items: extended properties and open extensions. */
public final class OpenProperties {
    static final String EXTENSION_ID = "microsoft.graph.openTypeExtension.";

    private static final Pattern EXTENSION_NAME = Pattern.compile("[A-Za-z0-9_.\\-]{1,200}");

    private OpenProperties() {}

    public static void check(ObjectNode item) {
        for (String kind : List.of("singleValueExtendedProperties", "multiValueExtendedProperties")) {
            Set<String> seen = new HashSet<>();
            for (JsonNode property : item.path(kind)) {
                String id = checked((ObjectNode) property);
                if (!seen.add(id)) {
                    throw invalid("The extended property '" + id + "' is given twice.");
                }
            }
        }
        if (item.get("extensions") instanceof ArrayNode extensions) {
            ArrayNode named = Json.array();
            extensions.forEach(extension -> named.add(extension((ObjectNode) extension)));
            item.set("extensions", named);
        }
    }

    /** Converts the id of an extended property to its canonical form, and checks the value if its meaning is known. */
    private static String checked(ObjectNode property) {
        String given = property.path("id").stringValue("");
        ExtendedPropertyId id = ExtendedPropertyId.parse(given);
        if (id == null) {
            throw invalid("The extended property id '" + given + "' is malformed.");
        }
        String value = property.path("value").stringValue("");
        if (id.type().equals("SystemTime") && id.isTag() && Moments.parse(value).isEmpty()) {
            throw invalid("The value '" + value + "' of the extended property '" + id + "' is not a date and time.");
        }
        property.put("id", id.text());
        return id.text();
    }

    private static GraphFailure invalid(String message) {
        return new GraphFailure(400, "ErrorInvalidProperty", message);
    }

    /** An open extension in stored form, with its id. */
    static ObjectNode extension(ObjectNode given) {
        String name = given.path("extensionName").stringValue("");
        if (!EXTENSION_NAME.matcher(name).matches()) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidProperty",
                    "An open extension must have an 'extensionName' of letters, digits, dots, hyphens and"
                            + " underscores.");
        }
        ObjectNode extension = Json.object();
        extension.put("@odata.type", "#microsoft.graph.openTypeExtension");
        extension.put("id", EXTENSION_ID + name);
        extension.put("extensionName", name);
        given.properties().forEach(member -> {
            if (!extension.has(member.getKey()) && !member.getValue().isNull()) {
                extension.set(member.getKey(), plain(member.getKey(), member.getValue()));
            }
        });
        return extension;
    }

    /** @throws GraphFailure for anything but a value or a list of values */
    static JsonNode plain(String name, JsonNode value) {
        boolean nested =
                value.isObject() || (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainer));
        if (nested || name.length() > 256) {
            throw new GraphFailure(
                    400, "ErrorInvalidProperty", "The extension's member '" + name + "' must be a primitive value.");
        }
        return value;
    }
}
