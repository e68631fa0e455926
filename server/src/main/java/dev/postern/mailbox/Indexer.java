package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.SearchEntries;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Updates the search index after changes, in batches. Texts are split into words outside of the transaction that writes
 * the words; a row of the queue that changed meanwhile is left for the next batch. Any number of threads and nodes may
 * do this at the same time.
 */
public final class Indexer {
    /** The upper bound of the backlog metric. */
    public static final int MAX_BACKLOG_COUNTED = 100_000;

    private static final int BATCH = 250;
    /** The approximate maximum number of characters of the bodies in one batch. */
    private static final long MAX_BATCH_CHARACTERS = 4L << 20;

    private static final int BATCHES_PER_ROUND = 4;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final ChangeClock clock;
    private UUID mailbox = FIRST;
    private UUID item = FIRST;
    private boolean begun;

    Indexer(Database database, ChangeClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A row of the queue with the item as it was when both were read; null if the item no longer exists. */
    private record Read(IndexQueue.Pending pending, SearchFields.@Nullable Source source) {}

    /** When this returns, every change that this mailbox acknowledged before the call can be found. */
    void catchUp(MailboxId mailbox) {
        record Start(long change, boolean behind) {}
        Start start = database.read(sql -> {
            List<IndexQueue.Pending> first = IndexQueue.of(sql, mailbox, Long.MAX_VALUE, 1);
            return first.isEmpty()
                    ? new Start(0, false)
                    : new Start(
                            sql.number("select change_seq from mailbox where mailbox_id = ?", mailbox.value()), true);
        });
        if (!start.behind()) {
            return;
        }
        while (true) {
            List<Read> batch = database.read(sql -> read(sql, IndexQueue.of(sql, mailbox, start.change(), BATCH)));
            if (batch.isEmpty()) {
                return;
            }
            index(batch);
        }
    }

    /**
     * Indexes items of any mailbox, a bounded number, so that it never uses much of the machine. It continues after the
     * last mailbox of the previous round, so that a busy mailbox does not delay the others. Called about once a second
     * by each node.
     */
    public synchronized void round() {
        if (!begun) {
            // each node begins at a random mailbox
            begun = true;
            mailbox = new UUID(clock.random().nextLong(), clock.random().nextLong());
        }
        boolean wrapped = false;
        for (int i = 0; i < BATCHES_PER_ROUND; i++) {
            List<Read> batch = database.read(sql -> read(sql, MailboxScan.unindexed(sql, mailbox, item, BATCH)));
            if (batch.isEmpty()) {
                mailbox = FIRST;
                item = FIRST;
                if (wrapped) {
                    return;
                }
                wrapped = true;
                continue;
            }
            IndexQueue.Pending last = batch.getLast().pending();
            mailbox = last.mailbox().value();
            item = last.item().value();
            index(batch);
        }
    }

    /** The number of messages in all mailboxes that are waiting to be indexed, at most {@link #MAX_BACKLOG_COUNTED}. */
    public long waiting() {
        return database.read(sql -> MailboxScan.countUnindexed(sql, MAX_BACKLOG_COUNTED));
    }

    private static List<Read> read(Sql sql, List<IndexQueue.Pending> queued) {
        var batch = new ArrayList<Read>(queued.size());
        long size = 0;
        for (IndexQueue.Pending pending : queued) {
            SearchFields.Source source = SearchFields.source(sql, pending);
            batch.add(new Read(pending, source));
            size += source == null ? 0 : source.size();
            if (size > MAX_BATCH_CHARACTERS) {
                break;
            }
        }
        return batch;
    }

    private void index(List<Read> batch) {
        List<IndexQueue.Pending> queued = batch.stream().map(Read::pending).toList();
        Map<IndexQueue.Pending, SearchEntries.Entry> entries = new HashMap<>();
        for (Read read : batch) {
            if (read.source() != null) {
                entries.put(read.pending(), SearchFields.entry(read.source()));
            }
        }
        // if mailboxes may be on different shards, a transaction changes only one
        var parts = database.hasOneWriter()
                ? List.of(queued)
                : queued.stream()
                        .collect(Collectors.groupingBy(IndexQueue.Pending::mailbox))
                        .values();
        for (List<IndexQueue.Pending> part : parts) {
            database.write(sql -> {
                List<IndexQueue.Pending> taken = IndexQueue.take(sql, part);
                SearchEntries.write(
                        sql,
                        taken.stream()
                                .map(entries::get)
                                .filter(Objects::nonNull)
                                .toList());
                return taken.size();
            });
        }
    }
}
