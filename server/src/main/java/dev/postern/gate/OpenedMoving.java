package dev.postern.gate;

import dev.postern.directory.User;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.store.Work;
import org.jspecify.annotations.Nullable;

/** The data of a capability for all mail of one mailbox. For one thread. */
final class OpenedMoving {
    private final OpenedAdministration administration;
    private final Mailboxes mailboxes;
    private final Mailbox mailbox;

    OpenedMoving(OpenedAdministration administration, User owner) {
        this.administration = administration;
        this.mailboxes = administration.mailboxes(owner);
        this.mailbox = mailboxes.open(AdministrationReader.id(owner));
    }

    Mailboxes mailboxes() {
        return mailboxes;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    <T extends @Nullable Object> T write(Work<T> work) {
        return administration.write(work);
    }

    void close() {
        administration.close();
    }
}
