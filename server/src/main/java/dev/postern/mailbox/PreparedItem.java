package dev.postern.mailbox;

import java.util.List;

/** A message that is ready to be inserted, see {@link Items#prepare}. */
public final class PreparedItem {
    private final Item item;
    private final List<StoredAttachment> attachments;

    PreparedItem(Item item, List<StoredAttachment> attachments) {
        this.item = item;
        this.attachments = List.copyOf(attachments);
    }

    /** As it will be, except for the number of its change. */
    public Item item() {
        return item;
    }

    List<StoredAttachment> attachments() {
        return attachments;
    }
}
