package dev.postern.gate;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.Upload;

/** The write operations of areas whose items have attachments; see {@link ItemReader}. */
public sealed interface AttachmentWriter extends AttachmentReader, ItemWriter permits MailWriter, CalendarWriter {
    Attachment attach(ItemRef item, NewAttachment attachment);

    void detach(AttachmentRef attachment);

    /** Begins an upload of an attachment. Any holder of the ticket can continue it, see {@link Gate#openUpload}. */
    UploadTicket.Issued beginUpload(ItemRef item, Upload.File file);
}
