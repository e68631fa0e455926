package dev.postern.audit;

import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.DiskFull;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import dev.postern.store.StoreException;
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
 * Appends entries. Changes and refusals are appended in a transaction ({@link #append}). Allowed reads are
 * collected ({@link #later}) and appended together soon after ({@link #flush}), so that a read needs no write of its own.
 * Thread-safe.
 *
 * <p>The hash of an entry covers its text and the previous hash in its chain, so removed or altered rows are detected.
 */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final int MAX_WAITING_ENTRIES = 100_000;
    /** Maximum number of chains that are remembered as changed. Beyond it, all chains are scanned within the hour. */
    private static final int MAX_CHANGED_CHAINS = 10_000;
    /** A longer transaction would delay other writers. */
    private static final int MAX_BATCH_ENTRIES = 2_000;

    private final Database database;
    private final boolean strictReads;
    private final LinkedBlockingQueue<AuditEntry> waiting = new LinkedBlockingQueue<>(MAX_WAITING_ENTRIES);
    private final Set<Chain> changed = ConcurrentHashMap.newKeySet();
    private final Object flushing = new Object();

    /** @param strictReads whether the entry of an allowed read must be on disk before the response is sent */
    public Audit(Database database, boolean strictReads) {
        this.database = database;
        this.strictReads = strictReads;
    }

    /** Appends within a transaction; the entry exists if and only if that transaction commits. */
    public void append(Sql sql, AuditEntry entry) {
        append(sql, List.of(entry));
    }

    /** Appends entries of one chain or of several. Each chain is locked and its head updated once. */
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
            if (changed.size() < MAX_CHANGED_CHAINS) {
                changed.add(Chain.of(entry));
            }
        }
        return ChainAppend.begin(pipeline, entries);
    }

    /** Returns the chains that this server has appended to, or tried to, since {@link #takeChanged} was last called. */
    Set<Chain> changed() {
        return changed;
    }

    Set<Chain> takeChanged() {
        var taken = new HashSet<>(changed);
        changed.removeAll(taken);
        return taken;
    }

    /** Appends a refusal in its own transaction. If the disk is full it waits in memory like a read, so that the caller still gets the reason. */
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
     * Appends soon, or immediately if reads are strict or too many entries are waiting. If the database cannot be written, reads therefore
     * continue until the maximum is reached, or fail immediately if they are strict.
     */
    public void later(AuditEntry entry) {
        if (strictReads || !waiting.offer(entry)) {
            write(entry);
        }
    }

    /** Appends all waiting entries. Called about twice a second, and at shutdown. */
    public void flush() {
        synchronized (flushing) {
            while (flushSome()) {
                // until no entry waits, or the database cannot be written
            }
        }
    }

    /** Entries stay in the queue until they are on disk, so their number is bounded and their order is kept. */
    private boolean flushSome() {
        List<AuditEntry> entries = waiting.stream().limit(MAX_BATCH_ENTRIES).toList();
        if (entries.isEmpty()) {
            return false;
        }
        // In the order of their keys, so that two nodes that flush at the same time cannot deadlock.
        var chains = new TreeMap<Chain, List<AuditEntry>>(Comparator.comparing(Chain::key));
        entries.forEach(entry ->
                chains.computeIfAbsent(Chain.of(entry), _ -> new ArrayList<>()).add(entry));
        try {
            database.write(sql -> {
                chains.values().forEach(ofChain -> append(sql, ofChain));
                return true;
            });
        } catch (StoreException e) {
            LOG.error("{} audit entries of reads are waiting for the database", waiting.size(), e);
            return false;
        }
        entries.forEach(_ -> waiting.poll());
        return true;
    }

    /**
     * Returns the entries of one request in a tenant, oldest first, each verified together with its neighbours. Administrators look
     * them up by the request id of a refused request.
     */
    public List<ShownEntry> byRequest(TenantId tenant, UUID requestId) {
        return database.read(sql -> ShownEntry.find(sql, tenant, requestId));
    }

    /** Returns a part of what a search finds, see {@link AuditSearch#page}. */
    public AuditPage search(AuditFilter filter, AuditCursor from, int max) {
        return AuditSearch.page(database, filter, from, max);
    }

    /** Returns which permissions the applications of a tenant have used, as far back as a bounded search reaches. */
    public PermissionUse use(TenantId tenant) {
        return PermissionUseScan.read(database, tenant);
    }
}
