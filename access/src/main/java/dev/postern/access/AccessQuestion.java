package dev.postern.access;

import java.util.Set;

/**
 * May this caller execute this operation on that mailbox? A question about an application that acts as itself, not about signed-in
 * users, because application access policies do not apply to them. Immutable.
 *
 * @param app the client id in the token
 * @param principal the object id of the service principal in the token
 * @param tokenRoles the permissions in the token; copied
 * @param sufficientPermissions the permissions of which any one suffices for the operation; copied. When empty, nothing
 *     suffices
 * @param mailboxOwner the object id of the mailbox's recipient; the caller has checked that the mailbox exists,
 *     see {@link AccessEngine#decideUnknownMailbox} for the other case
 */
public record AccessQuestion(
        AppId app,
        ObjectId principal,
        Set<String> tokenRoles,
        Set<String> sufficientPermissions,
        ObjectId mailboxOwner) {
    /** Copies the sets; immutable ones are taken as they are. */
    public AccessQuestion {
        tokenRoles = Set.copyOf(tokenRoles);
        sufficientPermissions = Set.copyOf(sufficientPermissions);
    }
}
