package dev.postern.gate;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import org.jspecify.annotations.Nullable;

/** Finds the owner of the mailbox in a path. */
final class MailboxOwners {
    private static final int GUID_LENGTH = 36;

    private MailboxOwners() {}

    /** Returns the user with this object id, userPrincipalName or address; groups own no mailbox here. */
    static @Nullable User find(DirectorySnapshot directory, String name) {
        if (name.length() == GUID_LENGTH && name.indexOf('@') < 0) {
            try {
                return directory.find(ObjectId.of(name), User.class);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        User user = directory.byPrincipalName(name);
        return user != null ? user : directory.byAddress(name) instanceof User addressed ? addressed : null;
    }
}
