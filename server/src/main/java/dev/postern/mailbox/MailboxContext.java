package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;

/** One opened mailbox, as the classes that work on it share it. */
record MailboxContext(MailboxId id, Database database, ChangeClock clock, MailboxUsage usage) {}
