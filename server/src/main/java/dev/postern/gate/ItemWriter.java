package dev.postern.gate;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.Upload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The write operations that all areas with items share; see {@link ItemReader}. */
public sealed interface ItemWriter extends ItemReader permits MailWriter, CalendarWriter {
    Item update(ItemRef item, @Nullable String changeKey, ObjectNode patch);

    Attachment attach(ItemRef item, NewAttachment attachment);

    void detach(AttachmentRef attachment);

    /** Begins an upload of an attachment. Any holder of the ticket can continue it, see {@link Gate#openUpload}. */
    UploadTicket.Issued beginUpload(ItemRef item, Upload.File file);
}
