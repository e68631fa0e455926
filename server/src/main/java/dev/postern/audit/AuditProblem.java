package dev.postern.audit;

import java.util.Locale;

/**
 * A place where the audit is not as it was written.
 *
 * @param chain the id of the mailbox or tenant of the chain; {@code anchors} for the anchor file
 * @param sequence the row, or its neighbour if the row is missing
 */
public record AuditProblem(String chain, long sequence, Kind kind) {
    /** The kind of the problem. */
    public enum Kind {
        /** Its text, hash or a column was changed, or the server did not write it. */
        ALTERED,
        /** It was removed from between other rows. */
        MISSING,
        /** It is in the place of another row. */
        REORDERED,
        /** It and all later rows were removed, or earlier rows that retention could not have removed. */
        TRUNCATED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
