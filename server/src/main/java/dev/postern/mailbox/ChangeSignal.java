package dev.postern.mailbox;

import dev.postern.access.MailboxId;

/** Told after the commit of a change that was recorded for the subscriptions of its mailbox. */
@FunctionalInterface
public interface ChangeSignal {
    /** For a process that sends no notifications. Another node finds the recorded changes. */
    ChangeSignal NONE = _ -> {};

    /** Called on the thread that commits; must return at once. */
    void recorded(MailboxId mailbox);
}
