package dev.postern.workflow.expression;

/** A name in an expression that must exist in the definition around it. */
public sealed interface Reference {
    /** {@code parameters('name')}. */
    record Parameter(String function, String name) implements Reference {}

    /** {@code body('name')} and the other functions that read an action. */
    record Action(String function, String name) implements Reference {}

    /** A function that reads the trigger, which has no value while triggers and parameters themselves are evaluated. */
    record Trigger(String function) implements Reference {}
}
