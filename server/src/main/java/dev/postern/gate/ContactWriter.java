package dev.postern.gate;

import dev.postern.mailbox.Content;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewFolder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The contacts of a mailbox and their folders, opened for reading and changing. */
public final class ContactWriter extends ContactReader implements ItemWriter {
    ContactWriter(OpenedMailbox opened) {
        super(opened);
    }

    public Folder createFolder(FolderId parent, NewFolder folder) {
        return stored().create(parent, folder);
    }

    /** @param parent the folder to move it into; null if it stays where it is */
    public Folder updateFolder(FolderId folder, FolderPatch patch, @Nullable FolderId parent) {
        return stored().update(folder, patch, parent);
    }

    public void deleteFolder(FolderId folder) {
        stored().delete(folder);
    }

    public void purgeFolder(FolderId folder) {
        stored().purge(folder);
    }

    public Item create(FolderId folder, ObjectNode contact) {
        return contacts().create(folder, contact);
    }

    @Override
    public Item update(ItemRef item, @Nullable String changeKey, ObjectNode patch) {
        return contacts().update(item, changeKey, patch);
    }

    public void delete(ItemRef contact, @Nullable String changeKey) {
        contacts().delete(contact, changeKey);
    }

    public void purge(ItemRef contact) {
        contacts().purge(contact);
    }

    public void putPhoto(
            ItemRef contact, @Nullable String changeKey, String mediaType, int width, int height, Content bytes) {
        photos().put(contact, changeKey, mediaType, width, height, bytes);
    }

    public void removePhoto(ItemRef contact, @Nullable String changeKey) {
        photos().remove(contact, changeKey);
    }
}
