package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code attachment} in one mailbox, for writing, copying and removing items with their attachments. */
final class AttachmentRows {
    static final String COPIED =
            "attachment_id, kind, name, content_type, content_id, is_inline, size, modified_at, content_hash, doc,"
                    + " content";

    static final String INSERT = "insert into attachment (mailbox_id, item_id, " + COPIED
            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final MailboxId mailbox;
    private final Contents contents;

    AttachmentRows(MailboxId mailbox, Contents contents) {
        this.mailbox = mailbox;
        this.contents = contents;
    }

    Contents contents() {
        return contents;
    }

    void insert(Sql sql, ItemId item, List<StoredAttachment> attachments) {
        if (attachments.isEmpty()) {
            return;
        }
        for (StoredAttachment a : attachments) {
            if (a.hash() != null) {
                contents.refer(sql, a.hash(), 1);
            }
        }
        sql.batch(INSERT, rows(mailbox, item, attachments));
    }

    /** The values of {@link #INSERT} for each of them. */
    static List<@Nullable Object[]> rows(MailboxId mailbox, ItemId item, List<StoredAttachment> attachments) {
        var rows = new ArrayList<@Nullable Object[]>(attachments.size());
        for (StoredAttachment a : attachments) {
            rows.add(row(a, mailbox.value(), item.value()));
        }
        return rows;
    }

    /** The values of a row: those of the key, and of the columns {@link #COPIED}. */
    static @Nullable Object[] row(StoredAttachment a, Object... key) {
        var row = new ArrayList<@Nullable Object>(List.of(key));
        row.add(a.id().value());
        row.add(a.kind());
        row.add(a.name());
        row.add(a.contentType());
        row.add(a.contentId());
        row.add(a.inline());
        row.add(a.size());
        row.add(a.modified());
        row.add(a.hash());
        row.add(a.doc() == null ? null : a.doc().toString());
        row.add(a.small());
        return row.toArray();
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

    /** Reads a row with the columns {@link #COPIED}. */
    static StoredAttachment read(Row row) {
        return new StoredAttachment(
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
                row.bytesOrNull(9));
    }

    /** The attachments of an item in a form that can be added to another item, with small contents in memory. */
    List<StoredAttachment> stored(Sql sql, ItemId item) {
        return sql.list(
                "select " + COPIED + " from attachment where mailbox_id = ? and item_id = ? order by attachment_id",
                AttachmentRows::read,
                mailbox.value(),
                item.value());
    }

    /** Removes all attachments of an item. */
    void remove(Sql sql, ItemId item) {
        replace(sql, item, List.of());
    }

    /** Replaces all attachments of an item. Contents are released last, because old and new ones may share one. */
    void replace(Sql sql, ItemId item, List<StoredAttachment> by) {
        List<byte[]> before = hashes(sql, item);
        sql.update("delete from attachment where mailbox_id = ? and item_id = ?", mailbox.value(), item.value());
        insert(sql, item, by);
        before.forEach(hash -> contents.release(sql, hash));
    }
}
