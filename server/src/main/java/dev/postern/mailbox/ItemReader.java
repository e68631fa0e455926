package dev.postern.mailbox;

import dev.postern.store.Row;

/** Reads whole items of one kind from rows of its table. */
interface ItemReader {
    ItemKind kind();

    /** The list after {@code select} that {@link #read} reads; always the same columns in the same places. */
    String columns(Fields fields);

    /** An expression: how many bytes the texts have that would be read. Both engines tell it without reading them. */
    String weight(Fields fields);

    Item read(Row row);
}
