package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.content.HeaderText;
import dev.postern.mailbox.ExtendedPropertyId;
import dev.postern.mailbox.HeaderProperties;
import dev.postern.mailbox.MapiProperties;
import dev.postern.mailbox.MapiProperty;
import dev.postern.query.Folding;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Extended properties with a known meaning in a message or folder that a caller writes. */
final class MapiInput {
    private static final int MAX_HEADER_LENGTH = 10_000;

    private MapiInput() {}

    /** @throws GraphFailure if a property is derived, has a wrong type, or is a header that cannot be set */
    static void check(ObjectNode message) {
        check(message, MapiProperties::find);
        checkTwice(message);
    }

    /** A header has several names: those of properties, and its own in any case. */
    private static void checkTwice(ObjectNode message) {
        Set<String> names = new HashSet<>();
        message.path("internetMessageHeaders")
                .forEach(header -> names.add(Folding.lower(header.path("name").stringValue(""))));
        for (JsonNode given : message.path("singleValueExtendedProperties")) {
            ExtendedPropertyId id = ExtendedPropertyId.parse(given.path("id").stringValue(""));
            MapiProperty property = id == null ? null : MapiProperties.find(id);
            if (id != null
                    && property != null
                    && property.source() == MapiProperty.Source.HEADER
                    && !names.add(Folding.lower(property.value()))) {
                throw refused(id, property, "is the header '" + property.value() + "', which is given twice");
            }
        }
    }

    /** As {@link #check(ObjectNode)}, for a folder. */
    static void checkFolder(ObjectNode folder) {
        check(folder, MapiProperties::findOfFolder);
    }

    private static void check(ObjectNode object, MapiProperties.Known known) {
        for (JsonNode given : object.path("singleValueExtendedProperties")) {
            ExtendedPropertyId id = id(given);
            if (id != null) {
                if (id.isArray()) {
                    throw refused(id, null, "has several values and belongs into 'multiValueExtendedProperties'");
                }
                check(id, known.find(id), given.path("value"));
            }
        }
        for (JsonNode given : object.path("multiValueExtendedProperties")) {
            ExtendedPropertyId id = id(given);
            if (id != null) {
                if (!id.isArray()) {
                    throw refused(id, null, "has one value and belongs into 'singleValueExtendedProperties'");
                }
                MapiProperty property = known.find(id);
                given.path("value").forEach(value -> check(id, property, value));
            }
        }
    }

    private static @Nullable ExtendedPropertyId id(JsonNode given) {
        ExtendedPropertyId id = ExtendedPropertyId.parse(given.path("id").stringValue(""));
        String wrong = id == null ? null : id.wrongTag();
        if (id != null && wrong != null) {
            throw refused(id, null, wrong);
        }
        return id;
    }

    private static void check(ExtendedPropertyId id, @Nullable MapiProperty property, JsonNode given) {
        String value = given.stringValue("");
        if (property != null) {
            check(id, property, value);
        }
        if (property != null && !given.isNull() && !MapiForms.fits(property, value)) {
            throw refused(id, property, "cannot have the value '" + HeaderText.clean(shortened(value)) + "'");
        }
        if (!given.isNull() && !MapiForms.fits(id.type(), value)) {
            throw refused(id, property, "cannot have the value '" + HeaderText.clean(shortened(value)) + "'");
        }
    }

    private static String shortened(String value) {
        return value.length() > 100 ? value.substring(0, 100) : value;
    }

    private static void check(ExtendedPropertyId id, MapiProperty property, String value) {
        if (!property.types().contains(id.type())) {
            throw refused(id, property, "has the type " + String.join(" or ", property.types()));
        }
        if (property.writable() == MapiProperty.Writable.NEVER) {
            throw refused(id, property, "is computed and cannot be set");
        }
        if (property.source() == MapiProperty.Source.HEADER) {
            checkHeader(id, property, value);
        }
    }

    /** Writes keywords as categories, which they are. */
    static void keywords(ObjectNode message) {
        if (!(message.get("multiValueExtendedProperties") instanceof ArrayNode all)) {
            return;
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            JsonNode given = all.get(i);
            ExtendedPropertyId id = ExtendedPropertyId.parse(given.path("id").stringValue(""));
            if (id != null && MapiProperties.isKeywords(id.text())) {
                if (message.has("categories")) {
                    throw refused(id, null, "is given beside 'categories', which it is");
                }
                message.set("categories", given.path("value").isArray() ? given.path("value") : all.arrayNode());
                all.remove(i);
            }
        }
        if (all.isEmpty()) {
            message.remove("multiValueExtendedProperties");
        }
    }

    private static void checkHeader(ExtendedPropertyId id, MapiProperty property, String value) {
        String name = property.value();
        if (!HeaderProperties.isAllowed(name)) {
            throw refused(id, property, "is a header that cannot be set");
        }
        if (value.length() > MAX_HEADER_LENGTH || value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
            throw refused(id, property, "is too long or contains a line break or another control character");
        }
        if (HeaderProperties.isStructured(name) && !HeaderProperties.isStructuredValue(name, value)) {
            throw refused(
                    id,
                    property,
                    "is a header that can contain characters outside of ASCII only in the URLs of a List- header, between"
                            + " '<' and '>'");
        }
    }

    /** @throws GraphFailure if a property can be set only when a message is created */
    static void checkUpdate(ObjectNode patch) {
        checkUpdate(patch, MapiProperties::find);
    }

    /** As {@link #checkUpdate(ObjectNode)}, for a folder. */
    static void checkFolderUpdate(ObjectNode patch) {
        checkUpdate(patch, MapiProperties::findOfFolder);
    }

    private static void checkUpdate(ObjectNode patch, MapiProperties.Known known) {
        for (JsonNode given : patch.path("singleValueExtendedProperties")) {
            ExtendedPropertyId id = ExtendedPropertyId.parse(given.path("id").stringValue(""));
            @Nullable MapiProperty property = id == null ? null : known.find(id);
            if (id != null && property != null && property.writable() == MapiProperty.Writable.CREATE) {
                throw refused(id, property, "can be set only at creation");
            }
        }
    }

    private static GraphFailure refused(ExtendedPropertyId id, @Nullable MapiProperty property, String why) {
        return new GraphFailure(
                400,
                "ErrorInvalidPropertySet",
                "The extended property '" + id + "' " + (property == null ? "" : "(" + property.name() + ") ") + why + ".");
    }
}
