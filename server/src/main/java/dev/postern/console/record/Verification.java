package dev.postern.console.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of the verification shows.
 *
 * @param running null if none runs
 * @param last null before the first has ended
 * @param failedAt when the last one that was started ended without a result; empty if it had one
 */
public record Verification(
        @Nullable Running running, @Nullable Ended last, String failedAt) {
    /** How far one is. */
    public record Running(String startedAt, long chains, long rows) {}

    /**
     * What one found.
     *
     * @param others how many problems are not listed
     */
    public record Ended(
            String startedAt,
            String endedAt,
            boolean ok,
            long chains,
            long rows,
            long anchors,
            List<Problem> problems,
            long others) {
        public Ended {
            problems = List.copyOf(problems);
        }
    }

    /** A place where the audit is not as it was written. */
    public record Problem(String name, String chain, long sequence, String kind) {}
}
