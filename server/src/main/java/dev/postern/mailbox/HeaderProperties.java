package dev.postern.mailbox;

import dev.postern.mailbox.mime.HeaderFirewall;
import dev.postern.query.Folding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Extended properties that become headers of a message when it is sent, such as List-Unsubscribe. */
public final class HeaderProperties {
    private static final List<String> FAMILIES = List.of("x-", "list-");
    private static final List<String> FIELDS = List.of(
            "in-reply-to", "references", "auto-submitted", "precedence", "organization", "keywords", "sensitivity", "feedback-id");

    private static final Set<String> STRUCTURED =
            Set.of("in-reply-to", "references", "auto-submitted", "precedence", "feedback-id");

    private static final Pattern URL = Pattern.compile("<[^<>]{0,10000}>");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,250}");

    private HeaderProperties() {}

    /** Whether a message can have a header of this name besides those that are generated. */
    public static boolean isAllowed(String name) {
        String low = Folding.lower(name);
        return TOKEN.matcher(name).matches() && !HeaderFirewall.stops(name) && isKnown(low);
    }

    /** Whether the value of a header has a syntax, in which encoded words (RFC 2047) are no text but errors. */
    public static boolean isStructured(String name) {
        String low = Folding.lower(name);
        return low.startsWith("list-") || STRUCTURED.contains(low);
    }

    /** Whether a value can be written in a structured field: in ASCII, or with other characters only in URLs. */
    public static boolean isStructuredValue(String name, String value) {
        String rest = Folding.lower(name).startsWith("list-") ? URL.matcher(value).replaceAll("") : value;
        return rest.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isKnown(String low) {
        return FIELDS.contains(low) || FAMILIES.stream().anyMatch(low::startsWith);
    }

    /** The headers that a message has as extended properties, by their names, without those that it has as headers. */
    public static Map<String, String> of(ObjectNode message) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode property : message.path("singleValueExtendedProperties")) {
            ExtendedPropertyId id = ExtendedPropertyId.parse(property.path("id").stringValue(""));
            MapiProperty known = id == null ? null : MapiProperties.find(id);
            String word = known != null && known.name().equals(Sensitivity.HEADER)
                    ? Sensitivity.word(property.path("value").stringValue(""))
                    : null;
            if (word != null && !has(message.path("internetMessageHeaders"), Sensitivity.HEADER)) {
                headers.put(Sensitivity.HEADER, word);
            }
            if (known != null
                    && known.source() == MapiProperty.Source.HEADER
                    && isAllowed(known.value())
                    && !has(message.path("internetMessageHeaders"), known.value())) {
                headers.put(known.value(), property.path("value").stringValue(""));
            }
        }
        return headers;
    }

    private static boolean has(JsonNode headers, String name) {
        return headers instanceof ArrayNode all
                && all.valueStream()
                        .anyMatch(header ->
                                name.equalsIgnoreCase(header.path("name").stringValue("")));
    }
}
