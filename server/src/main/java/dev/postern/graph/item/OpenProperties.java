package dev.postern.graph.item;

import dev.postern.graph.GraphFailure;
import dev.postern.http.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Properties that programs add to messages: extended properties and open extensions. */
public final class OpenProperties {
    static final String EXTENSION_ID = "microsoft.graph.openTypeExtension.";

    private static final String GUID = "\\{[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\}";
    private static final Pattern EXTENDED = Pattern.compile(
            "(?i:String|Integer|Long|Double|Boolean|SystemTime|Binary|CLSID|Short|Currency|Float|ApplicationTime|Object)(?i:Array)?"
                + " (?:0x[0-9a-fA-F]{1,8}|" + GUID
                    + " (?:(?i:Name) .{1,254}|(?i:Id) 0x[0-9a-fA-F]{1,8}))");
    private static final Pattern EXTENSION_NAME = Pattern.compile("[A-Za-z0-9_.\\-]{1,200}");

    private OpenProperties() {}

    public static void check(ObjectNode message) {
        for (String kind : List.of("singleValueExtendedProperties", "multiValueExtendedProperties")) {
            Set<String> seen = new HashSet<>();
            for (JsonNode property : message.path(kind)) {
                String id = property.path("id").stringValue("");
                if (!EXTENDED.matcher(id).matches()) {
                    throw new GraphFailure(
                            400, "ErrorInvalidProperty", "The extended property id '" + id + "' is malformed.");
                }
                if (!seen.add(id)) {
                    throw new GraphFailure(
                            400, "ErrorInvalidProperty", "The extended property '" + id + "' is given twice.");
                }
            }
        }
        if (message.get("extensions") instanceof ArrayNode extensions) {
            ArrayNode named = Json.array();
            extensions.forEach(extension -> named.add(extension((ObjectNode) extension)));
            message.set("extensions", named);
        }
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
