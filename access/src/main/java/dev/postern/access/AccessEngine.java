package dev.postern.access;

import java.util.List;
import java.util.Set;

/**
 * The decision. Pure functions: the result depends on the arguments alone, and any number of threads may call them. Nothing here
 * throws for any combination of well-formed arguments; what is unknown is refused.
 *
 * <p>Follows Microsoft's documentation of app-only access to mailboxes ("Limiting application permissions to specific Exchange
 * Online mailboxes", New-ApplicationAccessPolicy and Test-ApplicationAccessPolicy).
 */
public final class AccessEngine {
    private AccessEngine() {}

    /** The whole decision: a grant in Entra with its policies, and the role assignments. */
    public static Decision decide(AccessSnapshot snapshot, AccessQuestion question) {
        Asked asked = new Asked(
                snapshot.tenant(),
                snapshot.revision(),
                question.app(),
                question.principal(),
                question.sufficientPermissions(),
                question.mailboxOwner());
        return decide(snapshot, asked, question.principal(), question.tokenRoles());
    }

    /**
     * The whole decision for an address that names no mailbox: what would be answered if the mailbox existed and were in no
     * scope. When the verdict is {@link Verdict#DENIED}, the caller is given exactly the refusal of an existing mailbox, so that
     * an application that policies confine cannot find out which addresses exist. {@link Verdict#GRANTED} opens nothing; it
     * means that the caller may be told that there is no such mailbox.
     */
    public static Decision decideUnknownMailbox(
            AccessSnapshot snapshot,
            AppId app,
            ObjectId principal,
            Set<String> tokenRoles,
            Set<String> sufficientPermissions) {
        Asked asked = new Asked(snapshot.tenant(), snapshot.revision(), app, principal, sufficientPermissions, null);
        return decide(snapshot, asked, principal, tokenRoles);
    }

    /**
     * What the policies alone say: the question of Test-ApplicationAccessPolicy. As there, nothing is asked about the
     * application itself: for a client id that does not exist only the policies for {@code *} count.
     */
    public static Decision checkPolicy(AccessSnapshot snapshot, AppId app, ObjectId mailboxOwner) {
        Asked asked = new Asked(snapshot.tenant(), snapshot.revision(), app, null, Set.of(), mailboxOwner);
        return new Decision(PolicyRules.decide(snapshot, asked, null), DecisionHalf.Rbac.NONE, asked);
    }

    private static Decision decide(AccessSnapshot snapshot, Asked asked, ObjectId principal, Set<String> tokenRoles) {
        Principal caller = snapshot.principal(principal);
        PermissionRules.Outcome permission =
                PermissionRules.check(caller, asked.app(), tokenRoles, asked.sufficientPermissions());
        DecisionHalf.Entra entra = permission.refusal() == null
                ? PolicyRules.decide(snapshot, asked, permission.grant())
                : new DecisionHalf.Entra(permission.refusal(), null, null, List.of());
        boolean mayAct = caller != null && caller.isOf(asked.app()) && caller.enabled();
        return new Decision(entra, RoleRules.decide(snapshot, mayAct ? caller : null, asked), asked);
    }
}
