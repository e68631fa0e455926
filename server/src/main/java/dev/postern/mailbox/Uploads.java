package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files that come in pieces. A piece that was acknowledged is on disk; nothing of a file is in memory but the piece that is being
 * read. Whoever knows the secret of an upload may go on with it. Any thread may use it.
 */
public final class Uploads {
    /** From the last piece on, an upload is kept so long. */
    public static final Duration LIFETIME = Duration.ofHours(2);

    private static final int PIECE = 256 * 1024;
    private static final String COLUMNS = "item_id, holder, file, size, received, expires_at, secret_hash";

    private final MailboxContext context;
    private final MailboxId mailbox;
    private final Database database;
    private final ChangeClock clock;
    private final MailboxUsage usage;
    private final MessageRows rows;
    private final Attachments attachments;

    Uploads(MailboxContext context, MessageRows rows, Attachments attachments) {
        this.context = context;
        this.mailbox = context.id();
        this.database = context.database();
        this.clock = context.clock();
        this.usage = context.usage();
        this.rows = rows;
        this.attachments = attachments;
    }

    /**
     * Begins an upload into a draft, and forgets those of the mailbox that have expired.
     *
     * @param secretHash of what the holder will have to know
     * @throws MailboxFailure.NotADraft when the item is none
     * @throws MailboxFailure.QuotaExceeded when the file has no room, or too many are on their way already
     * @throws MailboxFailure.MessageTooLarge when the message would have more bytes than one may
     */
    public Upload begin(ItemRef ref, Upload.File file, String holder, byte[] secretHash) {
        UUID id = clock.nextId();
        return context.change(change -> {
            Sql sql = change.sql();
            sweep(change, Integer.MAX_VALUE);
            usage.requireUpload(sql);
            change.grow(reserved(file.size()));
            Item item = rows.require(sql, ref, Fields.COLUMNS);
            if (!item.message().flags().draft()) {
                throw new MailboxFailure.NotADraft("attachments");
            }
            usage.limits().requireMessageSize(item.size() + file.size());
            Upload upload = new Upload(
                    mailbox, id, item.id(), holder, file, 0, clock.now().plus(LIFETIME));
            sql.update(
                    "insert into upload_session (mailbox_id, session_id, item_id, secret_hash, holder, file, size,"
                            + " received, expires_at) values (?, ?, ?, ?, ?, ?, ?, 0, ?)",
                    mailbox.value(),
                    id,
                    item.id().value(),
                    secretHash,
                    holder,
                    json(file).toString(),
                    file.size(),
                    upload.expires());
            return upload;
        });
    }

    /** The whole file is counted from the beginning, so that its pieces need not be. */
    private static MailboxUsage.Growth reserved(long bytes) {
        return MailboxUsage.Growth.of(false, 0, bytes);
    }

    /** Forgets the upload of a mailbox that has expired first; false when none has. */
    boolean sweepOne() {
        return context.change(change -> sweep(change, 1) > 0);
    }

    private int sweep(MailboxChange change, int most) {
        List<UUID> expired = change.sql()
                .list(
                        "select session_id from upload_session where mailbox_id = ? and expires_at < ? order by"
                                + " expires_at limit ?",
                        row -> row.uuid(1),
                        mailbox.value(),
                        clock.source().instant(),
                        most);
        expired.forEach(session -> remove(change, session));
        return expired.size();
    }

    /** The upload of this id and secret; null when there is none, the secret is another, or it has expired. */
    public @Nullable Upload find(UUID id, byte[] secretHash) {
        record Kept(Upload upload, byte[] secretHash) {}
        Kept kept = database.read(sql -> sql.one(
                "select " + COLUMNS + " from upload_session where mailbox_id = ? and session_id = ?",
                row -> new Kept(read(id, row), row.bytes(7)),
                mailbox.value(),
                id));
        if (kept == null || !MessageDigest.isEqual(kept.secretHash(), secretHash)) {
            return null;
        }
        return kept.upload().expires().isAfter(clock.source().instant()) ? kept.upload() : null;
    }

    /**
     * Takes the next bytes. What a broken stream leaves behind is overwritten by the next attempt.
     *
     * @param upload as it was found
     * @param length how many bytes the stream has to have
     * @return the upload after them
     * @throws MailboxFailure.UploadRange when the stream has another length, or somebody else was faster
     */
    public Upload append(Upload upload, long length, InputStream in) {
        usage.requireDisk();
        long start = upload.received();
        UUID id = upload.id();
        database.write(sql -> sql.update(
                "delete from upload_piece where mailbox_id = ? and session_id = ? and place >= ?",
                upload.mailbox().value(),
                id,
                start));
        try {
            for (long at = start; at < start + length; ) {
                byte[] piece = in.readNBytes((int) Math.min(PIECE, start + length - at));
                if (piece.length == 0) {
                    throw new MailboxFailure.UploadRange(start);
                }
                write(upload, at, piece);
                at += piece.length;
            }
            if (in.read() >= 0) {
                throw new MailboxFailure.UploadRange(start);
            }
        } catch (EOFException e) {
            throw new MailboxFailure.UploadRange(start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Upload after = new Upload(
                upload.mailbox(),
                id,
                upload.item(),
                upload.holder(),
                upload.file(),
                start + length,
                clock.now().plus(LIFETIME));
        int moved = database.write(sql -> sql.update(
                "update upload_session set received = ?, expires_at = ?"
                        + " where mailbox_id = ? and session_id = ? and received = ?",
                after.received(),
                after.expires(),
                upload.mailbox().value(),
                id,
                start));
        if (moved == 0) {
            throw new MailboxFailure.UploadRange(start);
        }
        return after;
    }

    private void write(Upload upload, long place, byte[] piece) {
        database.write(sql -> sql.update(
                "insert into upload_piece (mailbox_id, session_id, place, bytes) values (?, ?, ?, ?)"
                        + " on conflict (mailbox_id, session_id, place) do update set bytes = excluded.bytes",
                upload.mailbox().value(),
                upload.id(),
                place,
                piece));
    }

    /**
     * Attaches a file of which everything has arrived, and ends its upload, both or neither.
     *
     * @throws MailboxFailure.NotADraft when the message was sent meanwhile
     */
    public Attachment finish(Upload upload) {
        Upload.File file = upload.file();
        List<StoredAttachment> stored = attachments.storeUpload(new NewAttachment(
                Attachment.Kind.FILE,
                file.name(),
                file.contentType(),
                file.contentId(),
                file.inline(),
                new Arrived(upload),
                null));
        return context.change(change -> {
            // first what it reserved goes, then what it is comes
            if (!remove(change, upload.id())) {
                throw new MailboxFailure.UploadNotFound();
            }
            return attachments.add(change, ItemRef.of(upload.item()), stored.getFirst());
        });
    }

    /** Gives an upload up. */
    public void cancel(Upload upload) {
        context.change(change -> remove(change, upload.id()));
    }

    /** False when it was gone already. */
    private boolean remove(MailboxChange change, UUID session) {
        Sql sql = change.sql();
        sql.update("delete from upload_piece where mailbox_id = ? and session_id = ?", mailbox.value(), session);
        Long size = sql.one(
                "delete from upload_session where mailbox_id = ? and session_id = ? returning size",
                row -> row.number(1),
                mailbox.value(),
                session);
        if (size != null) {
            change.grow(reserved(-size));
        }
        return size != null;
    }

    private Upload read(UUID id, Row row) {
        ObjectNode file = StoredJson.object(row.text(3));
        return new Upload(
                mailbox,
                id,
                new ItemId(row.uuid(1)),
                row.text(2),
                new Upload.File(
                        StoredJson.text(file.get("name"), ""),
                        StoredJson.text(file.get("contentType")),
                        StoredJson.text(file.get("contentId")),
                        StoredJson.flag(file.get("inline"), false),
                        row.number(4)),
                row.number(5),
                row.time(6));
    }

    private static ObjectNode json(Upload.File file) {
        return StoredJson.object()
                .put("name", file.name())
                .put("contentType", file.contentType())
                .put("contentId", file.contentId())
                .put("inline", file.inline());
    }

    /** The pieces of an upload in their order. */
    private final class Arrived implements Content {
        private final Upload upload;

        Arrived(Upload upload) {
            this.upload = upload;
        }

        @Override
        public long size() {
            return upload.file().size();
        }

        @Override
        public InputStream open() {
            List<Long> places = database.read(sql -> sql.list(
                    "select place from upload_piece where mailbox_id = ? and session_id = ? order by place",
                    row -> row.number(1),
                    upload.mailbox().value(),
                    upload.id()));
            return new ChunkStream(part -> part < places.size() ? piece(places.get(part)) : null);
        }

        private byte @Nullable [] piece(long place) {
            return database.read(sql -> sql.one(
                    "select bytes from upload_piece where mailbox_id = ? and session_id = ? and place = ?",
                    row -> row.bytes(1),
                    upload.mailbox().value(),
                    upload.id(),
                    place));
        }
    }
}
