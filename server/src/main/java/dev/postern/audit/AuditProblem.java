package dev.postern.audit;

import java.util.Locale;

/**
 * Something in the audit that is not as it was written.
 *
 * @param chain the id of the mailbox or tenant whose chain it is; {@code anchors} for the file of anchors
 * @param sequence the row, or its neighbour when the row itself is gone
 */
public record AuditProblem(String chain, long sequence, Kind kind) {
    /** What was done to the row. */
    public enum Kind {
        /** Its text, its hash or a column beside it is another, or it is not the server's. */
        ALTERED,
        /** It is gone from among others. */
        MISSING,
        /** It stands in the place of another. */
        REORDERED,
        /** It and all behind it are gone, or rows before it that retention could not have removed. */
        TRUNCATED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
