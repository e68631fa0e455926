package dev.postern.workflow.row;

/**
 * One execution of an action in a run.
 *
 * @param repetition the indexes of the loops around it, from the outermost; empty outside loops
 */
public record ActionKey(String name, String repetition) {
    /** Returns which repetition of the innermost loop this is; 0 outside loops. */
    public int index() {
        return repetition.isEmpty() ? 0 : Repetition.index(repetition);
    }
}
