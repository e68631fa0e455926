package dev.postern.access;

/**
 * An application access policy, as far as it takes part in a decision. Immutable.
 *
 * <p>Follows the object of Microsoft's Get-ApplicationAccessPolicy documentation; names, SIDs and descriptions stay in the
 * directory, because no decision reads them.
 *
 * @param id which policy
 * @param app the applications it names
 * @param right what it does with the mailboxes in its scope
 * @param scope the object id of one recipient: a group with everything below it, or a user alone. It may name an object
 *     that no longer exists; see {@link RecipientKind#isSecurityPrincipal}
 */
public record AccessPolicy(PolicyId id, AppSelector app, AccessRight right, ObjectId scope) {}
