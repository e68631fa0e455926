package dev.postern.access;

/**
 * The mailboxes for which a role assignment is valid. Immutable.
 *
 * <p>Follows Microsoft's New-ManagementRoleAssignment documentation: {@code -CustomResourceScope}, {@code -RecipientGroupScope},
 * {@code -RecipientAdministrativeUnitScope}, or none of them.
 */
public sealed interface ResourceScope {
    /** Every mailbox of the tenant. */
    record Organization() implements ResourceScope {}

    /**
     * The recipients that the filter of a management scope matches.
     *
     * @param id the id of the management scope, which need not exist; then it contains nothing
     */
    record ManagementScope(ObjectId id) implements ResourceScope {}

    /**
     * The direct members of a group. Members of groups within it are not meant.
     *
     * @param group need not exist; then it contains nothing
     */
    record GroupMembers(ObjectId group) implements ResourceScope {}

    /**
     * The users that are members of an administrative unit. A group that is a member does not bring its own members.
     *
     * @param unit need not exist; then it contains nothing
     */
    record AdministrativeUnit(ObjectId unit) implements ResourceScope {}
}
