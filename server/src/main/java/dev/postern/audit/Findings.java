package dev.postern.audit;

import dev.postern.audit.AuditProblem.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects problems, each once, up to a maximum. */
final class Findings {
    private final Set<AuditProblem> problems = new LinkedHashSet<>();

    void add(Chain chain, long sequence, Kind kind) {
        add(new AuditProblem(chain.name(), sequence, kind));
    }

    void add(AuditProblem problem) {
        if (problems.size() < AuditReport.MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    /** Returns whether there is a problem of a row or its neighbours. */
    boolean hasNear(Chain chain, long sequence) {
        for (Kind kind : Kind.values()) {
            for (long near = sequence - 1; near <= sequence + 1; near++) {
                if (problems.contains(new AuditProblem(chain.name(), near, kind))) {
                    return true;
                }
            }
        }
        return false;
    }

    List<AuditProblem> all() {
        return List.copyOf(problems);
    }
}
