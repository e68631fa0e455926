package dev.postern.receive;

import dev.postern.mailbox.ItemId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The messages that were stored lately, by a digest of their bytes. A host that did not get the reply sends the same bytes again, and the message
 * is then stored under the same id, which its mailboxes have already. Thread-safe.
 */
public final class ReceivedMessages {
    /** Hosts repeat a message for up to five days, but within minutes after a connection broke. */
    static final Duration KEPT = Duration.ofDays(2);

    private static final int MAX_REMOVED = 1_000;
    private static final int MAX_ROUNDS = 100;

    private final Database database;
    private final InstantSource clock;

    public ReceivedMessages(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Nullable
    ItemId find(Sql sql, byte[] digest) {
        return sql.one("select item_id from received_message where digest = ?", row -> new ItemId(row.uuid(1)), (Object)
                digest);
    }

    /** Returns the id under which the message is stored: this one, or that of an earlier attempt. */
    ItemId claim(Sql sql, byte[] digest, ItemId id, Instant now) {
        int added = sql.update(
                "insert into received_message (digest, item_id, received_at) values (?, ?, ?) on conflict do nothing",
                digest,
                id.value(),
                now);
        ItemId earlier = added > 0 ? id : find(sql, digest);
        return earlier == null ? id : earlier;
    }

    /** Forgets messages after their time. Called about once a minute. */
    public void forget() {
        Instant before = clock.instant().minus(KEPT);
        for (int i = 0; i < MAX_ROUNDS; i++) {
            int removed = database.write(sql -> sql.update(
                    "delete from received_message where digest in (select digest from received_message"
                            + " where received_at < ? limit ?)",
                    before,
                    MAX_REMOVED));
            if (removed < MAX_REMOVED) {
                return;
            }
        }
    }
}
