package dev.postern.gate;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentId;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.TemporaryFiles;
import java.io.InputStream;
import java.util.List;

/** The read operations of areas whose items have attachments; see {@link ItemReader}. */
public sealed interface AttachmentReader extends ItemReader permits MailReader, CalendarReader, AttachmentWriter {
    TemporaryFiles temporary();

    List<Attachment> attachments(ItemId item);

    Attachment attachment(AttachmentRef attachment);

    InputStream attachmentContent(ItemId item, AttachmentId attachment);
}
