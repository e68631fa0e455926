package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.gate.ContactWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.IfMatch;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.contact.ContactPhotos;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The photo of a contact: its metadata, its bytes, and replacing it. Contacts have no other sizes of it. */
final class ContactPhoto {
    private static final int MAX_BYTES = 4 << 20;

    private ContactPhoto() {}

    private static StructuredType type(GraphRequest request) {
        return request.model().types().type("profilePhoto");
    }

    private static QueryOptions query(GraphRequest request) {
        return request.query(QueryTarget.one(type(request), Family.OUTLOOK).without("expand"));
    }

    static Response get(ContactReader mailbox, GraphRequest request) {
        QueryOptions query = query(request);
        Item contact = ContactPath.contact(mailbox, request);
        return shown(mailbox, request, query, contact, photo(mailbox, contact));
    }

    private static ContactPhotos.Photo photo(ContactReader mailbox, Item contact) {
        ContactPhotos.Photo photo = mailbox.photo(contact.id());
        if (photo == null) {
            throw new GraphFailure(404, "ErrorItemNotFound", "The photo wasn't found.");
        }
        return photo;
    }

    private static Response shown(
            ContactReader mailbox, GraphRequest request, QueryOptions query, Item contact, ContactPhotos.Photo photo) {
        ObjectNode json = Json.object();
        json.put("@odata.mediaContentType", photo.mediaType());
        json.put("@odata.mediaEtag", etag(photo));
        json.put("id", photo.width() + "x" + photo.height());
        json.put("height", photo.height());
        json.put("width", photo.width());
        MetadataLevel level = request.metadata(query);
        String context = ItemAddress.user(mailbox) + "/contacts("
                + ItemAddress.quoted(WireIds.item(contact, ItemAddress.ids(request))) + ")/photo"
                + query.view().contextSuffix() + "/$entity";
        ObjectNode shaped =
                request.model().shaper().shape(type(request), json, query.view().shape(), level);
        return GraphAnswer.ok(request.envelope(level, context).single(shaped), level);
    }

    private static String etag(ContactPhotos.Photo photo) {
        return "\"" + photo.version() + "\"";
    }

    static Response value(ContactReader mailbox, GraphRequest request) {
        Item contact = ContactPath.contact(mailbox, request);
        ContactPhotos.Photo photo = photo(mailbox, contact);
        Response.Stream content =
                new Response.Stream(photo.mediaType(), mailbox.photoContent(contact.id()), photo.size());
        return new Response(200, Map.of(), content).with("ETag", etag(photo));
    }

    /** The body is the image, whatever its Content-Type says. */
    static Response put(ContactWriter mailbox, GraphRequest request) {
        QueryOptions query = query(request);
        Item contact = ContactPath.contact(mailbox, request);
        byte[] bytes = request.content();
        if (bytes.length > MAX_BYTES) {
            throw new GraphFailure(413, "RequestEntityTooLarge", "A photo can have at most 4 MB.");
        }
        ImageHeader image = ImageHeader.read(bytes);
        if (image == null) {
            throw new GraphFailure(
                    400, "ErrorInvalidRequest", "The photo is not an image in the format JPEG, PNG or GIF.");
        }
        mailbox.putPhoto(
                ContactPath.ref(contact),
                IfMatch.changeKey(request),
                image.mediaType(),
                image.width(),
                image.height(),
                Content.of(bytes));
        return shown(mailbox, request, query, contact, photo(mailbox, contact));
    }

    static Response delete(ContactWriter mailbox, GraphRequest request) {
        Item contact = ContactPath.contact(mailbox, request);
        photo(mailbox, contact);
        mailbox.removePhoto(ContactPath.ref(contact), IfMatch.changeKey(request));
        return GraphAnswer.noContent();
    }
}
