package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The properties of a contact by their Graph names, in stored form. Stateless. */
public final class ContactProperties {
    /** The names of the elements of {@code emailAddresses}, in their order. */
    public static final List<String> ADDRESSES =
            List.of("primaryEmailAddress", "secondaryEmailAddress", "tertiaryEmailAddress");

    private static final String EMAIL = "emailAddresses";
    private static final String DISPLAY_NAME = "displayName";

    private ContactProperties() {}

    /** All that are stored, as a new document. Those without a value are missing. */
    public static ObjectNode of(Item item) {
        ObjectNode properties = StoredJson.object();
        if (item.doc() != null) {
            properties.setAll(item.doc());
        }
        return properties.put(DISPLAY_NAME, item.contact().displayName());
    }

    /** A property that has a column or is computed; null if it has no value or was not read. */
    static @Nullable JsonNode value(ContactPart contact, @Nullable ObjectNode doc, String name) {
        if (name.equals(DISPLAY_NAME)) {
            return ItemJson.text(contact.displayName());
        }
        int place = ADDRESSES.indexOf(name);
        return place < 0 || doc == null ? null : doc.path(EMAIL).get(place);
    }

    /** The document with the properties that conditions compare although they are not in it. */
    static ObjectNode compared(ObjectNode doc) {
        ObjectNode compared = StoredJson.object();
        compared.setAll(doc);
        JsonNode addresses = doc.path(EMAIL);
        for (int i = 0; i < Math.min(ADDRESSES.size(), addresses.size()); i++) {
            compared.set(ADDRESSES.get(i), addresses.get(i));
        }
        return compared;
    }

    /** The properties after a patch, as a new document, see {@link EventProperties#merged}. */
    public static ObjectNode merged(ObjectNode before, ObjectNode patch) {
        return EventProperties.merged(before, patch);
    }
}
