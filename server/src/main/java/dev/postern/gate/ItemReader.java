package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentId;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.TemporaryFiles;
import java.io.InputStream;
import java.util.List;

/**
 * The read operations that all areas with items share. Each implementation accesses the items of its own area only.
 *
 * <p>The methods throw {@link dev.postern.mailbox.MailboxFailure}.
 */
public sealed interface ItemReader permits MailReader, CalendarReader, ItemWriter {
    MailboxId id();

    ObjectId ownerId();

    TemporaryFiles temporary();

    Item item(ItemRef item, Fields fields);

    List<Attachment> attachments(ItemId item);

    /** As {@link #attachments(ItemId)}; also those of one occurrence of a series. */
    default List<Attachment> attachments(ItemRef item) {
        return attachments(item.id());
    }

    Attachment attachment(AttachmentRef attachment);

    InputStream attachmentContent(ItemId item, AttachmentId attachment);
}
