package dev.postern.graph.contact;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.graph.item.OpenProperties;
import dev.postern.http.Json;
import dev.postern.mailbox.ContactProperties;
import dev.postern.mailbox.ItemProperty;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.PropertyTable;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A contact in the request of a caller, validated and in stored form. What has no value is null, so that a change removes it. The order of
 * the members is that of the request.
 */
final class ContactInput {
    /** Sent back by clients that have read a contact; ignored, not refused. */
    private static final Set<String> READ_ONLY =
            PropertyTable.CONTACT.names(property -> property.writable() == ItemProperty.Writable.NEVER);

    /** The store of Exchange has this number of places for each. */
    private static final Map<String, Integer> PLACES =
            Map.of("emailAddresses", 3, "businessPhones", 2, "homePhones", 2, "imAddresses", 3, "children", 100);

    private static final Set<String> POSTAL = Set.of("homeAddress", "businessAddress", "otherAddress");
    private static final String NOTES = "personalNotes";
    private static final String STREET = "street";
    private static final int MAX_TEXT_LENGTH = 1_024;
    private static final int MAX_NOTES_LENGTH = 65_536;

    private final ObjectNode contact;

    private ContactInput(ObjectNode contact) {
        this.contact = contact;
    }

    static ObjectNode created(GraphRequest request) {
        return read(request);
    }

    /** @throws GraphFailure if it has parts that have operations of their own */
    static ObjectNode changed(GraphRequest request) {
        ObjectNode patch = read(request);
        if (patch.has("extensions")) {
            throw new GraphFailure(
                    400, "ErrorInvalidPropertySet", "The property 'extensions' cannot be changed by an update.");
        }
        return patch;
    }

    private static ObjectNode read(GraphRequest request) {
        JsonNode body = request.json();
        Birthday.complete(body);
        ObjectNode read = request.model().bodies().read(ContactView.type(request), body);
        if (read.has("photo")) {
            throw GraphFailure.notImplemented("Setting 'photo' of a contact in its body");
        }
        READ_ONLY.forEach(read::remove);
        OpenProperties.check(read);
        MessageBounds.check(read);
        return new ContactInput(read).stored();
    }

    private ObjectNode stored() {
        ObjectNode stored = Json.object();
        contact.properties().forEach(member -> stored.set(member.getKey(), value(member.getKey(), member.getValue())));
        return stored;
    }

    private JsonNode value(String name, JsonNode given) {
        if (POSTAL.contains(name)) {
            return orNull(postal(name, given));
        }
        if (ContactProperties.ADDRESSES.contains(name)) {
            return orNull(address(given));
        }
        return switch (given) {
            case ArrayNode list when PLACES.containsKey(name) -> list(name, list);
            case JsonNode text when text.isString() -> orNull(text(name, text.stringValue()));
            default -> given;
        };
    }

    private static JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? Json.object().nullNode() : value;
    }

    /** The text as it is stored; null if it is empty. */
    private static @Nullable JsonNode text(String name, String given) {
        boolean lines = name.equals(NOTES) || name.equals(STREET);
        // no engine stores U+0000
        String text = lines ? given.replace("\0", "") : String.valueOf(HeaderText.clean(given));
        int max = name.equals(NOTES) ? MAX_NOTES_LENGTH : MAX_TEXT_LENGTH;
        if (text.length() > max) {
            throw property("'" + name + "' can have at most " + max + " characters.");
        }
        return text.isEmpty() ? null : Json.object().stringNode(text);
    }

    private static JsonNode list(String name, ArrayNode given) {
        int places = PLACES.getOrDefault(name, 0);
        if (given.size() > places) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidRequest",
                    "The multi value property " + Character.toUpperCase(name.charAt(0)) + name.substring(1) + " has "
                            + given.size() + " entries, that exceeds the max allowed value of " + places);
        }
        ArrayNode stored = Json.array();
        for (JsonNode one : given) {
            JsonNode value = one.isObject() ? address(one) : text(name, one.stringValue(""));
            if (value != null) {
                stored.add(value);
            }
        }
        return orNull(stored.isEmpty() ? null : stored);
    }

    /** The members of a postal address that have a value; null if there are none. */
    private static @Nullable JsonNode postal(String name, JsonNode given) {
        ObjectNode stored = Json.object();
        given.properties().forEach(member -> {
            JsonNode text = text(
                    member.getKey().equals(STREET) ? STREET : name,
                    member.getValue().stringValue(""));
            if (text != null) {
                stored.set(member.getKey(), text);
            }
        });
        return stored.isEmpty() ? null : stored;
    }

    /** A name and an address; what is not an address has only a name. Null if it has neither. */
    private static @Nullable JsonNode address(JsonNode given) {
        JsonNode name = text("name", given.path("name").stringValue(""));
        JsonNode address = text("address", given.path("address").stringValue("").strip());
        JsonNode shown = name == null ? address : name;
        if (shown == null) {
            return null;
        }
        ObjectNode stored = Json.object();
        stored.set("name", shown);
        if (address != null && EmailAddresses.isAddress(address.stringValue())) {
            stored.set("address", address);
        }
        return stored;
    }

    /** A property with a value that contacts cannot have. */
    static GraphFailure property(String detail) {
        return new GraphFailure(
                400, "ErrorPropertyValidationFailure", "At least one property failed validation. " + detail);
    }
}
