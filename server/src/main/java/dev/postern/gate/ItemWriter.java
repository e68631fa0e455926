package dev.postern.gate;

import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The write operations that all areas with items share; see {@link ItemReader}. */
public sealed interface ItemWriter extends ItemReader permits AttachmentWriter, ContactWriter {
    Item update(ItemRef item, @Nullable String changeKey, ObjectNode patch);
}
