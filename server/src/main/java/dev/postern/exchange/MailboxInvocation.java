package dev.postern.exchange;

import dev.postern.compute.ComputePool;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.User;
import dev.postern.gate.AdministrationReader;
import java.time.Instant;

/** One call of a cmdlet that reads what is set up in a mailbox. For one thread. */
sealed class MailboxInvocation extends Invocation permits ChangingInvocation {
    private final AdministrationReader mailboxes;

    MailboxInvocation(AdministrationReader mailboxes, CmdletArguments arguments, ComputePool compute, Instant now) {
        super(mailboxes.snapshot(), arguments, compute, now);
        this.mailboxes = mailboxes;
    }

    AdministrationReader mailboxes() {
        return mailboxes;
    }

    /** Returns the owner of the mailbox with this identity. */
    final User owner(String identity) {
        return (User) RecipientIdentity.one(directory(), identity, MailRecipient::hasMailbox)
                .object();
    }
}
