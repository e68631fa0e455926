package dev.postern.directory;

/** How much of the directory one change may examine to report what it widens. For one thread. */
final class WideningBudget {
    /** About 10 ms: a step reads a group, an application or a mailbox, or makes two decisions. */
    private static final int MAX_STEPS = 5_000;

    private int steps;

    /** Takes a step; false when none is left. */
    boolean take() {
        steps++;
        return !isSpent();
    }

    boolean isSpent() {
        return steps > MAX_STEPS;
    }
}
