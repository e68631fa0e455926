package dev.postern;

import dev.postern.directory.User;
import dev.postern.mailbox.RemovedMailboxes.Stored;
import dev.postern.settings.Settings;

/** Removes what mailboxes keep for a limited time: the data of removed mailboxes, purged items, tombstones and unused data. */
record MailboxRetention(Core core, Settings.Retention retention) {
    /** Called about once an hour. Looks each mailbox up in the directory, and does nothing while that is not current. */
    void removedMailboxes() {
        core.mailboxes().removed().round(this::exists, retention.removedMailboxes());
    }

    private boolean exists(Stored mailbox) {
        User owner = core.directory().snapshot(mailbox.tenant()).find(mailbox.owner(), User.class);
        return owner != null && mailbox.id().equals(owner.mailbox());
    }

    /** Called about once a minute. */
    void purgedItems() {
        core.mailboxes().sweeps().expirePurged(retention.purgedItems());
    }

    /** Called about once a minute. */
    void unusedData() {
        core.mailboxes().sweeps().round(retention.tombstones());
    }
}
