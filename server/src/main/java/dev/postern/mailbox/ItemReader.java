package dev.postern.mailbox;

import dev.postern.store.Row;

/** Reads complete items of one kind from rows of its table. */
interface ItemReader {
    ItemKind kind();

    /** The list after {@code select} that {@link #read} expects; always the same columns in the same order. */
    String columns(Fields fields);

    /**
     * An expression for the total size in bytes of the texts that would be read. Both engines compute it without
     * reading them.
     */
    String weight(Fields fields);

    Item read(Row row);
}
