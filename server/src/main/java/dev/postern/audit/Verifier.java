package dev.postern.audit;

import dev.postern.audit.AuditProblem.Kind;
import dev.postern.audit.Chain.Place;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies all chains: every hash and link, the columns, the heads, and the anchors stored outside the
 * database. It reads some hundred rows at a time, each batch in its own transaction, so it needs little memory and keeps no old
 * snapshot of the database open. Rows written in the meantime are verified the next time.
 */
public final class Verifier {
    private static final int BATCH = 500;
    /** Every head is anchored at the start of a server and hourly. */
    private static final Duration ANCHORED_WITHIN = Duration.ofHours(1);

    private final Database database;
    private final Anchors anchors;
    private final Instant now;
    private final Pace pace;
    private final Findings findings = new Findings();
    private final Set<String> seen = new HashSet<>();
    private @Nullable Instant oldest;
    private Counted counted = (_, _) -> {};
    private long chains;
    private long rows;

    /** Called after each batch. It may wait, to leave time to others. */
    @FunctionalInterface
    public interface Pace {
        /** Full speed. */
        Pace FULL = () -> {};

        void batchDone();
    }

    /** Hears how many chains were begun and how many rows were read. */
    @FunctionalInterface
    interface Counted {
        void soFar(long chains, long rows);
    }

    /**
     * @param anchors read before the verification begins, so that none of them is newer than the heads
     * @param now decides what retention may have removed
     */
    public Verifier(Database database, Anchors anchors, Instant now, Pace pace) {
        this.database = database;
        this.anchors = anchors;
        this.now = now;
        this.pace = pace;
    }

    /** Verifies all chains. Called once. */
    public AuditReport run() {
        return run((_, _) -> {});
    }

    /** As {@link #run()}; says after each batch how far it is. */
    AuditReport run(Counted progress) {
        counted = progress;
        anchors.brokenLine().ifPresent(line -> findings.add(new AuditProblem(Anchors.CHAIN, line, Kind.ALTERED)));
        for (Place place : Place.values()) {
            ChainScan.Key key = null;
            while ((key = next(place, key)) != null) {
                chains++;
                if (key.id() == null) {
                    findings.add(new AuditProblem(key.text(), 0, Kind.ALTERED));
                } else {
                    verify(place.chain(key.id()));
                }
            }
        }
        for (Chain chain : anchors.chains()) {
            if (!seen.contains(chain.name())) {
                findings.add(chain, 1, Kind.TRUNCATED);
            }
        }
        Instant begun = oldest;
        if (anchors.areMissing() && begun != null && begun.isBefore(now.minus(ANCHORED_WITHIN))) {
            findings.add(new AuditProblem(Anchors.CHAIN, 1, Kind.TRUNCATED));
        }
        return new AuditReport(chains, rows, findings.all());
    }

    /** Verifies one chain. Its problems are returned and also part of the report of {@link #run}. */
    List<AuditProblem> only(Chain chain) {
        verify(chain);
        return findings.all();
    }

    private ChainScan.@Nullable Key next(Place place, ChainScan.@Nullable Key after) {
        return database.read(sql -> ChainScan.next(sql, place, after));
    }

    /** The state of a chain as read in the first transaction. */
    private record Beginning(@Nullable Link head, Link base, Stray stray, Batch batch) {}

    private record Stray(@Nullable Long below, @Nullable Long above) {}

    /** @param base where the existing rows begin now */
    private record Batch(List<StoredRow> rows, Link base) {}

    private void verify(Chain chain) {
        Beginning begin = database.read(sql -> begin(sql, chain));
        Link head = begin.head();
        long end = head == null ? Long.MAX_VALUE : head.sequence();
        if (head != null || !begin.batch().rows().isEmpty()) {
            seen.add(chain.name());
        }
        ChainCheck check = new ChainCheck(chain, begin.base(), anchors.of(chain), findings);
        Batch batch = begin.batch();
        while (true) {
            batch.rows().forEach(check::row);
            batch.rows().stream().findFirst().ifPresent(this::note);
            rows += batch.rows().size();
            counted.soFar(chains, rows);
            pace.batchDone();
            if (batch.rows().size() < BATCH || check.position() >= end) {
                break;
            }
            long from = check.position();
            batch = Objects.requireNonNull(database.read(sql -> batch(sql, chain, from, end)));
            if (batch.base().sequence() > from) {
                check.skipTo(batch.base());
            }
        }
        check.end(head);
        if (begin.stray().below() != null) {
            findings.add(chain, begin.stray().below(), Kind.ALTERED);
        }
        if (begin.stray().above() != null) {
            findings.add(chain, begin.stray().above(), Kind.ALTERED);
        }
        Retention.excess(chain, begin.base(), anchors, now).ifPresent(findings::add);
    }

    private void note(StoredRow row) {
        AuditEntry entry = row.entry();
        if (entry != null && (oldest == null || entry.at().isBefore(oldest))) {
            oldest = entry.at();
        }
    }

    private static Beginning begin(Sql sql, Chain chain) {
        Link head = sql.one(chain.head(), Link::head, chain.key());
        Link base = base(sql, chain);
        long end = head == null ? Long.MAX_VALUE : head.sequence();
        Stray stray = new Stray(
                sql.one(chain.strayBelow(), row -> row.number(1), chain.key(), base.sequence()),
                head == null ? null : sql.one(chain.strayAbove(), row -> row.number(1), chain.key(), end));
        return new Beginning(head, base, stray, batch(sql, chain, base.sequence(), end));
    }

    static Link base(Sql sql, Chain chain) {
        return Objects.requireNonNullElseGet(
                sql.one(chain.checkpoint(), Link::checkpoint, chain.key()), Link::beginning);
    }

    private static Batch batch(Sql sql, Chain chain, long after, long end) {
        Link base = base(sql, chain);
        long from = Math.max(after, base.sequence());
        return new Batch(
                new ArrayList<>(sql.list(chain.rows(), row -> StoredRow.read(row, 1), chain.key(), from, end, BATCH)),
                base);
    }
}
