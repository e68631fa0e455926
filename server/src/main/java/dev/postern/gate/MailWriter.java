package dev.postern.gate;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.Upload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The mail of a mailbox, opened for reading and changing. It cannot send. */
public final class MailWriter extends MailReader implements ItemWriter {
    MailWriter(OpenedMailbox opened) {
        super(opened);
    }

    public Folder createFolder(FolderId parent, NewFolder folder) {
        return opened.mailboxes().folders().create(opened.id(), parent, folder);
    }

    public Folder updateFolder(FolderId folder, FolderPatch patch) {
        return opened.mailboxes().folders().update(opened.id(), folder, patch);
    }

    public Folder moveFolder(FolderId folder, FolderId to) {
        return opened.mailboxes().folders().move(opened.id(), folder, to);
    }

    public Folder copyFolder(FolderId folder, FolderId to) {
        return opened.mailboxes().folders().copy(opened.id(), folder, to);
    }

    public void deleteFolder(FolderId folder) {
        opened.mailboxes().folders().delete(opened.id(), folder);
    }

    public void purgeFolder(FolderId folder) {
        opened.mailboxes().folders().purge(opened.id(), folder);
    }

    public Item create(FolderId folder, NewMessage message) {
        return opened.mailboxes().items().create(opened.id(), folder, message);
    }

    @Override
    public Item update(ItemRef item, @Nullable String changeKey, ObjectNode patch) {
        return opened.mailboxes().items().update(opened.id(), item, changeKey, patch);
    }

    public void keepOriginal(ItemRef draft, Content original) {
        opened.mailboxes().items().keepOriginal(opened.id(), draft, original);
    }

    public Item move(ItemRef item, FolderId to) {
        return opened.mailboxes().items().move(opened.id(), item, to);
    }

    public Item copy(ItemRef item, FolderId to) {
        return opened.mailboxes().items().copy(opened.id(), item, to);
    }

    public void delete(ItemRef item, @Nullable String changeKey) {
        opened.mailboxes().items().delete(opened.id(), item, changeKey);
    }

    public void purge(ItemRef item) {
        opened.mailboxes().items().purge(opened.id(), item);
    }

    @Override
    public Attachment attach(ItemRef item, NewAttachment attachment) {
        return opened.mailboxes().attachments().add(opened.id(), item, attachment);
    }

    @Override
    public void detach(AttachmentRef attachment) {
        opened.mailboxes().attachments().remove(opened.id(), attachment);
    }

    @Override
    public UploadTicket.Issued beginUpload(ItemRef draft, Upload.File file) {
        UploadTicket ticket = UploadTicket.fresh(opened.id());
        StoredCaller holder =
                StoredCaller.of(Requester.of(opened.caller().token()), opened.owner(), opened.operation());
        Upload upload =
                opened.mailboxes().uploads().begin(opened.id(), draft, file, holder.text(), ticket.secretHash());
        return new UploadTicket.Issued(ticket.text(upload.id()), upload);
    }
}
