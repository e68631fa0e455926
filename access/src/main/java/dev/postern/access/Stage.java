package dev.postern.access;

/** What a rule is about. A refusal reads differently on the wire for each. */
public enum Stage {
    /** Whether the caller holds a permission at all. */
    PERMISSION,
    /** Whether the application access policies let the caller use it on this mailbox. */
    POLICY,
    /** Whether a role assignment of RBAC for Applications contains the mailbox. */
    ROLE
}
