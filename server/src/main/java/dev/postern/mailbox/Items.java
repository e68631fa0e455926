package dev.postern.mailbox;

import dev.postern.store.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of one mailbox. Thread-safe; see {@link Mailboxes} about blocking and exceptions. Counts of folders
 * change in the same transaction as the items.
 */
public final class Items {
    private final MailboxContext context;
    private final KindItems items;
    private final ItemTable table;
    private final MessageRows rows;
    private final Attachments attachments;
    private final MimeSource mimeSources;
    private final MessageReader reader;

    Items(MailboxContext context, KindItems items, MessageRows rows, MimeSource mimeSources, MessageReader reader) {
        this.context = context;
        this.items = items;
        this.table = items.table();
        this.rows = rows;
        this.attachments = items.attachments();
        this.mimeSources = mimeSources;
        this.reader = reader;
    }

    /**
     * Stores a new message.
     *
     * @throws MailboxFailure.FolderNotFound if the folder does not exist
     */
    public Item create(FolderId folder, NewMessage message) {
        PreparedMessage prepared = prepare(new ItemId(context.clock().nextId()), folder, message);
        return context.database().write(sql -> insert(sql, prepared));
    }

    /**
     * Does everything for a new message that can be done before its transaction: columns, preview, and large
     * attachments, which are stored here.
     *
     * @throws MailboxFailure.MessageTooLarge if it is larger than a message may be
     */
    public PreparedMessage prepare(ItemId id, FolderId folder, NewMessage message) {
        List<StoredAttachment> stored = attachments.store(message.attachments());
        WrittenItem written =
                reader.read(context.id(), id, folder, message, stored).ofSize(MimeSource.size(message.original()));
        context.usage().limits().requireMessageSize(written.item().size());
        return new PreparedMessage(table.kind().properties(), written, stored, mimeSources.store(message.original()));
    }

    /** Inserts a prepared message, in the caller's transaction, as one change. */
    public Item insert(Sql sql, PreparedMessage prepared) {
        Item item = prepared.item();
        MailboxChange change = context.begin(sql, MailboxUsage.Growth.of(false, 1, item.size()));
        if (change.added(table.kind(), item.core())) {
            change.grow(MailboxUsage.Growth.moved(true, 1, item.size()));
        }
        rows.insert(sql, prepared, change.number());
        attachments.rows().insert(sql, item.id(), prepared.attachments());
        mimeSources.keep(sql, item.id(), prepared.mime());
        String conversation = prepared.ancestors()
                .join(sql, context.id(), item.id(), item.message().summary().conversationId());
        return new Item(
                item.core().arriving(change.number()),
                item.doc(),
                item.message().inConversation(conversation));
    }

    /**
     * Reads one message.
     *
     * @throws MailboxFailure.ItemNotFound if no message has this id
     */
    public Item get(ItemRef ref, Fields fields) {
        return items.get(ref, fields);
    }

    /**
     * Lists messages.
     *
     * @throws MailboxFailure.FolderNotFound if the query names a folder that does not exist
     * @throws dev.postern.store.UnsupportedCondition if the condition or the sort uses a property that does not support
     *     it
     */
    public Page<Item> list(ListQuery query) {
        return items.list(query);
    }

    /**
     * Changes properties, by their Graph names. Properties that the mailbox determines are ignored.
     *
     * @param changeKey the change key that the caller knows; null to change any state
     * @throws MailboxFailure.ChangeKeyMismatch if the item has changed since
     * @throws MailboxFailure.NotADraft if a property may be changed only in a draft
     */
    public Item update(ItemRef ref, @Nullable String changeKey, ObjectNode patch) {
        return context.change(change -> {
            Item before = items.require(change.sql(), ref, Fields.DEFAULT);
            before.core().require(changeKey);
            Item after = reader.patch(before, patch);
            change.remember(before);
            change.updated(table.kind(), before.core(), after.core(), new HashSet<>(patch.propertyNames()));
            rows.update(change.sql(), after, change.number(), MessageReader.isOnlyRead(patch));
            if (mimeSources.differ(before, after)) {
                mimeSources.drop(change.sql(), before.id());
            }
            if (patch.has("singleValueExtendedProperties")
                    && after.message().flags().draft()
                    && after.doc() != null) {
                if (Ancestors.isChangedBy(patch)) {
                    Ancestors.of(null, after.doc(), after.message().summary().internetMessageId())
                            .join(
                                    change.sql(),
                                    context.id(),
                                    ref.id(),
                                    after.message().summary().conversationId());
                }
                if (DeferredSendTime.isChangedBy(patch)) {
                    DeferredSends.reschedule(change, ref.id(), DeferredSendTime.of(after.doc(), change.time()));
                }
            }
            return items.require(change.sql(), ItemRef.of(ref.id()), Fields.DEFAULT);
        });
    }

    /** Marks a message as read if it exists and is unread. */
    public void markRead(ItemRef ref) {
        ObjectNode patch = StoredJson.object().put("isRead", true);
        try {
            Item item = get(ref, Fields.COLUMNS);
            if (!item.isRead()) {
                update(ref, null, patch);
            }
        } catch (MailboxFailure.ItemNotFound _) {
            // it was deleted or moved in the meantime
        }
    }

    /**
     * Stores the MIME of a draft, whose content must equal that of the draft.
     *
     * @throws MailboxFailure.NotADraft if it is not a draft
     */
    public void keepOriginal(ItemRef ref, Content original) {
        byte[] hash = mimeSources.store(original);
        context.change(change -> {
            ItemCore before = draft(change.sql(), ref, null, "$value").core();
            mimeSources.drop(change.sql(), before.id());
            mimeSources.keep(change.sql(), before.id(), hash);
            ItemCore after = before.ofSize(Math.max(before.size(), MimeSource.size(original)));
            change.updated(table.kind(), before, after, Set.of());
            table.touch(change, after);
            return true;
        });
    }

    /**
     * Requires a draft that is to be sent later, in the caller's transaction, and locks its mailbox.
     *
     * @throws MailboxFailure.NotADraft if it is not a draft
     */
    public ItemCore requireDraft(Sql sql, ItemRef ref, @Nullable String changeKey) {
        context.begin(sql);
        return draft(sql, ref, changeKey, "send").core();
    }

    /** The draft that is to be sent now; null if it is no longer a draft, or is in Deleted Items or below. */
    public @Nullable Item waiting(ItemId id) {
        return context.database().read(sql -> {
            Item item = items.find(sql, id, Fields.DEFAULT);
            FolderRows folders = new FolderRows(context.id(), table.kind().folderClass());
            return item == null
                            || !item.message().flags().draft()
                            || folders.isRecoverable(sql, item.folder())
                            || folders.isWithin(sql, item.folder(), WellKnownFolder.DELETEDITEMS.id())
                    ? null
                    : item;
        });
    }

    private Item draft(Sql sql, ItemRef ref, @Nullable String changeKey, String what) {
        Item item = items.require(sql, ref, Fields.COLUMNS);
        item.core().require(changeKey);
        if (!item.message().flags().draft()) {
            throw new MailboxFailure.NotADraft(what);
        }
        return item;
    }

    /** Moves a message, which changes its default id. Returns the moved message. */
    public Item move(ItemRef ref, FolderId to) {
        return items.move(ref, to);
    }

    /** Copies a message with its attachments into a folder of the same mailbox. Returns the copy. */
    public Item copy(ItemRef ref, FolderId to) {
        return items.copy(ref, to);
    }

    /** Deletes a message so that it can be recovered, see {@link KindItems#delete}. */
    public void delete(ItemRef ref, @Nullable String changeKey) {
        items.delete(ref, changeKey);
    }

    /** Deletes a message so that no program can reach it again. */
    public void purge(ItemRef ref) {
        items.purge(ref);
    }

    /**
     * Turns a draft into a sent message, in the caller's transaction: it is moved to Sent Items, or to Purges if no
     * copy is kept. Its immutable id does not change.
     *
     * @param changeKey the change key that the caller knows; null to send any state
     * @throws MailboxFailure.NotADraft if it is not a draft
     */
    public ItemCore markSent(Sql sql, ItemRef ref, @Nullable String changeKey, boolean keep) {
        MailboxChange change = context.begin(sql);
        ItemCore item = draft(sql, ref, changeKey, "send").core();
        rows.markSent(sql, item.id(), change.time());
        change.updated(table.kind(), item, item, Set.of("isDraft", "sentDateTime", "receivedDateTime"));
        WellKnownFolder to = keep ? WellKnownFolder.SENTITEMS : WellKnownFolder.RECOVERABLEITEMSPURGES;
        return items.moves().move(change, table, item, to.id());
    }
}
