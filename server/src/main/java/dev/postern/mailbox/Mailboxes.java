package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.DiskSpace;
import dev.postern.store.DuplicateKey;
import dev.postern.store.SearchEntries;
import dev.postern.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes of a store. Any thread may use it and what it hands out. Methods block until the database has answered;
 * what changes something returns when it is on disk. They throw {@link MailboxFailure} for what a mailbox refuses and
 * {@link dev.postern.store.StoreException} when the database fails.
 *
 * <p>Methods that take {@link Sql} run in the caller's transaction, so that several of them can be one change. The others
 * make their own.
 */
public final class Mailboxes {
    private final Database database;
    private final ChangeClock clockwork;
    private final MailboxUsage usage;
    private final TemporaryFiles temporary;
    private final Folders folders;
    private final Items items;
    private final SearchFolders searchFolders;
    private final MimeSource originals;
    private final Attachments attachments;
    private final Contents contents;
    private final Set<MailboxId> present = ConcurrentHashMap.newKeySet();
    private final Deliveries deliveries;
    private final Uploads uploads;
    private final Indexer indexer;
    private final Sweeps sweeps;
    private final Search search;
    private final BoundedReads boundedReads;

    /**
     * @param host the domain of message ids that are made here when the sender's is not known
     * @param deletedItems whether a deleted item goes to Deleted Items, not to Recoverable Items
     * @param disk where the store lies; one that another server looks after is never full here
     */
    public record Settings(String host, boolean deletedItems, Quotas quotas, DiskSpace disk, TemporaryFiles temporary) {
        /** The usual quotas, on a disk that is never full. */
        public Settings(String host, boolean deletedItems) {
            this(host, deletedItems, Quotas.DEFAULT, DiskSpace.unlimited(), TemporaryFiles.ofSystem());
        }
    }

    /** A mailbox, as the store knows it. */
    public record Mailbox(MailboxId id, TenantId tenant, ObjectId owner, long changeSequence, Instant created) {}

    public Mailboxes(Database database, InstantSource clock, RandomGenerator random, Settings settings) {
        this.database = database;
        this.clockwork = new ChangeClock(clock, random);
        this.temporary = settings.temporary();
        this.usage = new MailboxUsage(settings.quotas(), settings.disk());
        this.contents = new Contents(database, clockwork, usage);
        this.attachments = new Attachments(database, clockwork, contents, usage);
        this.originals = new MimeSource(database, contents);
        MessageReader reader = new MessageReader(clockwork, settings.host());
        this.items = new Items(database, clockwork, attachments, reader, originals, usage, settings.deletedItems());
        this.deliveries = new Deliveries(attachments, contents, originals, reader, usage);
        this.uploads = new Uploads(database, clockwork, attachments, usage);
        this.folders = new Folders(database, clockwork, items, usage);
        this.searchFolders = new SearchFolders(database);
        RecoverableItems recoverable = new RecoverableItems(database, clockwork, usage);
        this.sweeps = new Sweeps(database, clockwork, uploads, contents, recoverable, settings.quotas());
        this.indexer = new Indexer(database, clockwork);
        this.search = new Search(database, indexer);
        this.boundedReads = new BoundedReads(database);
    }

    public TemporaryFiles temporary() {
        return temporary;
    }

    public MailboxUsage usage() {
        return usage;
    }

    public Folders folders() {
        return folders;
    }

    public SearchFolders searchFolders() {
        return searchFolders;
    }

    public Items items() {
        return items;
    }

    public MimeSource originals() {
        return originals;
    }

    public Attachments attachments() {
        return attachments;
    }

    public Contents contents() {
        return contents;
    }

    public Uploads uploads() {
        return uploads;
    }

    public Search search() {
        return search;
    }

    public BoundedReads boundedReads() {
        return boundedReads;
    }

    public Sweeps sweeps() {
        return sweeps;
    }

    public Indexer indexer() {
        return indexer;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    /**
     * Makes a mailbox with its well-known folders.
     *
     * @throws dev.postern.store.DuplicateKey when there is one with this id
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
                        + MailboxUsage.Totals.COLUMNS + ") values (?, ?, ?, 1, ?, 0, 0, 0, 0, ?)",
                mailbox.value(),
                tenant.value(),
                owner.value(),
                clockwork.now(),
                WellKnownFolder.values().length);
        var rows = new ArrayList<@Nullable Object[]>();
        for (WellKnownFolder folder : WellKnownFolder.values()) {
            rows.add(FolderRows.wellKnown(mailbox, folder));
        }
        sql.batch(FolderRows.INSERT, rows);
    }

    /**
     * Makes a mailbox if it is not there yet. The directory decides which mailboxes there are; what they hold begins with the first use.
     * Ids that were seen once are remembered, so that this costs nothing for a mailbox in use.
     */
    public void ensure(MailboxId mailbox, TenantId tenant, ObjectId owner) {
        if (present.contains(mailbox)) {
            return;
        }
        if (find(mailbox) == null) {
            try {
                create(mailbox, tenant, owner);
            } catch (DuplicateKey e) {
                // Another request or node was faster.
            }
        }
        present.add(mailbox);
    }

    /** The mailbox; null when there is none. */
    public @Nullable Mailbox find(MailboxId mailbox) {
        return database.read(sql -> sql.one(
                "select tenant_id, owner_id, change_seq, created_at from mailbox where mailbox_id = ?",
                row -> new Mailbox(
                        mailbox, new TenantId(row.uuid(1)), new ObjectId(row.uuid(2)), row.number(3), row.time(4)),
                mailbox.value()));
    }

    /** Removes a mailbox with everything in it, also mail that waits to be delivered. Silent when there is none. */
    public void remove(MailboxId mailbox) {
        present.remove(mailbox);
        database.write(sql -> {
            // the notes first: an indexer that has taken one writes its entry before they can be deleted here
            sql.update("delete from unindexed where mailbox_id = ?", mailbox.value());
            SearchEntries.remove(sql, mailbox.value());
            for (String table : List.of(
                    "upload_piece",
                    "upload_session",
                    "outbound_queue",
                    "content_chunk",
                    "content",
                    "attachment",
                    "tombstone",
                    "item",
                    "folder",
                    "mailbox")) {
                sql.update("delete from " + table + " where mailbox_id = ?", mailbox.value());
            }
            return true;
        });
    }
}
