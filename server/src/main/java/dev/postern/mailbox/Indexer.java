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
 * Brings the index of the search behind what has changed, in batches. Words are cut outside of the transaction that writes them; a
 * note that was written anew meanwhile is left for the next batch. So any number of threads and nodes may do this at once.
 */
public final class Indexer {
    /** Further than this nobody counts what waits. */
    public static final int MOST_COUNTED = 100_000;

    private static final int BATCH = 250;
    /** Bodies are read up to about so many characters for one batch. */
    private static final long LARGEST_BATCH = 4L << 20;

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

    /** A note with the item as it was when both were read; null when the item is gone. */
    private record Read(IndexQueue.Note note, SearchFields.@Nullable Source source) {}

    /** When this returns, all that this mailbox acknowledged before the call can be found. */
    void catchUp(MailboxId mailbox) {
        record Start(long change, boolean behind) {}
        Start start = database.read(sql -> {
            List<IndexQueue.Note> first = IndexQueue.of(sql, mailbox, Long.MAX_VALUE, 1);
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
     * Works off notes of any mailbox; a bounded number, so that it never takes much of the machine, and beginning behind the
     * last round's, so that a busy mailbox does not hold up the others. Called about once a second by each node.
     */
    public synchronized void round() {
        if (!begun) {
            // nodes begin at different places
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
            IndexQueue.Note last = batch.getLast().note();
            mailbox = last.mailbox().value();
            item = last.item().value();
            index(batch);
        }
    }

    /** How many messages of all mailboxes wait to be indexed, counted no further than {@link #MOST_COUNTED}. */
    public long waiting() {
        return database.read(sql -> MailboxScan.countUnindexed(sql, MOST_COUNTED));
    }

    private static List<Read> read(Sql sql, List<IndexQueue.Note> notes) {
        var batch = new ArrayList<Read>(notes.size());
        long size = 0;
        for (IndexQueue.Note note : notes) {
            SearchFields.Source source = SearchFields.source(sql, note);
            batch.add(new Read(note, source));
            size += source == null ? 0 : source.size();
            if (size > LARGEST_BATCH) {
                break;
            }
        }
        return batch;
    }

    private void index(List<Read> batch) {
        List<IndexQueue.Note> notes = batch.stream().map(Read::note).toList();
        Map<IndexQueue.Note, SearchEntries.Entry> entries = new HashMap<>();
        for (Read read : batch) {
            if (read.source() != null) {
                entries.put(read.note(), SearchFields.entry(read.source()));
            }
        }
        // where mailboxes may lie apart, a transaction keeps to one of them
        var parts = database.hasOneWriter()
                ? List.of(notes)
                : notes.stream()
                        .collect(Collectors.groupingBy(IndexQueue.Note::mailbox))
                        .values();
        for (List<IndexQueue.Note> part : parts) {
            database.write(sql -> {
                List<IndexQueue.Note> taken = IndexQueue.take(sql, part);
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
