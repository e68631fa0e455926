package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.HashSet;
import java.util.Set;

/**
 * What of the effective access a change can affect: all mailboxes of some applications, and some mailboxes of others. Everything else is
 * the same after the change. Immutable.
 *
 * @param everyApplication whether all mailboxes of all applications can be affected
 * @param applications the service principals of which all mailboxes can be affected
 * @param everySuspect whether all applications can be affected in the mailboxes
 * @param suspects otherwise, the service principals that can be affected in the mailboxes
 */
public record TouchedAccess(
        boolean everyApplication,
        Set<ObjectId> applications,
        boolean everySuspect,
        Set<ObjectId> suspects,
        Set<ObjectId> mailboxes) {
    public static final TouchedAccess NOTHING = new TouchedAccess(false, Set.of(), false, Set.of(), Set.of());

    public TouchedAccess {
        applications = Set.copyOf(applications);
        suspects = Set.copyOf(suspects);
        mailboxes = Set.copyOf(mailboxes);
    }

    /** What two changes can affect, one after the other. */
    public TouchedAccess and(TouchedAccess other) {
        return new TouchedAccess(
                everyApplication || other.everyApplication,
                union(applications, other.applications),
                everySuspect || other.everySuspect,
                union(suspects, other.suspects),
                union(mailboxes, other.mailboxes));
    }

    private static Set<ObjectId> union(Set<ObjectId> one, Set<ObjectId> other) {
        Set<ObjectId> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
