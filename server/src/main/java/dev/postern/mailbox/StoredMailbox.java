package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.time.Instant;

/** The row of a mailbox. */
public record StoredMailbox(MailboxId id, TenantId tenant, ObjectId owner, long changeSequence, Instant created) {}
