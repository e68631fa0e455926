package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The original bytes of messages that were submitted as MIME. They are kept as long as they match the message, and are
 * stored with the large contents. Messages submitted as JSON have none. Thread-safe.
 */
public final class MimeSource {
    private final MailboxId mailbox;
    private final Database database;
    private final Contents contents;
    private final Set<String> inDocument;

    MimeSource(MailboxContext context, ItemKind kind, Contents contents) {
        this.mailbox = context.id();
        this.database = context.database();
        this.contents = contents;
        this.inDocument = kind.properties().inMime();
    }

    /** The original of a message; null if it has none. */
    public @Nullable Content find(ItemId item) {
        record Found(byte[] hash, long size) {}
        Found found = database.read(sql -> sql.one(
                "select content.hash, content.size from message join content on content.mailbox_id = ?"
                        + " and content.hash = message.mime_hash where message.mailbox_id = ? and message.item_id = ?",
                row -> new Found(row.bytes(1), row.number(2)),
                mailbox.value(),
                mailbox.value(),
                item.value()));
        return found == null ? null : new Stored(contents, found.hash(), found.size());
    }

    private record Stored(Contents contents, byte[] hash, long size) implements Content {
        @Override
        public InputStream open() {
            return contents.open(hash);
        }
    }

    /** Stores an original, before anything refers to it. */
    byte @Nullable [] store(@Nullable Content original) {
        return original == null ? null : contents.store(original);
    }

    /** The size of an original in bytes; 0 if there is none. */
    static long size(@Nullable Content original) {
        try {
            return original == null ? 0 : original.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the original of an item that has none. */
    void keep(Sql sql, ItemId item, byte @Nullable [] hash) {
        if (hash != null) {
            sql.update(
                    "update message set mime_hash = ? where mailbox_id = ? and item_id = ?",
                    hash,
                    mailbox.value(),
                    item.value());
            contents.refer(sql, hash, 1);
        }
    }

    /** Drops the original of an item, if it has one. */
    void drop(Sql sql, ItemId item) {
        drop(sql, item, hash(sql, item));
    }

    /**
     * @param hash of its original; null if it has none
     */
    void drop(Sql sql, ItemId item, byte @Nullable [] hash) {
        if (hash != null) {
            sql.update(
                    "update message set mime_hash = null where mailbox_id = ? and item_id = ?",
                    mailbox.value(),
                    item.value());
            contents.release(sql, hash);
        }
    }

    byte @Nullable [] hash(Sql sql, ItemId item) {
        List<byte[]> hashes = sql.list(
                "select mime_hash from message where mailbox_id = ? and item_id = ? and mime_hash is not null",
                row -> row.bytes(1),
                mailbox.value(),
                item.value());
        return hashes.isEmpty() ? null : hashes.getFirst();
    }

    /**
     * Whether a change makes a message differ from its MIME. Both states were read with their document and their body.
     */
    boolean differ(Item before, Item after) {
        MessagePart was = before.message();
        MessagePart is = after.message();
        return !was.summary().equals(is.summary())
                || !was.flags().importance().equals(is.flags().importance())
                || !Objects.equals(was.body(), is.body())
                || inDocument.stream().anyMatch(name -> !Objects.equals(value(before, name), value(after, name)));
    }

    private static @Nullable Object value(Item item, String name) {
        return item.doc() == null ? null : item.doc().get(name);
    }
}
