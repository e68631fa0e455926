package dev.postern.access;

/** The half of the decision that a rule belongs to. A refusal reads differently on the wire for each. */
public enum Stage {
    /** Whether the caller holds a permission at all. */
    PERMISSION,
    /** Whether the application access policies let the caller use it on this mailbox. */
    POLICY
}
