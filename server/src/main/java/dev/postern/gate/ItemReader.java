package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import java.util.Collection;
import java.util.Map;

/**
 * The read operations that all areas with items share. Each implementation accesses the items of its own area only.
 *
 * <p>The methods throw {@link dev.postern.mailbox.MailboxFailure}.
 */
public sealed interface ItemReader permits AttachmentReader, ContactReader, ItemWriter {
    MailboxId id();

    ObjectId ownerId();

    Item item(ItemRef item, Fields fields);

    /** Returns how often items have been moved, for those of this area that exist. */
    Map<ItemId, Long> moveCounts(Collection<ItemId> ids);
}
