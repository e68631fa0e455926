package dev.postern.directory;

/** How much of the directory one change may examine to report what it widens. For one thread. */
final class WideningBudget {
    /** About 10 ms: a step reads a group, an application or a mailbox, or makes two decisions. */
    private static final int MAX_STEPS = 5_000;

    /** Evaluating a scope on one recipient costs a part of a step. */
    private static final int SCOPES_OF_A_STEP = 4;

    private int spent;

    /** Takes a step; false when none is left. */
    boolean take() {
        spent += SCOPES_OF_A_STEP;
        return !isSpent();
    }

    /** Takes what evaluating a scope costs; false when nothing is left. */
    boolean takeScope() {
        spent++;
        return !isSpent();
    }

    boolean isSpent() {
        return spent > MAX_STEPS * SCOPES_OF_A_STEP;
    }
}
