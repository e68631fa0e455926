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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is attached to messages. Any thread may use it; see {@link Mailboxes} for what blocks and what is thrown. Contents of
 * any size go in and out as streams.
 */
public final class Attachments {
    /** Up to this many bytes lie in the attachment's own row. */
    private static final int SMALL = 64 * 1024;

    private static final String SELECT = "select attachment_id, kind, name, content_type, content_id, is_inline, size,"
            + " modified_at, doc from attachment where mailbox_id = ? and item_id = ?";
    private static final String DOCUMENTS = "select coalesce(sum(octet_length(doc)), 0) from attachment"
            + " where mailbox_id = ? and item_id = ? and doc is not null";
    private static final String COPIED =
            "attachment_id, kind, name, content_type, content_id, is_inline, size, modified_at, content_hash, doc,"
                    + " content";

    private final MailboxId mailbox;
    private final Database database;
    private final ChangeClock clock;
    private final MailboxUsage usage;
    private final ItemRows rows;
    private final FolderRows folders;
    private final Contents contents;
    private final MimeSource mimeSources;

    Attachments(MailboxContext context, ItemRows rows, FolderRows folders, Contents contents, MimeSource mimeSources) {
        this.mailbox = context.id();
        this.database = context.database();
        this.clock = context.clock();
        this.usage = context.usage();
        this.rows = rows;
        this.folders = folders;
        this.contents = contents;
        this.mimeSources = mimeSources;
    }

    /** The attachments of an item in their order, without their bytes. */
    public List<Attachment> list(ItemId item) {
        return database.read(sql ->
                sql.list(SELECT + " order by attachment_id", row -> read(item, row), mailbox.value(), item.value()));
    }

    /** How many bytes the documents of an item's attachments have, which {@link #list} reads. */
    public long documents(ItemId item) {
        return database.read(sql -> sql.number(DOCUMENTS, mailbox.value(), item.value()));
    }

    /** @throws MailboxFailure.ItemNotFound when the item or the attachment is not there */
    public Attachment get(AttachmentRef ref) {
        ItemId item = ref.item().id();
        return database.read(sql -> {
            rows.require(sql, ref.item(), Fields.COLUMNS);
            return present(sql.one(
                    SELECT + " and attachment_id = ?",
                    row -> read(item, row),
                    mailbox.value(),
                    item.value(),
                    ref.id().value()));
        });
    }

    /** The bytes of an attachment, from the first; the caller closes the stream. */
    public InputStream open(ItemId item, AttachmentId id) {
        record Stored(byte @Nullable [] small, byte @Nullable [] hash) {}
        Stored stored = present(database.read(sql -> sql.one(
                "select content, content_hash from attachment where mailbox_id = ? and item_id = ? and attachment_id ="
                        + " ?",
                row -> new Stored(row.bytesOrNull(1), row.bytesOrNull(2)),
                mailbox.value(),
                item.value(),
                id.value())));
        if (stored.hash() != null) {
            return contents.open(stored.hash());
        }
        return new ByteArrayInputStream(stored.small() == null ? new byte[0] : stored.small());
    }

    /** Adds an attachment to a draft. @throws MailboxFailure.NotADraft when the item is none */
    public Attachment add(ItemRef ref, NewAttachment attachment) {
        List<StoredAttachment> stored = store(List.of(attachment));
        return database.write(sql -> add(sql, ref, stored.getFirst()));
    }

    /** As {@link #add(ItemRef, NewAttachment)}, of what is stored already, in the caller's transaction. */
    Attachment add(Sql sql, ItemRef ref, StoredAttachment stored) {
        long change = usage.change(sql);
        Item item = draft(sql, ref, "attachments");
        insert(sql, item.id(), List.of(stored));
        boolean has = item.flags().hasAttachments() || !stored.inline();
        touch(sql, item, change, has, ItemSizes.attachment(stored.size(), stored.doc()));
        return attachment(ref.id(), stored);
    }

    /** Removes an attachment from a draft. @throws MailboxFailure.NotADraft when the item is none */
    public void remove(AttachmentRef ref) {
        database.write(sql -> {
            long change = usage.change(sql);
            Item item = draft(sql, ref.item(), "attachments");
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
            return touch(sql, item, change, left > 0, -freed);
        });
    }

    private Item draft(Sql sql, ItemRef ref, String what) {
        Item item = rows.require(sql, ref, Fields.COLUMNS);
        if (!item.flags().draft()) {
            throw new MailboxFailure.NotADraft(what);
        }
        return item;
    }

    /** What a draft came as does not say what it has now. */
    private boolean touch(Sql sql, Item item, long change, boolean hasAttachments, long grown) {
        // those that were counted by older versions may seem to become less than nothing
        long size = Math.max(0, item.size() + grown);
        boolean recoverable = folders.isRecoverable(sql, item.folder());
        usage.add(sql, MailboxUsage.Growth.of(recoverable, 0, size - item.size()));
        IndexQueue.note(sql, mailbox, item.id(), change);
        List<byte @Nullable []> originals = sql.list(
                "update item set changed = ?, modified_at = ?, has_attachments = ?, size = ?"
                        + " where mailbox_id = ? and item_id = ? returning mime_hash",
                row -> row.bytesOrNull(1),
                change,
                clock.now(),
                hasAttachments,
                size,
                mailbox.value(),
                item.id().value());
        originals.forEach(hash -> mimeSources.drop(sql, item.id(), hash));
        return true;
    }

    /** Brings contents to where they will lie; large ones are on disk when this returns, though nobody refers to them yet. */
    List<StoredAttachment> store(List<NewAttachment> attachments) {
        return store(attachments, contents::store);
    }

    /** As {@link #store(List)}, of what is counted already as an upload. */
    List<StoredAttachment> storeUpload(NewAttachment attachment) {
        return store(List.of(attachment), contents::storeCounted);
    }

    /** As {@link #store(List)}, of a message that is left out when the mailbox is full, not refused. */
    List<StoredAttachment> storeReport(List<NewAttachment> attachments) {
        return store(attachments, contents::storeCounted);
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

    void insert(Sql sql, ItemId item, List<StoredAttachment> attachments) {
        if (attachments.isEmpty()) {
            return;
        }
        var rows = new ArrayList<@Nullable Object[]>();
        for (StoredAttachment a : attachments) {
            rows.add(new @Nullable Object[] {
                mailbox.value(),
                item.value(),
                a.id().value(),
                a.kind(),
                a.name(),
                a.contentType(),
                a.contentId(),
                a.inline(),
                a.size(),
                a.modified(),
                a.hash(),
                a.doc() == null ? null : a.doc().toString(),
                a.small()
            });
            if (a.hash() != null) {
                contents.refer(sql, a.hash(), 1);
            }
        }
        sql.batch(
                "insert into attachment (mailbox_id, item_id, " + COPIED
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    void copy(Sql sql, ItemId from, ItemId to) {
        int copied = sql.update(
                "insert into attachment (mailbox_id, item_id, " + COPIED + ") select mailbox_id, ?, " + COPIED
                        + " from attachment where mailbox_id = ? and item_id = ?",
                to.value(),
                mailbox.value(),
                from.value());
        if (copied > 0) {
            for (byte[] hash : hashes(sql, from)) {
                contents.refer(sql, hash, 1);
            }
        }
    }

    List<byte[]> hashes(Sql sql, ItemId item) {
        return sql.list(
                "select content_hash from attachment where mailbox_id = ? and item_id = ? and content_hash is not null",
                row -> row.bytes(1),
                mailbox.value(),
                item.value());
    }

    /** The attachments of an item as another item can take them over, with small contents in memory. */
    List<StoredAttachment> stored(Sql sql, ItemId item) {
        return sql.list(
                "select " + COPIED + " from attachment where mailbox_id = ? and item_id = ? order by attachment_id",
                row -> new StoredAttachment(
                        new AttachmentId(row.uuid(1)),
                        Attachment.Kind.valueOf(row.text(2)),
                        row.textOrNull(3),
                        row.textOrNull(4),
                        row.textOrNull(5),
                        row.flag(6),
                        row.number(7),
                        row.time(8),
                        row.textOrNull(10) == null ? null : StoredJson.object(row.text(10)),
                        row.bytesOrNull(11),
                        row.bytesOrNull(9)),
                mailbox.value(),
                item.value());
    }

    private static Attachment read(ItemId item, Row row) {
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

    private static Attachment attachment(ItemId item, StoredAttachment a) {
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
