package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Large contents, stored once per mailbox under their hash, in chunks, so that no content is ever completely in memory.
 * A content is written before anything refers to it; {@link #sweep} removes contents that have been unreferenced for an
 * hour. Thread-safe.
 */
public final class Contents {
    static final int CHUNK = 256 * 1024;
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final long INCOMPLETE = -1;
    /** Removing many large contents in one transaction would delay other writers. */
    private static final int MAX_CONTENTS_PER_SWEEP = 8;

    private final MailboxContext context;
    private final MailboxId mailbox;
    private final Database database;
    private final ChangeClock clock;
    private final MailboxUsage usage;

    Contents(MailboxContext context) {
        this.context = context;
        this.mailbox = context.id();
        this.database = context.database();
        this.clock = context.clock();
        this.usage = context.usage();
    }

    /**
     * Writes a content, each chunk in its own transaction, and returns its hash.
     *
     * @throws MailboxFailure.QuotaExceeded if it exceeds the mailbox's quota
     */
    public byte[] store(Content content) {
        try {
            long size = content.size();
            database.read(sql -> {
                usage.requireSpace(sql, size);
                return true;
            });
            return storeCounted(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #store}, for bytes that the mailbox has already counted. */
    byte[] storeCounted(Content content) {
        try {
            byte[] hash = hash(content);
            storeCounted(hash, content);
            return hash;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #storeCounted(Content)}, for a content whose hash is known. */
    void storeCounted(byte[] hash, Content content) {
        usage.requireDisk();
        try {
            if (isComplete(hash)) {
                return;
            }
            begin(hash);
            try (InputStream in = content.open()) {
                int part = 0;
                long size = 0;
                for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                    writeChunk(hash, part++, chunk);
                    size += chunk.length;
                }
                if (size != content.size()) {
                    throw new IOException("The content has " + size + " bytes, not " + content.size());
                }
            }
            finish(hash, content.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stores a content of at most one chunk in some mailboxes, with one reference in each, in the caller's transaction.
     */
    static void add(Sql sql, Set<MailboxId> mailboxes, byte[] hash, byte[] bytes, Instant now) {
        var contents = new ArrayList<Object[]>();
        var chunks = new ArrayList<Object[]>();
        mailboxes.forEach(mailbox -> {
            contents.add(new Object[] {mailbox.value(), hash, (long) bytes.length, now});
            chunks.add(new Object[] {mailbox.value(), hash, bytes});
        });
        sql.batch(
                "insert into content (mailbox_id, hash, size, refs, created_at) values (?, ?, ?, 1, ?)"
                        + " on conflict (mailbox_id, hash) do update set refs = content.refs + 1, size = excluded.size",
                contents);
        sql.batch(
                "insert into content_chunk (mailbox_id, hash, part, bytes) values (?, ?, 0, ?) on conflict do nothing",
                chunks);
    }

    /** Copies a content to another mailbox, chunk by chunk. */
    public void copy(byte[] hash, Contents to) {
        usage.requireDisk();
        if (mailbox.equals(to.mailbox) || to.isComplete(hash)) {
            return;
        }
        to.begin(hash);
        long size = 0;
        for (int part = 0; ; part++) {
            byte[] chunk = chunk(hash, part);
            if (chunk == null) {
                break;
            }
            to.writeChunk(hash, part, chunk);
            size += chunk.length;
        }
        to.finish(hash, size);
    }

    /**
     * The bytes of a content, read chunk by chunk.
     *
     * @throws MailboxFailure.ItemNotFound if it does not exist
     */
    public InputStream open(byte[] hash) {
        if (!exists(hash)) {
            throw new MailboxFailure.ItemNotFound();
        }
        return new ChunkStream(part -> chunk(hash, part));
    }

    /** A content that is opened when it is needed. */
    Content content(byte[] hash) {
        return new Content() {
            @Override
            public long size() {
                Long size = database.read(sql -> sql.one(
                        "select size from content where mailbox_id = ? and hash = ? and size >= 0",
                        row -> row.number(1),
                        mailbox.value(),
                        hash));
                if (size == null) {
                    throw new MailboxFailure.ItemNotFound();
                }
                return size;
            }

            @Override
            public InputStream open() {
                return Contents.this.open(hash);
            }
        };
    }

    /** Removes some unused contents of a mailbox, completely written or not. Returns how many. */
    public int sweep() {
        return context.change(change -> {
            Sql sql = change.sql();
            List<byte[]> gone = sql.list(
                    "delete from content where mailbox_id = ? and hash in (select hash from content where mailbox_id ="
                            + " ? and refs <= 0 and created_at < ? limit ?) returning hash",
                    row -> row.bytes(1),
                    mailbox.value(),
                    mailbox.value(),
                    abandonedBefore(clock),
                    MAX_CONTENTS_PER_SWEEP);
            gone.forEach(hash -> removeChunks(sql, hash));
            return gone.size();
        });
    }

    /** Unreferenced contents are removed if they were written or last used before this time. */
    static Instant abandonedBefore(ChangeClock clock) {
        return clock.now().minus(ABANDONED);
    }

    /** Adds references, in the caller's transaction. */
    void refer(Sql sql, byte[] hash, int references) {
        int rows = sql.update(
                "update content set refs = refs + ? where mailbox_id = ? and hash = ?",
                references,
                mailbox.value(),
                hash);
        if (rows == 0) {
            throw new MailboxFailure.ItemNotFound();
        }
    }

    /** Removes one reference; with the last one the content is removed. */
    void release(Sql sql, byte[] hash) {
        Long left = sql.one(
                "update content set refs = refs - 1 where mailbox_id = ? and hash = ? returning refs",
                row -> row.number(1),
                mailbox.value(),
                hash);
        if (left != null && left <= 0) {
            sql.update("delete from content where mailbox_id = ? and hash = ?", mailbox.value(), hash);
            removeChunks(sql, hash);
        }
    }

    static byte[] bytes(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    private void removeChunks(Sql sql, byte[] hash) {
        sql.update("delete from content_chunk where mailbox_id = ? and hash = ?", mailbox.value(), hash);
    }

    private void writeChunk(byte[] hash, int part, byte[] bytes) {
        database.write(sql -> sql.update(
                "insert into content_chunk (mailbox_id, hash, part, bytes) values (?, ?, ?, ?) on conflict do nothing",
                mailbox.value(),
                hash,
                part,
                bytes));
    }

    /**
     * A content has a row with this size before it is complete, so that {@link #sweep} finds it even if it never
     * becomes complete.
     */
    private void begin(byte[] hash) {
        database.write(sql -> sql.update(
                "insert into content (mailbox_id, hash, size, refs, created_at) values (?, ?, ?, 0, ?)"
                        + " on conflict (mailbox_id, hash) do update set created_at = excluded.created_at",
                mailbox.value(),
                hash,
                INCOMPLETE,
                clock.now()));
    }

    private void finish(byte[] hash, long size) {
        int rows = database.write(sql -> sql.update(
                "update content set size = ? where mailbox_id = ? and hash = ?", size, mailbox.value(), hash));
        if (rows == 0) {
            throw new MailboxFailure.ItemNotFound();
        }
    }

    private boolean exists(byte[] hash) {
        return database.read(sql -> sql.number(
                        "select count(*) from content where mailbox_id = ? and hash = ? and size >= 0",
                        mailbox.value(),
                        hash)
                > 0);
    }

    /** Whether it need not be written. An unreferenced content is kept longer, because it is about to be referenced. */
    private boolean isComplete(byte[] hash) {
        Long references = database.read(sql -> sql.one(
                "select refs from content where mailbox_id = ? and hash = ? and size >= 0",
                row -> row.number(1),
                mailbox.value(),
                hash));
        if (references == null) {
            return false;
        }
        return references > 0
                || database.write(sql -> sql.update(
                                "update content set created_at = ? where mailbox_id = ? and hash = ? and size >= 0",
                                clock.now(),
                                mailbox.value(),
                                hash))
                        > 0;
    }

    private byte @Nullable [] chunk(byte[] hash, int part) {
        List<byte[]> chunks = database.read(sql -> sql.list(
                "select bytes from content_chunk where mailbox_id = ? and hash = ? and part = ?",
                row -> row.bytes(1),
                mailbox.value(),
                hash,
                part));
        return chunks.isEmpty() ? null : chunks.getFirst();
    }

    static byte[] hash(Content content) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(content.open(), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
