package dev.postern.gate;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.setting.InferenceOverride;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The mail of a mailbox, opened for reading and changing. It cannot send. */
public final class MailWriter extends MailReader implements AttachmentWriter {
    MailWriter(OpenedMailbox opened) {
        super(opened);
    }

    public Folder createFolder(FolderId parent, NewFolder folder) {
        return opened.mailbox().folders().create(parent, folder);
    }

    public Folder updateFolder(FolderId folder, FolderPatch patch) {
        return opened.mailbox().folders().update(folder, patch);
    }

    public Folder moveFolder(FolderId folder, FolderId to) {
        return opened.mailbox().folders().move(folder, to);
    }

    public Folder copyFolder(FolderId folder, FolderId to) {
        return opened.mailbox().folders().copy(folder, to);
    }

    public void deleteFolder(FolderId folder) {
        opened.mailbox().folders().delete(folder);
    }

    public void purgeFolder(FolderId folder) {
        opened.mailbox().folders().purge(folder);
    }

    public Item create(FolderId folder, NewMessage message) {
        return opened.mailbox().items().create(folder, message);
    }

    @Override
    public Item update(ItemRef item, @Nullable String changeKey, ObjectNode patch) {
        return opened.mailbox().items().update(item, changeKey, patch);
    }

    /** Marks a message as read because a reply to it is being written. */
    public void markRead(ItemRef answered) {
        opened.mailbox().items().markRead(answered);
    }

    public void keepOriginal(ItemRef draft, Content original) {
        opened.mailbox().items().keepOriginal(draft, original);
    }

    public Item move(ItemRef item, FolderId to) {
        return opened.mailbox().items().move(item, to);
    }

    public Item copy(ItemRef item, FolderId to) {
        return opened.mailbox().items().copy(item, to);
    }

    public void delete(ItemRef item, @Nullable String changeKey) {
        opened.mailbox().items().delete(item, changeKey);
    }

    public void purge(ItemRef item) {
        opened.mailbox().items().purge(item);
    }

    /** Creates or replaces the override for an address. */
    public InferenceOverride putOverride(String classifyAs, String name, String address) {
        return storedOverrides().put(classifyAs, name, address);
    }

    public InferenceOverride reclassify(UUID override, String classifyAs) {
        return storedOverrides().reclassify(override, classifyAs);
    }

    public void deleteOverride(UUID override) {
        storedOverrides().delete(override);
    }

    @Override
    public Attachment attach(ItemRef item, NewAttachment attachment) {
        return opened.mailbox().attachments().add(item, attachment);
    }

    @Override
    public void detach(AttachmentRef attachment) {
        opened.mailbox().attachments().remove(attachment);
    }

    @Override
    public UploadTicket.Issued beginUpload(ItemRef draft, Upload.File file) {
        UploadTicket ticket = UploadTicket.fresh(opened.mailbox().id());
        StoredCaller holder =
                StoredCaller.of(Requester.of(opened.caller().token()), opened.owner(), opened.operation());
        Upload upload =
                opened.mailbox().uploads().begin(ItemKind.MESSAGE, draft, file, holder.text(), ticket.secretHash());
        return ticket.issued(upload);
    }
}
