package dev.postern.mailbox.contact;

import dev.postern.mailbox.ContactProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The mail addresses of a contact, which have two forms: a list, and a property for each place in it. Only the list is stored. */
final class ContactAddresses {
    private static final String LIST = "emailAddresses";

    private ContactAddresses() {}

    /**
     * The same change with the list only. Its members count in their order. An address for a place behind the end of the list is appended.
     *
     * @param before the contact before the change
     */
    static ObjectNode resolved(ObjectNode before, ObjectNode patch) {
        ObjectNode resolved = patch.deepCopy();
        ArrayNode list = copy(before.path(LIST));
        for (var member : patch.properties()) {
            int place = ContactProperties.ADDRESSES.indexOf(member.getKey());
            if (place >= 0) {
                put(list, place, member.getValue());
                resolved.remove(member.getKey());
                resolved.set(LIST, list);
            } else if (member.getKey().equals(LIST)) {
                list = copy(member.getValue());
                resolved.set(LIST, list);
            }
        }
        return resolved;
    }

    private static ArrayNode copy(JsonNode given) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        given.forEach(copy::add);
        return copy;
    }

    private static void put(ArrayNode list, int place, JsonNode address) {
        if (place >= list.size()) {
            if (!address.isNull()) {
                list.add(address);
            }
        } else if (address.isNull()) {
            list.remove(place);
        } else {
            list.set(place, address);
        }
    }
}
