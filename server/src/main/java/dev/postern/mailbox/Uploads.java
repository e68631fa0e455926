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
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files that are uploaded in several ranges. An acknowledged range is on disk; only the range that is being read is in
 * memory. Every caller who knows the secret of an upload may continue it. Thread-safe.
 */
public final class Uploads {
    /** How long an upload is kept after its last range. */
    public static final Duration LIFETIME = Duration.ofHours(2);

    private static final int PIECE = 256 * 1024;
    /** No attempt has this number. */
    private static final long NONE = -1;

    private static final String COLUMNS = "item_id, holder, file, size, received, expires_at, secret_hash";

    private final MailboxContext context;
    private final MailboxId mailbox;
    private final Database database;
    private final ChangeClock clock;
    private final MailboxUsage usage;
    private final Function<ItemKind, KindItems> kinds;

    Uploads(MailboxContext context, Function<ItemKind, KindItems> kinds) {
        this.context = context;
        this.mailbox = context.id();
        this.database = context.database();
        this.clock = context.clock();
        this.usage = context.usage();
        this.kinds = kinds;
    }

    /**
     * Begins an upload of an attachment of an item, and removes expired uploads of the mailbox.
     *
     * @param secretHash the hash of the secret that the holder must present
     * @throws MailboxFailure.NotADraft if it is a message that is not a draft
     * @throws MailboxFailure.QuotaExceeded if the file exceeds the quota, or there are too many uploads
     * @throws MailboxFailure.MessageTooLarge if the item would be larger than the limit
     */
    public Upload begin(ItemKind kind, ItemRef ref, Upload.File file, String holder, byte[] secretHash) {
        UUID id = clock.nextId();
        return context.change(change -> {
            Sql sql = change.sql();
            sweep(change, Integer.MAX_VALUE);
            usage.requireUpload(sql);
            change.grow(reserved(file.size()));
            ItemCore item = kinds.apply(kind).table().requireAttachable(sql, ref);
            usage.limits().requireMessageSize(item.size() + file.size());
            Upload upload = new Upload(
                    mailbox,
                    id,
                    item.id(),
                    kind.name(),
                    holder,
                    ref.occurrence(),
                    file,
                    0,
                    clock.now().plus(LIFETIME));
            sql.update(
                    "insert into upload_session (mailbox_id, session_id, item_id, secret_hash, holder, file, size,"
                            + " received, attempt, expires_at) values (?, ?, ?, ?, ?, ?, ?, 0, 0, ?)",
                    mailbox.value(),
                    id,
                    item.id().value(),
                    secretHash,
                    holder,
                    json(kind, ref.occurrence(), file).toString(),
                    file.size(),
                    upload.expires());
            return upload;
        });
    }

    /** The whole file is counted at the beginning, so that its ranges need not be counted. */
    private static MailboxUsage.Growth reserved(long bytes) {
        return MailboxUsage.Growth.of(false, 0, bytes);
    }

    /** Removes the upload of a mailbox that expired first. Returns false if none has expired. */
    boolean sweepOne() {
        return context.change(change -> sweep(change, 1) > 0);
    }

    private int sweep(MailboxChange change, int limit) {
        List<UUID> expired = change.sql()
                .list(
                        "select session_id from upload_session where mailbox_id = ? and expires_at < ? order by"
                                + " expires_at limit ?",
                        row -> row.uuid(1),
                        mailbox.value(),
                        clock.source().instant(),
                        limit);
        expired.forEach(session -> remove(change, session));
        return expired.size();
    }

    /** The upload with this id and secret; null if it does not exist, the secret is wrong, or it has expired. */
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
     * Appends the next bytes. What a broken stream left is overwritten by the next attempt. Of two requests with the
     * same bytes, the one that has begun to write them later continues, and the other one fails.
     *
     * @param upload as it was found
     * @param length the number of bytes that the stream must have
     * @return the upload after the append
     * @throws MailboxFailure.UploadRange if the stream has another length, or another request was faster
     */
    public Upload append(Upload upload, long length, InputStream in) {
        usage.requireDisk();
        long start = upload.received();
        UUID id = upload.id();
        long attempt = NONE;
        try {
            for (long at = start; at < start + length; ) {
                int expected = (int) Math.min(PIECE, start + length - at);
                byte[] piece = in.readNBytes(expected);
                if (piece.length < expected) {
                    throw new MailboxFailure.UploadRange(start);
                }
                attempt = write(upload, attempt, at, piece);
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
        long last = attempt;
        Upload after = new Upload(
                upload.mailbox(),
                id,
                upload.item(),
                upload.kind(),
                upload.holder(),
                upload.occurrence(),
                upload.file(),
                start + length,
                clock.now().plus(LIFETIME));
        int moved = database.write(sql -> sql.update(
                "update upload_session set received = ?, expires_at = ?"
                        + " where mailbox_id = ? and session_id = ? and received = ? and attempt = ?",
                after.received(),
                after.expires(),
                upload.mailbox().value(),
                id,
                start,
                last));
        if (moved == 0) {
            throw new MailboxFailure.UploadRange(start);
        }
        return after;
    }

    /**
     * Writes a piece, if no other request has begun to write since this one did. Returns the number of the attempt.
     *
     * @param attempt {@link #NONE} for the first piece of a request. Only with it the pieces of others are removed: a
     *     request whose connection is lost may begin when the client has sent the range again.
     */
    private long write(Upload upload, long attempt, long place, byte[] piece) {
        return database.write(sql -> {
            // also locks the row, so that two requests cannot both find themselves the last
            Long current = sql.one(
                    "update upload_session set attempt = attempt + ? where mailbox_id = ? and session_id = ? and"
                            + " received = ? and (attempt = ? or ? = ?) returning attempt",
                    row -> row.number(1),
                    attempt == NONE ? 1L : 0L,
                    upload.mailbox().value(),
                    upload.id(),
                    upload.received(),
                    attempt,
                    attempt,
                    NONE);
            if (current == null) {
                throw new MailboxFailure.UploadRange(upload.received());
            }
            if (attempt == NONE) {
                sql.update(
                        "delete from upload_piece where mailbox_id = ? and session_id = ? and place >= ?",
                        upload.mailbox().value(),
                        upload.id(),
                        place);
            }
            sql.update(
                    "insert into upload_piece (mailbox_id, session_id, place, bytes) values (?, ?, ?, ?)",
                    upload.mailbox().value(),
                    upload.id(),
                    place,
                    piece);
            return current;
        });
    }

    /**
     * Attaches a completely uploaded file and ends its upload, both or neither.
     *
     * @throws MailboxFailure.NotADraft if the message was sent meanwhile
     */
    public Attachment finish(Upload upload) {
        Attachments attachments = attachments(upload);
        return finish(
                upload,
                (change, item, file) ->
                        attachments.add(change, item, file.attachments().getFirst()));
    }

    private Attachments attachments(Upload upload) {
        return kinds.apply(ItemKind.of(upload.kind())).attachments();
    }

    /** What attaches an uploaded file, as a part of the change that ends the upload. */
    @FunctionalInterface
    public interface Attaching {
        Attachment attach(MailboxChange change, ItemRef item, EventTable.Attached file);
    }

    /** As {@link #finish(Upload)}, for a file that is attached in another way. */
    public Attachment finish(Upload upload, Attaching attaching) {
        Upload.File file = upload.file();
        Attachments attachments = attachments(upload);
        List<StoredAttachment> stored = attachments.storeUpload(new NewAttachment(
                Attachment.Kind.FILE,
                file.name(),
                file.contentType(),
                file.contentId(),
                file.inline(),
                new StoredRanges(upload),
                null));
        return context.change(change -> {
            // first release the reserved bytes, then count the attachment
            if (!remove(change, upload.id())) {
                throw new MailboxFailure.UploadNotFound();
            }
            return attaching.attach(
                    change, new ItemRef(upload.item(), null, upload.occurrence()), new EventTable.Attached(stored));
        });
    }

    /**
     * The item to which the file is attached, with its core only.
     *
     * @throws MailboxFailure.ItemNotFound if it was removed meanwhile
     */
    public Item item(Upload upload) {
        ItemTable table = kinds.apply(ItemKind.of(upload.kind())).table();
        return database.read(sql -> new Item(table.require(sql, ItemRef.of(upload.item())), null, null));
    }

    /** Cancels an upload. */
    public void cancel(Upload upload) {
        context.change(change -> remove(change, upload.id()));
    }

    /** Returns false if it no longer existed. */
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
                StoredJson.text(file.get("kind"), ItemKind.MESSAGE.name()),
                row.text(2),
                date(StoredJson.text(file.get("occurrence"))),
                new Upload.File(
                        StoredJson.text(file.get("name"), ""),
                        StoredJson.text(file.get("contentType")),
                        StoredJson.text(file.get("contentId")),
                        StoredJson.flag(file.get("inline"), false),
                        row.number(4)),
                row.number(5),
                row.time(6));
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    private static ObjectNode json(ItemKind kind, @Nullable LocalDate occurrence, Upload.File file) {
        return StoredJson.object()
                .put("kind", kind.name())
                .put("occurrence", occurrence == null ? null : occurrence.toString())
                .put("name", file.name())
                .put("contentType", file.contentType())
                .put("contentId", file.contentId())
                .put("inline", file.inline());
    }

    /** The stored parts of an upload in their order. */
    private final class StoredRanges implements Content {
        private final Upload upload;

        StoredRanges(Upload upload) {
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
