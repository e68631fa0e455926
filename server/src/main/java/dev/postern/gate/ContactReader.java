package dev.postern.gate;

import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.contact.ContactFolders;
import dev.postern.mailbox.contact.ContactPhotos;
import dev.postern.mailbox.contact.Contacts;
import dev.postern.mailbox.sync.FolderSync;
import dev.postern.mailbox.sync.ItemSync;
import dev.postern.mailbox.sync.SyncOptions;
import dev.postern.mailbox.sync.SyncPage;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.query.SearchExpression;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contacts of a mailbox and their folders, opened for reading. The methods throw {@link dev.postern.mailbox.MailboxFailure}. */
public sealed class ContactReader extends MailboxAccess implements ItemReader permits ContactWriter {
    ContactReader(OpenedMailbox opened) {
        super(opened);
    }

    final ContactFolders stored() {
        return new ContactFolders(opened.mailbox());
    }

    final Contacts contacts() {
        return new Contacts(opened.mailbox());
    }

    final ContactPhotos photos() {
        return new ContactPhotos(opened.mailbox());
    }

    public Folder folder(FolderId folder) {
        return stored().get(folder);
    }

    /** The folders directly in a folder. */
    public List<Folder> folders(FolderId parent) {
        return stored().children(parent);
    }

    public Item contact(ItemRef contact) {
        return contacts().get(contact, opened::account);
    }

    /** @param search null for all */
    public Page<Item> list(ListQuery query, @Nullable SearchExpression search) {
        return contacts().list(query, search, opened::account);
    }

    /** The contacts of a folder that have changed. */
    public SyncPage<Item> changes(FolderId folder, SyncPosition from, SyncOptions options, int size) {
        FolderId existing = folder(folder).id();
        return new ItemSync(opened.mailbox(), ItemKind.CONTACT)
                .page(existing, from, options, size, Contacts.WHOLE, opened::account);
    }

    /** The folders below a folder that have changed. */
    public SyncPage<Folder> folderChanges(FolderId below, SyncPosition from, int size) {
        FolderId existing = folder(below).id();
        return new FolderSync(opened.mailbox(), FolderClass.CONTACTS).page(existing, from, size);
    }

    /** The photo of a contact; null if it has none. */
    public ContactPhotos.@Nullable Photo photo(ItemId contact) {
        return photos().find(contact);
    }

    public InputStream photoContent(ItemId contact) {
        return photos().open(contact);
    }

    /** Contacts are always read with all properties. */
    @Override
    public Item item(ItemRef item, Fields fields) {
        return contact(item);
    }

    @Override
    public Map<ItemId, Long> moveCounts(Collection<ItemId> ids) {
        return opened.mailbox().kind(ItemKind.CONTACT).moveCounts(ids);
    }
}
