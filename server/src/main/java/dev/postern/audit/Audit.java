package dev.postern.audit;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.DiskFull;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import dev.postern.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends entries. What changes something, and every refusal, is appended in a transaction ({@link #append}); allowed reads are
 * collected ({@link #later}) and appended together soon after ({@link #flush}), so that a read costs no write of its own.
 * Thread-safe.
 *
 * <p>The hash of an entry covers its text and the hash before it in its chain, so that a removed or altered row shows.
 */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final int MOST_WAITING = 100_000;
    /** Chains that are remembered as changed; beyond these, all are looked at within the hour. */
    private static final int MOST_CHANGED = 10_000;
    /** A longer transaction would hold up who else writes. */
    private static final int MOST_AT_ONCE = 2_000;

    private final Database database;
    private final boolean strictReads;
    private final LinkedBlockingQueue<AuditEntry> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Set<Chain> changed = ConcurrentHashMap.newKeySet();
    private final Object flushing = new Object();

    /** @param strictReads whether the entry of an allowed read is on disk before the read is answered */
    public Audit(Database database, boolean strictReads) {
        this.database = database;
        this.strictReads = strictReads;
    }

    /** Appends within a transaction; the entry is there if and only if that transaction is. */
    public void append(Sql sql, AuditEntry entry) {
        append(sql, List.of(entry));
    }

    private void append(Sql sql, List<AuditEntry> entries) {
        Pipeline places = sql.pipeline();
        ChainAppend append = begin(places, entries);
        places.run();
        Pipeline rows = sql.pipeline();
        append.write(rows);
        rows.run();
    }

    /** Begins to append within a transaction. */
    ChainAppend begin(Pipeline pipeline, List<AuditEntry> entries) {
        for (AuditEntry entry : entries) {
            if (changed.size() < MOST_CHANGED) {
                changed.add(Chain.of(entry));
            }
        }
        return ChainAppend.begin(pipeline, entries);
    }

    /** The chains that this server appended to since they were last taken, or tried to. */
    Set<Chain> changed() {
        return changed;
    }

    Set<Chain> takeChanged() {
        var taken = new HashSet<>(changed);
        changed.removeAll(taken);
        return taken;
    }

    /** Appends a refusal, in a transaction of its own. While the disk is full it waits in memory like a read, so that the caller hears why. */
    public void append(AuditEntry entry) {
        try {
            write(entry);
        } catch (DiskFull e) {
            if (!waiting.offer(entry)) {
                throw e;
            }
        }
    }

    private void write(AuditEntry entry) {
        database.write(sql -> {
            append(sql, entry);
            return true;
        });
    }

    /**
     * Appends soon, or at once when reads are strict or too many entries wait: so while nothing can be written, reads go on until as many
     * wait as may, and not at all when they are strict.
     */
    public void later(AuditEntry entry) {
        if (strictReads || !waiting.offer(entry)) {
            write(entry);
        }
    }

    /** Appends all that waits. Called about twice a second, and once more when the server stops. */
    public void flush() {
        synchronized (flushing) {
            while (flushSome()) {
                // until nothing waits, or nothing can be written
            }
        }
    }

    /** What waits stays where it is until it is on disk, so that its number stays bounded and its order is kept. */
    private boolean flushSome() {
        List<AuditEntry> entries = waiting.stream().limit(MOST_AT_ONCE).toList();
        if (entries.isEmpty()) {
            return false;
        }
        // In the order of their keys, so that two nodes that flush at once do not wait for each other in a circle.
        var chains = new TreeMap<Chain, List<AuditEntry>>(Comparator.comparing(Chain::key));
        entries.forEach(entry ->
                chains.computeIfAbsent(Chain.of(entry), _ -> new ArrayList<>()).add(entry));
        try {
            database.write(sql -> {
                chains.values().forEach(ofChain -> append(sql, ofChain));
                return true;
            });
        } catch (StoreException e) {
            LOG.error("{} audit entries of reads wait for the database", waiting.size(), e);
            return false;
        }
        entries.forEach(_ -> waiting.poll());
        return true;
    }

    /**
     * Entries of one request in a tenant, oldest first, each verified as far as it and its neighbours go: what an administrator looks up
     * by the id of a refused answer.
     */
    public List<ShownEntry> byRequest(TenantId tenant, UUID requestId) {
        return database.read(sql -> ShownEntry.find(sql, tenant, requestId));
    }

    /** Entries of a mailbox, oldest first. */
    public List<AuditEntry> ofMailbox(MailboxId mailbox) {
        return entries(new Chain.OfMailbox(mailbox));
    }

    /** Entries of a tenant that are not about a mailbox, oldest first. */
    public List<AuditEntry> ofTenant(TenantId tenant) {
        return entries(new Chain.OfTenant(tenant));
    }

    /** Verifies a mailbox's chain. */
    public boolean isWhole(MailboxId mailbox) {
        return isWhole(new Chain.OfMailbox(mailbox));
    }

    /** Verifies a tenant's chain. */
    public boolean isWhole(TenantId tenant) {
        return isWhole(new Chain.OfTenant(tenant));
    }

    private List<AuditEntry> entries(Chain chain) {
        return database.read(sql -> sql.list(
                chain.rows(), row -> AuditJson.read(row.text(2)), chain.key(), 0L, Long.MAX_VALUE, Integer.MAX_VALUE));
    }

    private boolean isWhole(Chain chain) {
        return new Verifier(database, Anchors.none(), Instant.MAX, Verifier.Pace.FULL)
                .only(chain)
                .isEmpty();
    }
}
