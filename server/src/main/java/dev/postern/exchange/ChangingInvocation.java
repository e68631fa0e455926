package dev.postern.exchange;

import dev.postern.compute.ComputePool;
import dev.postern.gate.AdministrationWriter;
import java.time.Instant;

/** One call of a cmdlet that changes what is set up in a mailbox. For one thread. */
final class ChangingInvocation extends MailboxInvocation {
    private final AdministrationWriter mailboxes;

    ChangingInvocation(AdministrationWriter mailboxes, CmdletArguments arguments, ComputePool compute, Instant now) {
        super(mailboxes, arguments, compute, now);
        this.mailboxes = mailboxes;
    }

    @Override
    AdministrationWriter mailboxes() {
        return mailboxes;
    }

    /** To be called after every check and before the change. */
    void beforeChange() {
        if (arguments().flag("WhatIf")) {
            throw new NothingChanged(null);
        }
    }
}
