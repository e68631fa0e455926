package dev.postern.advice;

import java.util.Set;
import java.util.TreeSet;

/** Limits how many pairs of a mailbox and a scope or policy are examined for one list of findings. For one thread. */
final class WorkBudget {
    private int left;
    private final Set<String> skipped = new TreeSet<>();

    WorkBudget(int steps) {
        this.left = steps;
    }

    /** Takes a step; false when none is left. */
    boolean take() {
        return left > 0 && left-- > 0;
    }

    boolean isSpent() {
        return left <= 0;
    }

    /** Records that something could not be examined. */
    void skip(FindingKind kind) {
        skipped.add(kind.text());
    }

    /** What was not examined completely. */
    Set<String> skipped() {
        return Set.copyOf(skipped);
    }
}
