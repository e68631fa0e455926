package dev.postern.mailbox;

import dev.postern.query.SearchExpression;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of contacts in one mailbox. What contacts mean is the task of the package {@code mailbox.contact}. */
public final class ContactTable {
    /** The size of a row without its texts. */
    private static final long ROW = 256;

    private final MailboxContext context;
    private final KindItems items;
    private final ContactRows rows;
    private final Search search;

    ContactTable(MailboxContext context, KindItems items, Search search) {
        this.context = context;
        this.items = items;
        this.rows = new ContactRows(context.id(), items.kind());
        this.search = search;
    }

    public KindItems items() {
        return items;
    }

    /**
     * Inserts a contact, as a part of the caller's change.
     *
     * @param properties in stored form, see {@code docs/contacts.md}
     * @throws MailboxFailure.FolderNotFound if the folder does not exist
     */
    public Item insert(MailboxChange change, FolderId folder, ObjectNode properties) {
        ItemId id = new ItemId(context.clock().nextId());
        Item item = read(ItemCore.created(change, id, folder, false), properties, 0);
        context.usage().limits().requireMessageSize(item.size());
        boolean recoverable = change.added(items.kind(), item.core());
        change.grow(MailboxUsage.Growth.of(recoverable, 1, item.size()));
        rows.insert(change.sql(), item, change.number());
        return item;
    }

    /**
     * Changes a contact, as a part of the caller's change.
     *
     * @param before with its document
     * @param after all properties, in stored form
     * @param names of the properties that may have changed
     */
    public Item update(MailboxChange change, Item before, ObjectNode after, Set<String> names) {
        ObjectNode doc = before.doc() == null ? StoredJson.object() : before.doc();
        long photo = Math.max(0, before.size() - own(doc, before.contact()));
        Item item = read(before.core().touched(change), after, photo);
        change.remember(before);
        change.updated(items.kind(), before.core(), item.core(), names);
        rows.update(change.sql(), item, change.number());
        return item;
    }

    /**
     * Lists contacts that a search finds.
     *
     * @throws dev.postern.store.UnsupportedCondition if the search, the condition or the sort uses a property that does
     *     not support it
     */
    public Page<Item> search(SearchExpression expression, ListQuery query) {
        return search.list(expression, query);
    }

    /** @param photo the size of the photo in bytes */
    private static Item read(ItemCore core, ObjectNode properties, long photo) {
        ObjectNode doc = StoredJson.object();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (PropertyTable.CONTACT.inDocument(property.getKey())
                    && property.getKey().indexOf('@') < 0
                    && !property.getValue().isNull()) {
                doc.set(property.getKey(), property.getValue());
            }
        }
        ContactPart part = new ContactPart(StoredJson.text(properties.get("displayName"), ""));
        return new Item(core.ofSize(own(doc, part) + photo), doc, part);
    }

    private static long own(ObjectNode doc, ContactPart part) {
        return ROW + ItemSizes.utf8(doc.toString()) + ItemSizes.utf8(part.displayName());
    }
}
