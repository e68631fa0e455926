package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The columns of contacts that not every kind of item has. */
final class ContactRows implements ItemReader {
    private static final int FIRST = ItemTable.CORE_COLUMNS;

    private final MailboxId mailbox;
    private final ItemKind kind;

    ContactRows(MailboxId mailbox, ItemKind kind) {
        this.mailbox = mailbox;
        this.kind = kind;
    }

    @Override
    public ItemKind kind() {
        return kind;
    }

    @Override
    public String columns(Fields fields) {
        return ItemTable.core(kind) + ", display_name" + ItemCells.texts(fields, weight(fields), fields.doc(), "doc");
    }

    @Override
    public String weight(Fields fields) {
        return fields.doc() ? "octet_length(doc)" : "0";
    }

    @Override
    public Item read(Row row) {
        String doc = row.textOrNull(FIRST + 2);
        return new Item(
                ItemTable.read(mailbox, row),
                doc == null ? null : StoredJson.object(doc),
                new ContactPart(row.text(FIRST + 1)));
    }

    void insert(Sql sql, Item item, long change) {
        ItemCells.insert(sql, kind, mailbox, change, cells(item));
    }

    /** Updates the columns that a change of properties can change. */
    void update(Sql sql, Item item, long change) {
        ItemCells.update(sql, kind, item.core(), change, cells(item), Set.of(), "");
    }

    private Map<String, @Nullable Object> cells(Item item) {
        ObjectNode doc = Objects.requireNonNull(item.doc(), "An item that is written has its document");
        String name = item.contact().displayName();
        Map<String, @Nullable Object> cells = ItemCells.of(item.core());
        cells.put("display_name", name);
        cells.put("display_key", ComparedColumns.key(name));
        cells.put("doc", doc.toString());
        cells.put("folded", ComparedColumns.folded(kind.properties(), item, doc));
        return cells;
    }
}
