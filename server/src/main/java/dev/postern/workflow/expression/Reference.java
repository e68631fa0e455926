package dev.postern.workflow.expression;

/** A reference from an expression to another part of the definition. */
public sealed interface Reference {
    /** {@code parameters('name')}. */
    record Parameter(String function, String name) implements Reference {}

    /** {@code body('name')} and the other functions that read an action's record. */
    record Action(String function, String name) implements Reference {}

    /** A function that reads the trigger. It cannot be used in triggers and parameters. */
    record Trigger(String function) implements Reference {}

    /** {@code variables('name')}. */
    record Variable(String name) implements Reference {}

    /** {@code items('name')} or {@code iterationIndexes('name')}. */
    record Loop(String function, String name) implements Reference {}
}
