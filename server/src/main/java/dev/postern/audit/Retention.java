package dev.postern.audit;

import dev.postern.audit.AuditProblem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What may be removed because it is old, and how it is told: the entry of a sweep names the last row that went and its hash, so that a
 * checkpoint without such an entry is not the server's.
 */
public final class Retention {
    /** Nothing younger is ever removed. */
    static final Duration LEAST = Duration.ofDays(1);
    /** Nothing is ever removed. */
    public static final Duration FOREVER = Duration.ofDays(36_500);
    /** An entry may come to the disk so long after its time, for instance when the database was away. */
    private static final Duration LATE = Duration.ofDays(1);

    private static final String OPERATION = "remove audit entries past retention";

    private Retention() {}

    /** The entry that goes with a sweep, in the chain that is swept. */
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
                "Entries of the " + chain.place().name().toLowerCase(Locale.ROOT) + " up to " + removed.at()
                        + " were removed");
    }

    private static String target(Link checkpoint) {
        return checkpoint.sequence() + " " + HexFormat.of().formatHex(checkpoint.hash());
    }

    /** Whether an entry is that of the sweep that left this checkpoint. */
    static boolean tells(AuditEntry entry, Link checkpoint) {
        return entry.operation().equals(OPERATION) && entry.target().equals(target(checkpoint));
    }

    /** A checkpoint that covers rows which retention could not have removed. */
    static Optional<AuditProblem> excess(Chain chain, Link base, Anchors anchors, Instant now) {
        Instant cutoff = base.cutoff();
        if (cutoff == null) {
            return Optional.empty();
        }
        Duration shortest = anchors.shortestRetention().orElse(LEAST);
        // Rows behind an anchor were written after it was.
        boolean young = anchors.of(chain).stream()
                .anyMatch(anchor ->
                        anchor.sequence() < base.sequence() && anchor.at().isAfter(cutoff.plus(LATE)));
        return young || cutoff.isAfter(now.minus(shortest))
                ? Optional.of(new AuditProblem(chain.name(), base.sequence(), Kind.TRUNCATED))
                : Optional.empty();
    }
}
