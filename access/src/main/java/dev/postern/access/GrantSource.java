package dev.postern.access;

/**
 * What gave a permission to a service principal. Sealed, so that every reader of a decision is made to handle each kind.
 */
public sealed interface GrantSource {
    /** The id text of whatever gave the permission, for audit and for administrators. */
    String id();

    /**
     * An app role assignment, that is admin consent to an application permission. It holds for every mailbox, within what the
     * application access policies leave.
     *
     * @param id the id of the assignment, as the directory prints it
     */
    record AppRoleAssignment(String id) implements GrantSource {}
}
