package dev.postern.access;

/** The subject of a rule. Each has its own refusal on the wire. */
public enum Stage {
    /** Whether the caller has a permission at all. */
    PERMISSION,
    /** Whether the application access policies let the caller use it on this mailbox. */
    POLICY,
    /** Whether a role assignment of RBAC for Applications contains the mailbox. */
    ROLE
}
