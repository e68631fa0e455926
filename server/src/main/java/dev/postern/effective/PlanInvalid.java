package dev.postern.effective;

/** A change of a plan is invalid, in the state in which those before it leave the directory. */
public final class PlanInvalid extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int index;

    /** @param index the position of the change, from 0 */
    public PlanInvalid(int index, String message) {
        super(message);
        this.index = index;
    }

    public int index() {
        return index;
    }
}
