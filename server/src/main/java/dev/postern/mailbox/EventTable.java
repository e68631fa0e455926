package dev.postern.mailbox;

import dev.postern.store.Sql;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of events in one mailbox: single events and masters of series, without their exceptions. What events mean is
 * the task of the package {@code mailbox.event}.
 */
public final class EventTable {
    private static final int MAX_WITH_ONE_UID = 100;

    private final MailboxContext context;
    private final KindItems items;
    private final EventRows rows;

    EventTable(MailboxContext context, KindItems items) {
        this.context = context;
        this.items = items;
        this.rows = new EventRows(context.id(), items.kind());
    }

    public KindItems items() {
        return items;
    }

    /** An event's attachments whose contents are stored, before anything refers to them. */
    public record Attached(List<StoredAttachment> attachments) {
        public static final Attached NONE = new Attached(List.of());

        public Attached {
            attachments = List.copyOf(attachments);
        }
    }

    public Attached store(List<NewAttachment> attachments) {
        return new Attached(items.attachments().store(attachments));
    }

    /**
     * Inserts an event, as a part of the caller's change.
     *
     * @param properties in stored form, see {@code docs/calendar.md}
     * @throws MailboxFailure.FolderNotFound if the calendar does not exist
     */
    public Item insert(MailboxChange change, FolderId calendar, ObjectNode properties, Attached attached) {
        List<StoredAttachment> stored = attached.attachments();
        ItemCore core = ItemCore.created(
                change,
                new ItemId(context.clock().nextId()),
                calendar,
                stored.stream().anyMatch(attachment -> !attachment.inline()));
        long elsewhere = stored.stream()
                .mapToLong(attachment -> ItemSizes.attachment(attachment.size(), attachment.doc()))
                .sum();
        Item item = EventReader.read(core, properties, elsewhere);
        context.usage().limits().requireMessageSize(item.size());
        boolean recoverable = change.added(items.kind(), item.core());
        change.grow(MailboxUsage.Growth.of(recoverable, 1, item.size()));
        rows.insert(change.sql(), item, change.number());
        items.attachments().rows().insert(change.sql(), item.id(), stored);
        return item;
    }

    /**
     * Changes an event, as a part of the caller's change.
     *
     * @param before with its document and body
     * @param after all properties, in stored form
     * @param grown the growth of its exceptions in bytes
     * @param names of the properties that may have changed
     */
    public Item update(MailboxChange change, Item before, ObjectNode after, long grown, Set<String> names) {
        long elsewhere = before.size() - EventReader.own(doc(before), before.event());
        Item item = EventReader.read(before.core().touched(change), after, Math.max(0, elsewhere + grown));
        change.updated(items.kind(), before.core(), item.core(), names);
        rows.update(change.sql(), item, change.number());
        return item;
    }

    private static ObjectNode doc(Item item) {
        return item.doc() == null ? StoredJson.object() : item.doc();
    }

    /** Changes only what the exceptions of a series have, as a part of the caller's change. */
    public ItemCore touch(MailboxChange change, ItemCore before, long grown, Set<String> names) {
        ItemCore after = before.touched(change).ofSize(Math.max(0, before.size() + grown));
        change.updated(items.kind(), before, after, names);
        items.table().touch(change, after);
        return after;
    }

    /**
     * Lists single events and masters; by start if the query has no order.
     *
     * @throws dev.postern.store.UnsupportedCondition if the condition or the sort uses a property that does not support
     *     it
     */
    public Page<Item> list(ListQuery query) {
        ListQuery ordered = query.orders().isEmpty() ? query.orderBy(EventConditions.byStart()) : query;
        return items.list(EventConditions.understood(ordered));
    }

    /** The event with this transaction id that is in a calendar; null if there is none. */
    public @Nullable ItemId byTransaction(Sql sql, String transaction) {
        return first(sql, "transaction_id = ?", transaction);
    }

    /**
     * The events with this UID of iCalendar, compared without case, that are in a calendar: one, or several single occurrences to which
     * the owner was invited.
     */
    public List<ItemId> byUid(Sql sql, String uid) {
        return found(sql, "uid_key = ?", String.valueOf(ComparedColumns.key(uid)), MAX_WITH_ONE_UID);
    }

    private @Nullable ItemId first(Sql sql, String condition, String value) {
        List<ItemId> found = found(sql, condition, value, 1);
        return found.isEmpty() ? null : found.getFirst();
    }

    private List<ItemId> found(Sql sql, String condition, String value, int limit) {
        return sql.list(
                "select item_id from event where mailbox_id = ? and " + condition
                        + " and folder_id in (select folder_id from folder where mailbox_id = ? and folder_class = ?)"
                        + " order by item_id limit ?",
                row -> new ItemId(row.uuid(1)),
                context.id().value(),
                value,
                context.id().value(),
                FolderClass.CALENDAR.stored(),
                limit);
    }
}
