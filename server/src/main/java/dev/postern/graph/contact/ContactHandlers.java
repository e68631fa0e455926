package dev.postern.graph.contact;

import static dev.postern.gate.MailboxOpening.CONTACTS_READ;
import static dev.postern.gate.MailboxOpening.CONTACTS_WRITE;

import dev.postern.gate.ContactReader;
import dev.postern.gate.ContactWriter;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.item.ExtensionReads;
import dev.postern.graph.item.ExtensionWrites;
import dev.postern.graph.item.ItemRoutes;
import dev.postern.graph.sync.DeltaFunction;
import dev.postern.graph.sync.DeltaKind;
import java.util.List;

/** Binds the operations on contacts and contact folders to their rows of the table. */
public final class ContactHandlers {
    private static final String FOLDERS = "/users/{id}/contactFolders";
    private static final String CHILDREN = FOLDERS + "/{id}/childFolders";

    /** Of these paths the table has all forms to write a photo. */
    private static final List<String> WITH_PHOTO = List.of("/users/{id}/contacts", FOLDERS + "/{id}/contacts");

    private static final String NESTED = CHILDREN + "/{id}/contacts";

    /** Kinds of objects, as in the table of operations. */
    private static final String CONTACT = "contact";

    private static final String FOLDER = "contactFolder";

    private ContactHandlers() {}

    /** Called once, before the first request. */
    public static void bindAll(GraphEdge edge) {
        var all = List.of(WITH_PHOTO.getFirst(), WITH_PHOTO.getLast(), NESTED);
        contacts(new ItemRoutes<>(edge, CONTACT, all, CONTACTS_READ, CONTACTS_WRITE));
        for (String contacts : WITH_PHOTO) {
            edge.bind("PUT", contacts + "/{id}/photo", CONTACT, CONTACTS_WRITE, ContactPhoto::put);
        }
        folders(edge, FOLDERS);
        folders(edge, CHILDREN);
    }

    private static void contacts(ItemRoutes<ContactReader, ContactWriter> contacts) {
        contacts.read("", ContactReads::list);
        contacts.write("POST", "", ContactWrites::create);
        contacts.read("/$count", ContactReads::count);
        contacts.read("/{id}", ContactReads::get);
        contacts.write("PATCH", "/{id}", ContactWrites::update);
        contacts.write("DELETE", "/{id}", ContactWrites::delete);
        contacts.write("POST", "/{id}/permanentDelete", ContactWrites::permanentDelete);
        contacts.read("/delta", new DeltaFunction<>(DeltaKind.CONTACTS, new ContactDelta())::handle);
        contacts.read("/{id}/photo", ContactPhoto::get);
        contacts.write("PATCH", "/{id}/photo", ContactPhoto::put);
        contacts.read("/{id}/photo/$value", ContactPhoto::value);
        contacts.write("PUT", "/{id}/photo/$value", ContactPhoto::put);
        contacts.write("DELETE", "/{id}/photo/$value", ContactPhoto::delete);
        var path = new ContactItemPath();
        contacts.extensions(new ExtensionReads<>(path), new ExtensionWrites<>(path));
    }

    private static void folders(GraphEdge edge, String folders) {
        var delta = new DeltaFunction<ContactReader>(DeltaKind.CONTACT_FOLDERS, new ContactFolderDelta());
        edge.bind("GET", folders + "/delta", FOLDER, CONTACTS_READ, delta::handle);
        edge.bind("GET", folders, FOLDER, CONTACTS_READ, ContactFolderOperations::list)
                .bind("POST", folders, FOLDER, CONTACTS_WRITE, ContactFolderOperations::create)
                .bind("GET", folders + "/$count", FOLDER, CONTACTS_READ, ContactFolderOperations::count)
                .bind("GET", folders + "/{id}", FOLDER, CONTACTS_READ, ContactFolderOperations::get)
                .bind("PATCH", folders + "/{id}", FOLDER, CONTACTS_WRITE, ContactFolderOperations::update)
                .bind("DELETE", folders + "/{id}", FOLDER, CONTACTS_WRITE, ContactFolderOperations::delete)
                .bind(
                        "POST",
                        folders + "/{id}/permanentDelete",
                        FOLDER,
                        CONTACTS_WRITE,
                        ContactFolderOperations::permanentDelete);
    }
}
