package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.mailbox.ExtendedPropertyId;
import dev.postern.mailbox.HeaderProperties;
import dev.postern.mailbox.MapiProperties;
import dev.postern.mailbox.MapiProperty;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Extended properties with a known meaning in a message or folder that a caller writes. */
final class MapiInput {
    private static final int MAX_HEADER_LENGTH = 10_000;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern TRUTH = Pattern.compile("(?i)true|false|0|1");

    private MapiInput() {}

    /** @throws GraphFailure if a property is derived, has a wrong type, or is a header that cannot be set */
    static void check(ObjectNode message) {
        check(message, MapiProperties::find);
    }

    /** As {@link #check(ObjectNode)}, for a folder. */
    static void checkFolder(ObjectNode folder) {
        check(folder, MapiProperties::findOfFolder);
    }

    private static void check(ObjectNode object, MapiProperties.Known known) {
        for (JsonNode given : object.path("singleValueExtendedProperties")) {
            ExtendedPropertyId id = ExtendedPropertyId.parse(given.path("id").stringValue(""));
            MapiProperty property = id == null ? null : known.find(id);
            if (id != null && property != null) {
                check(id, property, given.path("value").stringValue(""));
            }
        }
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
        Pattern form = switch (id.type()) {
            case "Integer", "Long" -> WHOLE;
            case "Boolean" -> TRUTH;
            default -> null;
        };
        if (form != null && !form.matcher(value).matches()) {
            throw refused(id, property, "cannot have the value '" + value + "'");
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

    private static GraphFailure refused(ExtendedPropertyId id, MapiProperty property, String why) {
        return new GraphFailure(
                400,
                "ErrorInvalidPropertySet",
                "The extended property '" + id + "' (" + property.name() + ") " + why + ".");
    }
}
