package dev.postern.access;

/**
 * The kind of a recipient for policies. Follows the list of valid scope recipients in Microsoft's
 * New-ApplicationAccessPolicy documentation.
 */
public enum RecipientKind {
    /** A user mailbox or a mail user. As a scope it contains itself. */
    USER,
    /** A mail-enabled security group. As a scope it contains itself and everything below it. */
    SECURITY_GROUP,
    /** A mail-enabled distribution group without security. It is no scope; nested in one, its members are unconfirmed. */
    DISTRIBUTION_GROUP,
    /**
     * Any other recipient: a shared, room, equipment or discovery mailbox, a contact, a Microsoft 365 group, a dynamic group.
     * It is no scope, but it can be a member of one.
     */
    OTHER;

    /** Whether a policy may have such a recipient as its scope. Any other scope is orphaned. */
    public boolean isSecurityPrincipal() {
        return this == USER || this == SECURITY_GROUP;
    }
}
