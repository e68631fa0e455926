package dev.postern.access;

/**
 * The source of a service principal's permission. Sealed, so that every reader of a decision must handle each kind.
 */
public sealed interface GrantSource {
    /** The id of the source, for the audit and for administrators. */
    String id();

    /**
     * An app role assignment, that is admin consent to an application permission. It is valid for every mailbox that the
     * application access policies allow.
     *
     * @param id the id of the assignment, as the directory prints it
     */
    record AppRoleAssignment(String id) implements GrantSource {}

    /**
     * A role assignment of RBAC for Applications. It is valid for the mailboxes in its scope.
     *
     * @param id the id of the assignment, as the directory prints it
     */
    record RoleAssignment(String id) implements GrantSource {}
}
