package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import org.jspecify.annotations.Nullable;

/** Reads complete items of one kind from rows of its table. */
interface ItemReader {
    /** The reader of a kind. */
    static ItemReader of(MailboxId mailbox, ItemKind kind) {
        return switch (kind.name()) {
            case "message" -> new MessageRows(mailbox, kind);
            case "event" -> new EventRows(mailbox, kind);
            case "contact" -> new ContactRows(mailbox, kind);
            default -> throw new IllegalArgumentException("No reader for the kind " + kind.name());
        };
    }

    ItemKind kind();

    /** The list after {@code select} that {@link #read} expects; always the same columns in the same order. */
    String columns(Fields fields);

    /**
     * An expression for the total size in bytes of the texts that would be read. Both engines compute it without
     * reading them.
     */
    String weight(Fields fields);

    Item read(Row row);

    default @Nullable Item find(Sql sql, MailboxId mailbox, ItemId id, Fields fields) {
        return sql.one(
                "select " + columns(fields) + " from " + kind().table() + " where mailbox_id = ? and item_id = ?",
                this::read,
                mailbox.value(),
                id.value());
    }
}
