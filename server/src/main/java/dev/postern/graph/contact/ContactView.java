package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.OpenExpansions;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.ResponseEnvelope;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemJson;
import dev.postern.mailbox.ItemProperty;
import dev.postern.mailbox.PropertyTable;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.contact.Contacts;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** How one request shows contacts. */
record ContactView(ContactReader mailbox, GraphRequest request, QueryOptions query, IdStyle ids) {
    /** Texts that are empty, not null, if they have no value. */
    private static final List<String> NEVER_NULL = List.of("displayName", "fileAs", "personalNotes");

    static ContactView of(ContactReader mailbox, GraphRequest request, QueryOptions query) {
        return new ContactView(mailbox, request, query, ItemAddress.ids(request));
    }

    static StructuredType type(GraphRequest request) {
        return request.model().types().type("contact");
    }

    List<ObjectNode> show(List<Item> contacts) {
        return contacts.stream().map(this::show).toList();
    }

    ObjectNode show(Item contact) {
        ObjectNode json = ItemJson.of(contact, ids, Contacts.WHOLE);
        for (String name : NEVER_NULL) {
            if (!json.has(name)) {
                json.put(name, "");
            }
        }
        for (ItemProperty property : PropertyTable.CONTACT.all()) {
            boolean text = property.type() == ItemProperty.Type.TEXT || property.type() == ItemProperty.Type.TIME;
            if (text && !json.has(property.name())) {
                json.putNull(property.name());
            }
        }
        ObjectNode stored = contact.doc() == null ? Json.object() : contact.doc();
        for (QueryOptions.Expand expand : query.view().expands()) {
            if (!OpenExpansions.into(json, stored, expand)) {
                throw new GraphFailure(
                        400,
                        "ErrorInvalidUrlQueryExpand",
                        "The navigation property '" + expand.navigation() + "' cannot be expanded.");
            }
        }
        return request.model().shaper().shape(type(request), json, query.view().shape(), level());
    }

    private MetadataLevel level() {
        return request.metadata(query);
    }

    /** The envelope of a list of contacts in this collection. */
    ResponseEnvelope list(String collection) {
        return request.envelope(level(), collection + query.view().contextSuffix());
    }

    /** A response with one contact. */
    Response one(Item contact, int status) {
        String context = ContactPath.contacts(mailbox, request) + query.view().contextSuffix() + "/$entity";
        return answer(status, request.envelope(level(), context).single(show(contact)))
                .with("ETag", "W/\"" + contact.changeKey() + "\"");
    }

    Response answer(int status, ObjectNode content) {
        return GraphAnswer.json(status, content, level());
    }

    String location(Item contact) {
        return ItemAddress.location(request, mailbox, "contacts", WireIds.item(contact, ids));
    }
}
