package dev.postern.audit;

import dev.postern.audit.Chain.Place;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the rows at the beginning of each chain that are older than the retention. Each batch is one transaction, which removes the
 * rows, sets the checkpoint to the last of them, and records this in an entry at the end of the same chain. Altered rows are
 * not removed, because they are evidence.
 */
final class Sweep {
    private static final int BATCH = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Database database;
    private final Audit audit;
    private final Duration retention;
    private final InstantSource clock;

    Sweep(Database database, Audit audit, Duration retention, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.retention = retention;
        this.clock = clock;
    }

    /** Sweeps every chain; returns how many rows were removed. */
    long run(Verifier.Pace pace) {
        if (retention.compareTo(Retention.FOREVER) >= 0) {
            return 0;
        }
        Instant cutoff = clock.instant().minus(retention);
        long removed = 0;
        for (Place place : Place.values()) {
            ChainScan.Key key = null;
            while ((key = next(place, key)) != null) {
                if (key.id() != null) {
                    removed += chain(place.chain(key.id()), cutoff, pace);
                }
            }
        }
        if (removed > 0) {
            LOG.info("Removed {} audit entries from before {}", removed, cutoff);
        }
        return removed;
    }

    private ChainScan.@Nullable Key next(Place place, ChainScan.@Nullable Key after) {
        return database.read(sql -> ChainScan.nextHead(sql, place, after));
    }

    private long chain(Chain chain, Instant cutoff, Verifier.Pace pace) {
        long removed = 0;
        while (true) {
            // Most chains have nothing to remove; this check needs no lock.
            if (database.read(sql -> old(sql, chain, cutoff, 1).isEmpty())) {
                return removed;
            }
            int batch = database.write(sql -> remove(sql, chain, cutoff));
            pace.batchDone();
            removed += batch;
            if (batch < BATCH) {
                return removed;
            }
        }
    }

    private int remove(Sql sql, Chain chain, Instant cutoff) {
        sql.update(chain.lock(), chain.key());
        List<StoredRow> old = old(sql, chain, cutoff, BATCH);
        if (old.isEmpty()) {
            return 0;
        }
        StoredRow last = old.getLast();
        AuditEntry entry = last.entry();
        if (entry == null) {
            return 0;
        }
        Link checkpoint = new Link(last.sequence(), last.hash(), cutoff);
        audit.append(sql, Retention.entry(chain, entry, checkpoint, clock.instant()));
        sql.update(chain.setCheckpoint(), chain.key(), checkpoint.sequence(), checkpoint.hash(), cutoff);
        return sql.update(chain.remove(), chain.key(), checkpoint.sequence());
    }

    /** Returns the first rows that are old, up to the first altered one. */
    private static List<StoredRow> old(Sql sql, Chain chain, Instant cutoff, int max) {
        Link base = Verifier.base(sql, chain);
        List<StoredRow> rows = sql.list(
                chain.rows(), row -> StoredRow.read(row, 1), chain.key(), base.sequence(), Long.MAX_VALUE, max);
        byte[] before = base.hash();
        long sequence = base.sequence();
        int valid = 0;
        for (StoredRow row : rows) {
            AuditEntry entry = row.entry();
            if (entry == null
                    || !entry.at().isBefore(cutoff)
                    || row.sequence() != ++sequence
                    || !row.isHashed()
                    || !Arrays.equals(row.previous(), before)
                    || !row.agreesWithColumns(chain)) {
                break;
            }
            before = row.hash();
            valid++;
        }
        return rows.subList(0, valid);
    }
}
