package dev.postern;

import dev.postern.directory.User;
import dev.postern.mailbox.RemovedMailboxes.Stored;
import dev.postern.settings.Settings;

/** Removes what mailboxes keep for a time only: the data of removed mailboxes, and purged items. */
record MailboxRetention(Core core, Settings.Kept kept) {
    /** Called about once an hour. Asks the directory for each mailbox, and does nothing while that is not current. */
    void removedMailboxes() {
        core.mailboxes().removed().round(this::exists, kept.removedMailboxes());
    }

    private boolean exists(Stored mailbox) {
        User owner = core.directory().snapshot(mailbox.tenant()).find(mailbox.owner(), User.class);
        return owner != null && mailbox.id().equals(owner.mailbox());
    }

    /** Called about once a minute. */
    void purgedItems() {
        core.mailboxes().sweeps().expirePurged(kept.purgedItems());
    }
}
