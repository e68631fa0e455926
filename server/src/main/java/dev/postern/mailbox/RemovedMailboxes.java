package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mailboxes that are no longer in the directory. A round marks those that it finds, removes the mark of those that have returned, and removes
 * the data of those that were marked long enough ago. Any number of nodes may do this at the same time.
 */
public final class RemovedMailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(RemovedMailboxes.class);
    private static final int AT_ONCE = 500;

    private final Database database;
    private final ChangeClock clock;
    private final Consumer<MailboxId> remove;

    RemovedMailboxes(Database database, ChangeClock clock, Consumer<MailboxId> remove) {
        this.database = database;
        this.clock = clock;
        this.remove = remove;
    }

    /**
     * @param removed when a round first did not find it in the directory; null while the directory contains it
     */
    public record Stored(
            MailboxId id,
            TenantId tenant,
            ObjectId owner,
            @Nullable Instant removed) {}

    /**
     * Examines all mailboxes once.
     *
     * @param exists whether the directory has a mailbox; throws if that is unknown at present
     * @param kept how long the data of a removed mailbox is kept
     */
    public void round(Predicate<Stored> exists, Duration kept) {
        Instant now = clock.now();
        UUID after = new UUID(0, 0);
        List<Stored> some;
        do {
            UUID from = after;
            some = database.read(sql -> MailboxScan.all(sql, from, AT_ONCE));
            for (Stored mailbox : some) {
                settle(mailbox, exists.test(mailbox), now, kept);
                after = mailbox.id().value();
            }
        } while (some.size() == AT_ONCE);
    }

    private void settle(Stored mailbox, boolean exists, Instant now, Duration kept) {
        if (exists != (mailbox.removed() == null)) {
            mark(mailbox.id(), exists ? null : now);
        } else if (mailbox.removed() != null && !mailbox.removed().plus(kept).isAfter(now)) {
            LOG.info("Mailbox {} was removed more than {} ago; its data is now deleted", mailbox.id(), kept);
            remove.accept(mailbox.id());
        }
    }

    private void mark(MailboxId mailbox, @Nullable Instant removed) {
        database.write(
                sql -> sql.update("update mailbox set removed_at = ? where mailbox_id = ?", removed, mailbox.value()));
    }
}
