package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that is ready to be inserted, see {@link Items#prepare}. */
public final class PreparedItem {
    private final Item item;
    private final List<StoredAttachment> attachments;
    private final byte @Nullable [] original;

    PreparedItem(Item item, List<StoredAttachment> attachments, byte @Nullable [] original) {
        this.item = item;
        this.original = original;
        this.attachments = List.copyOf(attachments);
    }

    /** As it will be, except for the number of its change. */
    public Item item() {
        return item;
    }

    /** Whether something of it lies apart from its rows, in one mailbox. */
    public boolean hasLargeContents() {
        return original != null || attachments.stream().anyMatch(attachment -> attachment.hash() != null);
    }

    List<StoredAttachment> attachments() {
        return attachments;
    }

    /** The hash of the MIME in which it came. */
    byte @Nullable [] original() {
        return original;
    }
}
