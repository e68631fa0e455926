package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attachments of occurrences that have a list of their own, in one mailbox. The list begins as a copy of that of the
 * series; an attachment has the same id in both. The methods are parts of the caller's change and return by how many
 * bytes the series grows.
 */
public final class OccurrenceAttachments {
    static final String TABLE = "occurrence_attachment";

    private static final String OF_ONE = " where mailbox_id = ? and item_id = ? and original_date = ?";
    private static final String GONE = " returning size, content_hash, doc";

    private final MailboxId mailbox;
    private final Contents contents;

    OccurrenceAttachments(MailboxId mailbox, Contents contents) {
        this.mailbox = mailbox;
        this.contents = contents;
    }

    /** The attachments of an occurrence in their order, without their bytes. */
    public List<Attachment> list(Sql sql, ItemId series, LocalDate occurrence) {
        return sql.list(
                "select " + Attachments.COLUMNS + " from " + TABLE + OF_ONE + " order by attachment_id",
                row -> Attachments.read(series, row),
                key(series, occurrence));
    }

    private Object[] key(ItemId series, LocalDate occurrence) {
        return new Object[] {mailbox.value(), series.value(), occurrence.toEpochDay()};
    }

    /** Gives an occurrence the attachments of its series. */
    public long inherit(Sql sql, ItemId series, LocalDate occurrence) {
        sql.update(
                "insert into " + TABLE + " (mailbox_id, item_id, original_date, " + AttachmentRows.COPIED
                        + ") select mailbox_id, item_id, ?, " + AttachmentRows.COPIED
                        + " from attachment where mailbox_id = ? and item_id = ?",
                occurrence.toEpochDay(),
                mailbox.value(),
                series.value());
        new AttachmentRows(mailbox, contents).hashes(sql, series).forEach(hash -> contents.refer(sql, hash, 1));
        return list(sql, series, occurrence).stream()
                .mapToLong(one -> ItemSizes.attachment(one.size(), one.doc()))
                .sum();
    }

    public long add(Sql sql, ItemId series, LocalDate occurrence, EventTable.Attached attached) {
        return insert(sql, series, occurrence, attached.attachments());
    }

    private long insert(Sql sql, ItemId series, LocalDate occurrence, List<StoredAttachment> attachments) {
        var rows = new ArrayList<@Nullable Object[]>(attachments.size());
        long grown = 0;
        for (StoredAttachment attachment : attachments) {
            if (attachment.hash() != null) {
                contents.refer(sql, attachment.hash(), 1);
            }
            rows.add(AttachmentRows.row(attachment, key(series, occurrence)));
            grown += ItemSizes.attachment(attachment.size(), attachment.doc());
        }
        if (!rows.isEmpty()) {
            sql.batch(
                    "insert into " + TABLE + " (mailbox_id, item_id, original_date, " + AttachmentRows.COPIED
                            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows);
        }
        return grown;
    }

    /** @throws MailboxFailure.ItemNotFound if the occurrence has no such attachment */
    public long remove(Sql sql, ItemId series, LocalDate occurrence, AttachmentId attachment) {
        List<Gone> gone = sql.list(
                "delete from " + TABLE + OF_ONE + " and attachment_id = ?" + GONE,
                Gone::read,
                mailbox.value(),
                series.value(),
                occurrence.toEpochDay(),
                attachment.value());
        if (gone.isEmpty()) {
            throw new MailboxFailure.ItemNotFound();
        }
        return release(sql, gone);
    }

    /** Removes the list of an occurrence. */
    public long removeAll(Sql sql, ItemId series, LocalDate occurrence) {
        return release(sql, sql.list("delete from " + TABLE + OF_ONE + GONE, Gone::read, key(series, occurrence)));
    }

    /** Removes the lists of all occurrences of a series. */
    public long removeAll(Sql sql, ItemId series) {
        return release(
                sql,
                sql.list(
                        "delete from " + TABLE + " where mailbox_id = ? and item_id = ?" + GONE,
                        Gone::read,
                        mailbox.value(),
                        series.value()));
    }

    private record Gone(
            long size, byte @Nullable [] hash, @Nullable String doc) {
        static Gone read(Row row) {
            return new Gone(row.number(1), row.bytesOrNull(2), row.textOrNull(3));
        }
    }

    private long release(Sql sql, List<Gone> gone) {
        long freed = 0;
        for (Gone one : gone) {
            if (one.hash() != null) {
                contents.release(sql, one.hash());
            }
            freed += ItemSizes.attachment(one.size(), one.doc() == null ? null : StoredJson.object(one.doc()));
        }
        return -freed;
    }

    /** The attachments of an occurrence with their contents, to be compared. */
    public EventTable.Attached stored(Sql sql, ItemId series, LocalDate occurrence) {
        return new EventTable.Attached(sql.list(
                "select " + AttachmentRows.COPIED + " from " + TABLE + OF_ONE + " order by attachment_id",
                AttachmentRows::read,
                key(series, occurrence)));
    }
}
