package dev.postern.audit;

import dev.postern.audit.AuditProblem.Kind;
import dev.postern.audit.AuditScan.Located;
import dev.postern.audit.Chain.Place;
import dev.postern.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches the audit of a tenant from the newest entry to the oldest. Each entry is compared with its hash and its columns; the links
 * between entries are checked by {@link Verifier}.
 */
public final class AuditSearch {
    /** One call reads at most this many rows, so that a search that finds little does not take long. */
    private static final int MAX_SCANNED_ROWS = 5_000;
    /** How much later than its time an entry may have been appended to its chain. */
    private static final Duration LATE = Duration.ofDays(1);

    private final List<AuditScan> scans;
    private final AuditFilter filter;
    private final AuditCursor from;

    private AuditSearch(Database database, AuditFilter filter, AuditCursor from) {
        AuditScan mailboxes = new AuditScan(database, Place.MAILBOX, filter, from.mailbox());
        this.scans = filter.mailbox() != null
                ? List.of(mailboxes)
                : List.of(mailboxes, new AuditScan(database, Place.TENANT, filter, from.tenant()));
        this.filter = filter;
        this.from = from;
    }

    /**
     * Returns a part of what a search finds.
     *
     * @param max the greatest number of entries
     */
    public static AuditPage page(Database database, AuditFilter filter, AuditCursor from, int max) {
        return new AuditSearch(database, filter, from).run(max);
    }

    private AuditPage run(int max) {
        var found = new ArrayList<ShownEntry>();
        for (int scanned = 0; scanned < MAX_SCANNED_ROWS && found.size() < max; scanned++) {
            AuditScan newest = newest();
            if (newest == null) {
                return new AuditPage(found, null);
            }
            Located taken = newest.take();
            if (filter.accepts(taken.row())) {
                found.add(shown(newest, taken));
            }
        }
        if (newest() == null) {
            return new AuditPage(found, null);
        }
        return new AuditPage(
                found,
                new AuditCursor(
                        scans.getFirst().position(),
                        scans.size() > 1 ? scans.getLast().position() : from.tenant()));
    }

    private @Nullable AuditScan newest() {
        AuditScan newest = scans.stream()
                .filter(scan -> scan.peek() != null)
                .max(Comparator.comparingLong(AuditSearch::at))
                .orElse(null);
        Instant since = filter.since();
        return newest != null
                        && filter.mailbox() != null
                        && since != null
                        && at(newest) < since.minus(LATE).toEpochMilli()
                ? null
                : newest;
    }

    private static long at(AuditScan scan) {
        Located next = scan.peek();
        return next == null ? Long.MIN_VALUE : next.position().at();
    }

    private ShownEntry shown(AuditScan scan, Located taken) {
        Chain chain = scan.place().chain(taken.key());
        boolean same = taken.row().isHashed() && taken.row().agreesWithColumns(chain);
        return new ShownEntry(
                filter.ofTenant(taken.row()), chain.name(), taken.row().sequence(), same ? null : Kind.ALTERED);
    }
}
