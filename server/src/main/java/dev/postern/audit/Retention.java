package dev.postern.audit;

import dev.postern.audit.AuditProblem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides what may be removed because of its age. The entry of a sweep contains the sequence and hash of the last removed row, so a
 * checkpoint without such an entry was not written by the server.
 */
public final class Retention {
    /** Younger entries are never removed. */
    static final Duration MIN_RETENTION = Duration.ofDays(1);
    /** Entries are never removed. */
    public static final Duration FOREVER = Duration.ofDays(36_500);
    /** How long after its time an entry may be written, for example because the database was unavailable. */
    private static final Duration LATE = Duration.ofDays(1);

    private static final String OPERATION = "remove audit entries past retention";

    private Retention() {}

    /** Returns the entry that records a sweep, in the same chain. */
    static AuditEntry entry(Chain chain, AuditEntry removed, Link checkpoint, Instant now) {
        return new AuditEntry(
                removed.tenant(),
                removed.mailbox(),
                now,
                Actor.server(UUID.randomUUID()),
                OPERATION,
                target(checkpoint),
                "changed",
                null,
                null,
                "Entries of the " + chain.place().text() + " up to " + removed.at() + " were removed");
    }

    private static String target(Link checkpoint) {
        return checkpoint.sequence() + " " + HexFormat.of().formatHex(checkpoint.hash());
    }

    /** Returns whether an entry records the sweep that wrote this checkpoint. */
    static boolean tells(AuditEntry entry, Link checkpoint) {
        return entry.operation().equals(OPERATION) && entry.target().equals(target(checkpoint));
    }

    /** Returns a problem if a checkpoint covers rows that retention could not have removed. */
    static Optional<AuditProblem> excess(Chain chain, Link base, Anchors anchors, Instant now) {
        Instant cutoff = base.cutoff();
        if (cutoff == null) {
            return Optional.empty();
        }
        Duration shortest = anchors.minRetention().orElse(MIN_RETENTION);
        // Rows after an anchor were written after it.
        boolean young = anchors.of(chain).stream()
                .anyMatch(anchor ->
                        anchor.sequence() < base.sequence() && anchor.at().isAfter(cutoff.plus(LATE)));
        return young || cutoff.isAfter(now.minus(shortest))
                ? Optional.of(new AuditProblem(chain.name(), base.sequence(), Kind.TRUNCATED))
                : Optional.empty();
    }
}
