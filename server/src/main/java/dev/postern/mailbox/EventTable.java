package dev.postern.mailbox;

import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

        /** Those of a message that was inserted into the mailbox. */
        public static Attached of(PreparedMessage message) {
            return new Attached(message.attachments());
        }

        /** What an event grows by them, in bytes. */
        public long size() {
            return attachments.stream()
                    .mapToLong(one -> ItemSizes.attachment(one.size(), one.doc()))
                    .sum();
        }

        /** Whether the value of {@code hasAttachments} is true. */
        public boolean hasVisible() {
            return attachments.stream().anyMatch(one -> !one.inline());
        }

        /** Whether they are the same files, items and references, in any order. */
        public boolean isSameAs(Attached other) {
            var left = new ArrayList<>(other.attachments);
            return attachments.size() == left.size()
                    && attachments.stream().allMatch(one -> {
                        StoredAttachment same =
                                left.stream().filter(one::isSameAs).findFirst().orElse(null);
                        return same != null && left.remove(same);
                    });
        }
    }

    public OccurrenceAttachments occurrenceAttachments() {
        return new OccurrenceAttachments(
                context.id(), items.attachments().rows().contents());
    }

    /** The attachments of an event with their contents, to be compared. */
    public Attached stored(Sql sql, ItemId event) {
        return new Attached(items.attachments().rows().stored(sql, event));
    }

    /**
     * Whether a new event, or an event that grows, exceeds no limit.
     *
     * @param grown in bytes
     * @param size of the event then
     */
    public boolean fits(Sql sql, boolean isNew, long grown, long size) {
        Quotas quotas = context.usage().limits().quotas();
        MailboxUsage.Totals totals = context.usage().totals(sql);
        return size <= quotas.messageBytes()
                && totals.bytes() + grown <= quotas.bytes()
                && (!isNew || totals.items() < quotas.items())
                && !context.usage().limits().recoverableIsFull(totals);
    }

    /** Replaces the attachments of an event, as a part of the caller's change. */
    public void replace(MailboxChange change, ItemCore before, Attached attached) {
        long freed = stored(change.sql(), before.id()).size();
        AttachmentRows rowsOfAttachments = items.attachments().rows();
        rowsOfAttachments.remove(change.sql(), before.id());
        rowsOfAttachments.insert(change.sql(), before.id(), attached.attachments());
        touch(
                change,
                before.withAttachments(attached.hasVisible()),
                attached.size() - freed,
                Set.of("attachments", "hasAttachments"));
    }

    /** The first of them, as one of an event or of an occurrence of it. */
    public Attachment first(ItemId event, Attached attached) {
        return Attachments.attachment(event, attached.attachments().getFirst());
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
        change.remember(before);
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

    /** Those of these events that are series, or overlap a half-open window. */
    public List<Item> within(Sql sql, List<UUID> ids, Instant from, Instant to, Fields fields) {
        List<Object> padded = SqlLists.padded(ids);
        var values = new ArrayList<@Nullable Object>();
        values.add(context.id().value());
        values.addAll(padded);
        values.addAll(List.of(to, from, from));
        return sql.list(
                "select " + rows.columns(fields) + " from event where mailbox_id = ? and item_id in ("
                        + SqlLists.marks(padded.size())
                        + ") and (recurrence is not null or (starts_at < ?"
                        + " and (ends_at > ? or (ends_at = starts_at and starts_at = ?))))",
                rows::read,
                values.toArray());
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
                        + " and folder_id in (select folder_id from folder where mailbox_id = ?"
                        + " and (folder_id = ? or parent_id = ?) and folder_class = ?)"
                        + " order by item_id limit ?",
                row -> new ItemId(row.uuid(1)),
                context.id().value(),
                value,
                context.id().value(),
                WellKnownFolder.CALENDAR.id().value(),
                WellKnownFolder.CALENDAR.id().value(),
                FolderClass.CALENDAR.stored(),
                limit);
    }
}
