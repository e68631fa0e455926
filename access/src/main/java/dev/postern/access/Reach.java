package dev.postern.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Decisions for administrators: which mailboxes can a caller access, and which callers can access a mailbox? Plain loops
 * over {@link AccessEngine#decide}, so that the result cannot differ from that of a request. Each caller is assumed to
 * have a new token, which contains everything that the directory grants it. Safe for any number of threads.
 */
public final class Reach {
    private Reach() {}

    /**
     * The mailboxes that a service principal reaches.
     *
     * @param principal the caller; an unknown one reaches nothing
     * @param sufficientPermissions the permissions of which any one suffices
     * @param mailboxOwners the owners of all mailboxes
     * @return the decisions that are granted, in the order of the owners given
     */
    public static List<Decision> mailboxesOf(
            AccessSnapshot snapshot,
            ObjectId principal,
            Set<String> sufficientPermissions,
            Collection<ObjectId> mailboxOwners) {
        List<Decision> granted = new ArrayList<>();
        for (ObjectId owner : mailboxOwners) {
            addIfGranted(snapshot, principal, sufficientPermissions, owner, granted);
        }
        return List.copyOf(granted);
    }

    /**
     * The service principals that reach a mailbox.
     *
     * @param sufficientPermissions the permissions of which any one suffices
     * @param mailboxOwner the owner of the mailbox
     * @return the decisions that are granted, in the order of the ids of the service principals
     */
    public static List<Decision> whoReaches(
            AccessSnapshot snapshot, Set<String> sufficientPermissions, ObjectId mailboxOwner) {
        List<Decision> granted = new ArrayList<>();
        for (ObjectId principal : snapshot.principals()) {
            addIfGranted(snapshot, principal, sufficientPermissions, mailboxOwner, granted);
        }
        return List.copyOf(granted);
    }

    private static void addIfGranted(
            AccessSnapshot snapshot,
            ObjectId principal,
            Set<String> sufficientPermissions,
            ObjectId owner,
            List<Decision> granted) {
        Principal known = snapshot.principal(principal);
        if (known != null) {
            Decision decision = AccessEngine.decide(
                    snapshot,
                    new AccessQuestion(known.app(), principal, known.grants().keySet(), sufficientPermissions, owner));
            if (decision.verdict() == Verdict.GRANTED) {
                granted.add(decision);
            }
        }
    }
}
