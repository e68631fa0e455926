package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attachments of the items of one kind. Thread-safe; see {@link Mailboxes} about blocking and exceptions. Contents of any size
 * are read and written as streams.
 */
public final class Attachments {
    /** Contents up to this size are stored in the attachment's row. */
    private static final int SMALL = 64 * 1024;

    /** The columns that {@link #read} reads, in order. */
    static final String COLUMNS =
            "attachment_id, kind, name, content_type, content_id, is_inline, size, modified_at, doc";

    private static final String SELECT = "select " + COLUMNS + " from attachment where mailbox_id = ? and item_id = ?";
    private static final String DOCUMENTS = "select coalesce(sum(octet_length(doc)), 0) from attachment"
            + " where mailbox_id = ? and item_id = ? and doc is not null";

    private final MailboxContext context;
    private final MailboxId mailbox;
    private final Database database;
    private final ChangeClock clock;
    private final ItemTable table;
    private final AttachmentRows rows;
    private final Contents contents;
    private final AttachmentsChanged changed;

    /** Told when the attachments of an item have changed, within the change. */
    interface AttachmentsChanged {
        void accept(Sql sql, ItemId item);
    }

    Attachments(
            MailboxContext context,
            ItemTable table,
            AttachmentRows rows,
            Contents contents,
            AttachmentsChanged changed) {
        this.context = context;
        this.mailbox = context.id();
        this.database = context.database();
        this.clock = context.clock();
        this.table = table;
        this.rows = rows;
        this.contents = contents;
        this.changed = changed;
    }

    AttachmentRows rows() {
        return rows;
    }

    /** The attachments of an item in their order, without their bytes. */
    public List<Attachment> list(ItemId item) {
        return database.read(sql ->
                sql.list(SELECT + " order by attachment_id", row -> read(item, row), mailbox.value(), item.value()));
    }

    /** The total size in bytes of the documents of an item's attachments, which {@link #list} reads. */
    public long documents(ItemId item) {
        return database.read(sql -> sql.number(DOCUMENTS, mailbox.value(), item.value()));
    }

    /** @throws MailboxFailure.ItemNotFound if the item or the attachment does not exist */
    public Attachment get(AttachmentRef ref) {
        ItemId item = ref.item().id();
        return database.read(sql -> {
            table.require(sql, ref.item());
            return present(sql.one(
                    SELECT + " and attachment_id = ?",
                    row -> read(item, row),
                    mailbox.value(),
                    item.value(),
                    ref.id().value()));
        });
    }

    /** The bytes of an attachment; the caller closes the stream. */
    public InputStream open(ItemId item, AttachmentId id) {
        Stored stored = present(database.read(sql -> {
            Stored own = stored(sql, "attachment", item, id);
            // an attachment never changes, so that of any occurrence with this id will do
            return own == null && table.kind().equals(ItemKind.EVENT)
                    ? stored(sql, OccurrenceAttachments.TABLE, item, id)
                    : own;
        }));
        if (stored.hash() != null) {
            return contents.open(stored.hash());
        }
        return new ByteArrayInputStream(stored.small() == null ? new byte[0] : stored.small());
    }

    private record Stored(byte @Nullable [] small, byte @Nullable [] hash) {}

    private @Nullable Stored stored(Sql sql, String from, ItemId item, AttachmentId id) {
        return sql.one(
                "select content, content_hash from " + from
                        + " where mailbox_id = ? and item_id = ? and attachment_id = ? limit 1",
                row -> new Stored(row.bytesOrNull(1), row.bytesOrNull(2)),
                mailbox.value(),
                item.value(),
                id.value());
    }

    /**
     * Adds an attachment to an item.
     *
     * @throws MailboxFailure.NotADraft if it is a message that is not a draft
     */
    public Attachment add(ItemRef ref, NewAttachment attachment) {
        List<StoredAttachment> stored = store(List.of(attachment));
        return context.change(change -> add(change, ref, stored.getFirst()));
    }

    /** As {@link #add(ItemRef, NewAttachment)}, for an attachment whose content is already stored, within a change. */
    Attachment add(MailboxChange change, ItemRef ref, StoredAttachment stored) {
        ItemCore item = table.requireAttachable(change.sql(), ref);
        rows.insert(change.sql(), item.id(), List.of(stored));
        boolean has = item.hasAttachments() || !stored.inline();
        touch(change, item, has, ItemSizes.attachment(stored.size(), stored.doc()));
        return attachment(ref.id(), stored);
    }

    /**
     * Removes an attachment from an item.
     *
     * @throws MailboxFailure.NotADraft if it is a message that is not a draft
     */
    public void remove(AttachmentRef ref) {
        context.change(change -> {
            Sql sql = change.sql();
            ItemCore item = table.requireAttachable(sql, ref.item());
            record Gone(
                    long size,
                    byte @Nullable [] hash,
                    @Nullable String doc) {}
            Gone gone = present(sql.one(
                    "delete from attachment where mailbox_id = ? and item_id = ? and attachment_id = ?"
                            + " returning size, content_hash, doc",
                    row -> new Gone(row.number(1), row.bytesOrNull(2), row.textOrNull(3)),
                    mailbox.value(),
                    item.id().value(),
                    ref.id().value()));
            if (gone.hash() != null) {
                contents.release(sql, gone.hash());
            }
            long left = sql.number(
                    "select count(*) from attachment where mailbox_id = ? and item_id = ? and not is_inline",
                    mailbox.value(),
                    item.id().value());
            long freed = ItemSizes.attachment(gone.size(), gone.doc() == null ? null : StoredJson.object(gone.doc()));
            return touch(change, item, left > 0, -freed);
        });
    }

    /**
     * Replaces all attachments of an item by these, in one change.
     *
     * @param changeKey the change key that the caller knows; null for any state
     */
    public void replace(ItemRef ref, @Nullable String changeKey, List<NewAttachment> attachments) {
        List<StoredAttachment> stored = store(attachments);
        context.change(change -> {
            Sql sql = change.sql();
            ItemCore item = table.requireAttachable(sql, ref).require(changeKey);
            long before = sql
                    .list(
                            SELECT,
                            row -> read(item.id(), row),
                            mailbox.value(),
                            item.id().value())
                    .stream()
                    .mapToLong(one -> ItemSizes.attachment(one.size(), one.doc()))
                    .sum();
            long after = stored.stream()
                    .mapToLong(one -> ItemSizes.attachment(one.size(), one.doc()))
                    .sum();
            rows.replace(sql, item.id(), stored);
            return touch(change, item, stored.stream().anyMatch(one -> !one.inline()), after - before);
        });
    }

    private boolean touch(MailboxChange change, ItemCore before, boolean hasAttachments, long grown) {
        // an older version may have counted a smaller size, so the difference could be negative
        ItemCore after = before.withAttachments(hasAttachments).ofSize(Math.max(0, before.size() + grown));
        change.updated(table.kind(), before, after, Set.of("attachments", "hasAttachments"));
        table.touch(change, after);
        changed.accept(change.sql(), before.id());
        return true;
    }

    /** Stores contents. Large ones are on disk when this returns, although nothing refers to them yet. */
    List<StoredAttachment> store(List<NewAttachment> attachments) {
        return store(attachments, contents::store);
    }

    /** As {@link #store(List)}, for an upload, which has been counted already. */
    List<StoredAttachment> storeUpload(NewAttachment attachment) {
        return store(List.of(attachment), contents::storeCounted);
    }

    /** As {@link #store(List)}, for a report, which is dropped, not refused, if the mailbox is full. */
    List<StoredAttachment> storeReport(List<NewAttachment> attachments) {
        return store(attachments, contents::storeCounted);
    }

    /** As {@link #store(List)}, for a message that is in no mailbox yet: large contents stay where they are. */
    List<StoredAttachment> storeReceived(List<NewAttachment> attachments, ReceivedContents large) {
        return store(attachments, large::add);
    }

    private interface LargeContents {
        byte[] store(Content content);
    }

    private List<StoredAttachment> store(List<NewAttachment> attachments, LargeContents large) {
        var stored = new ArrayList<StoredAttachment>(attachments.size());
        UUID id = clock.nextId();
        for (NewAttachment attachment : attachments) {
            id = Uuids.next(id);
            try {
                long size = attachment.content().size();
                boolean small = size <= SMALL;
                stored.add(new StoredAttachment(
                        new AttachmentId(id),
                        attachment.kind(),
                        attachment.name(),
                        attachment.contentType(),
                        attachment.contentId(),
                        attachment.inline(),
                        size,
                        clock.now(),
                        attachment.doc(),
                        small ? Contents.bytes(attachment.content()) : null,
                        small ? null : large.store(attachment.content())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return stored;
    }

    static Attachment read(ItemId item, Row row) {
        String doc = row.textOrNull(9);
        return new Attachment(
                item,
                new AttachmentId(row.uuid(1)),
                Attachment.Kind.valueOf(row.text(2)),
                row.textOrNull(3),
                row.textOrNull(4),
                row.textOrNull(5),
                row.flag(6),
                row.number(7),
                row.time(8),
                doc == null ? null : StoredJson.object(doc));
    }

    static Attachment attachment(ItemId item, StoredAttachment a) {
        return new Attachment(
                item,
                a.id(),
                a.kind(),
                a.name(),
                a.contentType(),
                a.contentId(),
                a.inline(),
                a.size(),
                a.modified(),
                a.doc());
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        return value;
    }
}
