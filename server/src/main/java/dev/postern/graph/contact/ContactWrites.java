package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.gate.ContactWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.IfMatch;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import tools.jackson.databind.node.ObjectNode;

/** Creates, changes and deletes contacts. */
final class ContactWrites {
    private ContactWrites() {}

    static Response create(ContactWriter mailbox, GraphRequest request) {
        ContactView view = view(mailbox, request);
        ObjectNode contact = ContactInput.created(request);
        Item created = mailbox.create(ContactPath.folder(mailbox, request), contact);
        return Minimal.of(request, view.one(created, 201).with("Location", view.location(created)));
    }

    private static ContactView view(ContactReader mailbox, GraphRequest request) {
        return ContactView.of(
                mailbox, request, request.query(QueryTarget.one(ContactView.type(request), Family.OUTLOOK)));
    }

    static Response update(ContactWriter mailbox, GraphRequest request) {
        ContactView view = view(mailbox, request);
        ObjectNode patch = ContactInput.changed(request);
        ItemRef contact = ContactPath.ref(ContactPath.contact(mailbox, request));
        Item after = mailbox.update(contact, IfMatch.changeKey(request), patch);
        return Minimal.of(request, view.one(after, 200));
    }

    static Response delete(ContactWriter mailbox, GraphRequest request) {
        mailbox.delete(ContactPath.ref(ContactPath.contact(mailbox, request)), IfMatch.changeKey(request));
        return GraphAnswer.noContent();
    }

    static Response permanentDelete(ContactWriter mailbox, GraphRequest request) {
        mailbox.purge(ContactPath.ref(ContactPath.contact(mailbox, request)));
        return GraphAnswer.noContent();
    }
}
