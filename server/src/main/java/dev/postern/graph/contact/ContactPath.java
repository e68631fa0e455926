package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.FolderKeys;
import dev.postern.graph.item.ItemAddress;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.contact.ContactFolders;
import org.jspecify.annotations.Nullable;

/** The contact and the folders in a path, and their names in contexts. */
final class ContactPath {
    private static final String FOLDERS = "contactFolders";

    private ContactPath() {}

    /** The folder whose contacts a path addresses. Whether it exists is not checked. */
    static FolderId folder(ContactReader mailbox, GraphRequest request) {
        String key = FolderKeys.ofItems(request, FOLDERS);
        return key == null ? ContactFolders.TOP : WireIds.folder(mailbox.id(), key);
    }

    /**
     * The contact of a path. {@code /contacts/{id}} reaches those of all folders.
     *
     * @throws MailboxFailure.ItemNotFound if it does not exist, or is not in the folder of the path
     */
    static Item contact(ContactReader mailbox, GraphRequest request) {
        Item contact = mailbox.contact(WireIds.item(mailbox.id(), request.key("contacts")));
        boolean elsewhere = FolderKeys.ofItems(request, FOLDERS) != null
                && !contact.folder().equals(folder(mailbox, request));
        if (elsewhere) {
            throw new MailboxFailure.ItemNotFound();
        }
        return contact;
    }

    /** A reference that is invalid after a move, so that a change does not reach a contact that was deleted meanwhile. */
    static ItemRef ref(Item contact) {
        return new ItemRef(contact.id(), contact.moveCount());
    }

    /** {@code users('...')/contacts}, or with the folder of the path. */
    static String contacts(ContactReader mailbox, GraphRequest request) {
        @Nullable String key = FolderKeys.ofItems(request, FOLDERS);
        return ItemAddress.user(mailbox) + (key == null ? "" : "/contactFolders(" + ItemAddress.quoted(key) + ")")
                + "/contacts";
    }

    /** The last folder of a path about folders. */
    static FolderId named(ContactReader mailbox, GraphRequest request) {
        return WireIds.folder(mailbox.id(), FolderKeys.named(request, FOLDERS));
    }

    /** The folder whose folders a path addresses. */
    static FolderId parent(ContactReader mailbox, GraphRequest request) {
        return FolderKeys.endsAtChildren(request) ? named(mailbox, request) : ContactFolders.TOP;
    }

    /** {@code users('...')/contactFolders}, or with the parent of the path. */
    static String folders(ContactReader mailbox, GraphRequest request) {
        return ItemAddress.user(mailbox)
                + "/contactFolders"
                + (FolderKeys.endsAtChildren(request)
                        ? "(" + ItemAddress.quoted(request.key(FOLDERS)) + ")/childFolders"
                        : "");
    }
}
