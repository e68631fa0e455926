package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.DiskSpace;
import dev.postern.store.DuplicateKey;
import dev.postern.store.JoinedDatabase;
import dev.postern.store.SearchEntries;
import dev.postern.store.Sql;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes of a store. This class and the objects it returns are thread-safe. Methods block until the database has
 * responded; a method that changes something returns when the change is on disk. They throw {@link MailboxFailure} for
 * requests that a mailbox refuses and {@link dev.postern.store.StoreException} for failures of the database.
 *
 * <p>Methods that take {@link Sql} run in the caller's transaction, so that several of them can be one change. The
 * others have their own transactions.
 */
public final class Mailboxes {
    private static final int CHUNKS_AT_ONCE = 64;

    private final Database database;
    private final InstantSource time;
    private final RandomGenerator random;
    private final List<ChangeConsumer> consumers;
    private final ChangeClock clock;
    private final Settings settings;
    private final ChangeSignal signal;
    private final StorageLimits limits;
    private final ChangeLog changes;
    private final List<ItemKind> kinds;
    private final Indexer indexer;
    private final Sweeps sweeps;
    private final RemovedMailboxes removed;
    private final Deliveries deliveries;
    private final Set<MailboxId> present = ConcurrentHashMap.newKeySet();

    /**
     * @param host the domain of message ids that are created here if the sender's domain is unknown
     *
     * @param deletedItems whether a deleted item is moved to Deleted Items, not to Recoverable Items
     * @param disk the disk of the store; one that another server manages is never full here
     */
    public record Settings(String host, boolean deletedItems, Quotas quotas, DiskSpace disk, TemporaryFiles temporary) {
        /** The default quotas, on a disk that is never full. */
        public Settings(String host, boolean deletedItems) {
            this(host, deletedItems, Quotas.DEFAULT, DiskSpace.unlimited(), TemporaryFiles.ofSystem());
        }
    }

    Mailboxes(Database database, InstantSource clock, RandomGenerator random, Settings settings) {
        this(database, clock, random, settings, ChangeSignal.NONE);
    }

    /** @param signal called after a change was recorded for subscriptions */
    public Mailboxes(
            Database database, InstantSource clock, RandomGenerator random, Settings settings, ChangeSignal signal) {
        this(database, clock, random, settings, signal, ItemKind.ALL, List.of(new IndexQueue(), new DeferredSends()));
    }

    Mailboxes(
            Database database,
            InstantSource clock,
            RandomGenerator random,
            Settings settings,
            List<ItemKind> kinds,
            List<ChangeConsumer> consumers) {
        this(database, clock, random, settings, ChangeSignal.NONE, kinds, consumers);
    }

    /**
     * @param kinds the kinds of items; messages first
     *
     * @param consumers the receivers of every change of an item
     */
    Mailboxes(
            Database database,
            InstantSource clock,
            RandomGenerator random,
            Settings settings,
            ChangeSignal signal,
            List<ItemKind> kinds,
            List<ChangeConsumer> consumers) {
        this.database = database;
        this.time = clock;
        this.random = random;
        this.consumers = List.copyOf(consumers);
        this.clock = new ChangeClock(clock, random);
        this.settings = settings;
        this.signal = signal;
        this.limits = new StorageLimits(settings.quotas(), settings.disk());
        this.kinds = List.copyOf(kinds);
        this.changes = new ChangeLog(this.clock, limits, consumers, signal);
        this.indexer = new Indexer(database, this.clock);
        this.sweeps = new Sweeps(database, this.clock, this::open, settings.quotas());
        this.removed = new RemovedMailboxes(database, this.clock, this::remove);
        this.deliveries = new Deliveries(this.clock, settings.host(), limits, changes, this::open);
    }

    /** The same mailboxes within a transaction that is running: their reads see its changes, and their changes are part of it. */
    public Mailboxes within(Sql sql) {
        return new Mailboxes(new JoinedDatabase(database, sql), time, random, settings, signal, kinds, consumers);
    }

    /** Opens a mailbox, which need not exist in the store yet. Does not access the database. */
    public Mailbox open(MailboxId mailbox) {
        MailboxUsage usage = new MailboxUsage(mailbox, limits);
        MailboxContext context = new MailboxContext(mailbox, database, clock, usage, changes);
        return new Mailbox(context, kinds, settings, indexer);
    }

    /** @throws dev.postern.store.DiskFull if nothing may be added to any mailbox */
    public void requireDisk() {
        limits.disk().require();
    }

    public TemporaryFiles temporary() {
        return settings.temporary();
    }

    public Sweeps sweeps() {
        return sweeps;
    }

    public RemovedMailboxes removed() {
        return removed;
    }

    public Indexer indexer() {
        return indexer;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    /**
     * Creates a mailbox with its well-known folders.
     *
     * @throws dev.postern.store.DuplicateKey if one with this id exists
     */
    public void create(MailboxId mailbox, TenantId tenant, ObjectId owner) {
        database.write(sql -> {
            create(sql, mailbox, tenant, owner);
            return true;
        });
    }

    /** As {@link #create(MailboxId, TenantId, ObjectId)}, in the caller's transaction. */
    public void create(Sql sql, MailboxId mailbox, TenantId tenant, ObjectId owner) {
        sql.update(
                "insert into mailbox (mailbox_id, tenant_id, owner_id, change_seq, created_at, "
                        + MailboxUsage.Totals.NUMBERS
                        + ", replies, overrides, rules, subscribed, tombstones_after)"
                        + " values (?, ?, ?, 1, ?, 0, 0, 0, 0, ?, ?, ?, 0, 0, 0)",
                mailbox.value(),
                tenant.value(),
                owner.value(),
                clock.now(),
                WellKnownFolder.values().length,
                false,
                false);
        var rows = new ArrayList<@Nullable Object[]>();
        FolderRows folders = new FolderRows(mailbox, FolderClass.MAIL);
        for (WellKnownFolder folder : WellKnownFolder.values()) {
            rows.add(folders.wellKnown(folder));
        }
        sql.batch(FolderRows.INSERT, rows);
    }

    /**
     * Creates a mailbox if it does not exist. The directory determines which mailboxes exist; their content is created
     * at first use. Known ids are cached, so that this is free for a mailbox in use.
     */
    public void ensure(MailboxId mailbox, TenantId tenant, ObjectId owner) {
        if (present.contains(mailbox)) {
            return;
        }
        if (find(mailbox) == null) {
            try {
                create(mailbox, tenant, owner);
            } catch (DuplicateKey e) {
                // another request or node created it first
            }
        }
        present.add(mailbox);
    }

    /** As {@link #ensure(MailboxId, TenantId, ObjectId)}, in the caller's transaction. Not cached, because it may be rolled back. */
    public void ensure(Sql sql, MailboxId mailbox, TenantId tenant, ObjectId owner) {
        if (!present.contains(mailbox) && find(sql, mailbox) == null) {
            create(sql, mailbox, tenant, owner);
        }
    }

    /** The mailbox; null if it does not exist. */
    public @Nullable StoredMailbox find(MailboxId mailbox) {
        return database.read(sql -> find(sql, mailbox));
    }

    private static @Nullable StoredMailbox find(Sql sql, MailboxId mailbox) {
        return sql.one(
                "select tenant_id, owner_id, change_seq, created_at from mailbox where mailbox_id = ?",
                row -> new StoredMailbox(
                        mailbox, new TenantId(row.uuid(1)), new ObjectId(row.uuid(2)), row.number(3), row.time(4)),
                mailbox.value());
    }

    /** In separate transactions, so that no other writer waits for all of them. */
    private void removeLargeContents(MailboxId mailbox) {
        while (database.write(sql -> sql.update(
                        "delete from content_chunk where mailbox_id = ? and (hash, part) in"
                                + " (select hash, part from content_chunk where mailbox_id = ? limit ?)",
                        mailbox.value(),
                        mailbox.value(),
                        CHUNKS_AT_ONCE))
                > 0) {
            // continue with the next ones
        }
    }

    /**
     * Removes a mailbox with everything in it, including mail that waits to be delivered. Does nothing if it does not
     * exist.
     */
    void remove(MailboxId mailbox) {
        present.remove(mailbox);
        removeLargeContents(mailbox);
        database.write(sql -> {
            // the queue first: an indexer that has taken a row writes its entry before the entries can be deleted here
            sql.update("delete from unindexed where mailbox_id = ?", mailbox.value());
            SearchEntries.remove(sql, mailbox.value());
            for (ItemKind kind : kinds) {
                kind.parts().forEach(part -> remove(sql, part.table(), mailbox));
                remove(sql, kind.table(), mailbox);
            }
            for (String table : List.of(
                    "upload_piece",
                    "upload_session",
                    "relay",
                    "outbound_queue",
                    "content_chunk",
                    "content",
                    "attachment",
                    "tombstone",
                    "calendar",
                    "calendar_group",
                    "calendar_permission",
                    "mailbox_setting",
                    "automatic_reply",
                    "inference_override",
                    "message_rule",
                    "subscription",
                    "subscription_change",
                    "notification",
                    "folder",
                    "mailbox")) {
                remove(sql, table, mailbox);
            }
            return true;
        });
    }

    private static void remove(Sql sql, String table, MailboxId mailbox) {
        sql.update("delete from " + table + " where mailbox_id = ?", mailbox.value());
    }
}
