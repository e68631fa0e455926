package dev.postern.gate;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentId;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.TemporaryFiles;
import java.io.InputStream;
import java.util.List;

/** The read operations of areas whose items have attachments; see {@link ItemReader}. */
public sealed interface AttachmentReader extends ItemReader permits MailReader, CalendarReader, AttachmentWriter {
    TemporaryFiles temporary();

    List<Attachment> attachments(ItemId item);

    /** As {@link #attachments(ItemId)}; also those of one occurrence of a series. */
    default List<Attachment> attachments(ItemRef item) {
        return attachments(item.id());
    }

    Attachment attachment(AttachmentRef attachment);

    InputStream attachmentContent(ItemId item, AttachmentId attachment);
}
