package dev.postern.audit;

import java.util.List;

/** The result of a verification of all chains. Problems beyond {@link #MAX_PROBLEMS} are not listed. */
public record AuditReport(long chains, long rows, List<AuditProblem> problems) {
    public static final int MAX_PROBLEMS = 10_000;

    public AuditReport {
        problems = List.copyOf(problems);
    }

    public boolean ok() {
        return problems.isEmpty();
    }
}
