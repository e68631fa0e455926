package dev.postern.mailbox.sync;

import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.store.Sql;
import java.security.SecureRandom;
import java.util.UUID;

/** The state of one mailbox for those who follow its changes. */
public final class MailboxSync {
    private static final int KEY = 32;
    private static final byte[] NONE = {};

    private final Mailbox mailbox;

    public MailboxSync(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** The present state. The first call for a mailbox creates its key. */
    public SyncState state() {
        UUID id = mailbox.id().value();
        SyncState state = mailbox.read(sql -> read(sql, id));
        if (state.key().length > 0) {
            return state;
        }
        byte[] key = new byte[KEY];
        new SecureRandom().nextBytes(key);
        return mailbox.change(change -> {
            change.sql().update("update mailbox set sync_key = ? where mailbox_id = ? and sync_key is null", key, id);
            return read(change.sql(), id);
        });
    }

    static SyncState read(Sql sql, UUID mailbox) {
        SyncState state = sql.one(
                "select change_seq, tombstones_after, sync_key from mailbox where mailbox_id = ?",
                row -> {
                    byte[] key = row.bytesOrNull(3);
                    return new SyncState(row.number(1), row.number(2), key == null ? NONE : key);
                },
                mailbox);
        if (state == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        return state;
    }
}
