package dev.postern.mailbox;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The MAPI properties of messages and of folders whose meaning is known. A property of a message in the set
 * PS_INTERNET_HEADERS is a header.
 */
public final class MapiProperties {
    private static final String INTERNET_HEADERS = "{00020386-0000-0000-c000-000000000046}";
    /** The canonical id of the keywords. */
    public static final String KEYWORDS = "StringArray {00020329-0000-0000-c000-000000000046} Name Keywords";

    private static final Map<String, MapiProperty> OF_MESSAGES = byKey("mapi-properties.csv");
    private static final Map<String, MapiProperty> OF_FOLDERS = byKey("folder-mapi-properties.csv");

    /** The known properties of one kind of object. */
    @FunctionalInterface
    public interface Known {
        /** Null if the id has no known meaning. */
        @Nullable
        MapiProperty find(ExtendedPropertyId id);
    }

    private MapiProperties() {}

    private static Map<String, MapiProperty> byKey(String resource) {
        return PropertyTable.rows(resource).stream()
                .filter(row -> !row.startsWith("#") && !row.isBlank())
                .skip(1)
                .map(MapiProperty::parse)
                .collect(Collectors.toUnmodifiableMap(MapiProperty::key, Function.identity()));
    }

    /** As {@link #find}, for a property of a folder. */
    public static @Nullable MapiProperty findOfFolder(ExtendedPropertyId id) {
        return OF_FOLDERS.get(id.key());
    }

    /** The known property of a message with this id, whatever its type; null if the id has no known meaning. */
    public static @Nullable MapiProperty find(ExtendedPropertyId id) {
        String name = id.name();
        if (INTERNET_HEADERS.equals(id.set()) && name != null) {
            return new MapiProperty(
                    id.key(), name, Set.of("String"), MapiProperty.Source.HEADER, name, MapiProperty.Writable.ALWAYS);
        }
        return OF_MESSAGES.get(id.key());
    }

    /**
     * The meaning of an id in a query.
     *
     * @throws MailboxFailure.ExtendedPropertyRefused if it is not an id, has a wrong type, or is not served
     */
    static @Nullable MapiProperty require(String text) {
        return require(text, MapiProperties::find);
    }

    /** As {@link #require(String)}, for a property of a folder. */
    static @Nullable MapiProperty requireOfFolder(String text) {
        return require(text, MapiProperties::findOfFolder);
    }

    private static @Nullable MapiProperty require(String text, Known known) {
        ExtendedPropertyId id = ExtendedPropertyId.parse(text);
        if (id == null) {
            throw new MailboxFailure.ExtendedPropertyRefused("The extended property id '" + text + "' is malformed.");
        }
        String wrong = id.wrongTag();
        if (wrong != null) {
            throw new MailboxFailure.ExtendedPropertyRefused("The extended property '" + id + "' " + wrong + ".");
        }
        MapiProperty property = known.find(id);
        if (property != null && !property.types().contains(id.type())) {
            throw new MailboxFailure.ExtendedPropertyRefused("The extended property '" + id + "' (" + property.name()
                    + ") has the type " + String.join(" or ", property.types()) + ".");
        }
        if (property != null && property.source() == MapiProperty.Source.REFUSED) {
            throw new MailboxFailure.ExtendedPropertyRefused("The extended property '" + id + "' (" + property.name()
                    + ") is not served. Use the property '" + property.value() + "'.");
        }
        return property;
    }

    /** Whether an id is that of the keywords, which are the categories of a message. */
    public static boolean isKeywords(String id) {
        return KEYWORDS.equals(ExtendedPropertyId.canonical(id));
    }
}
