package dev.postern.delivery;

import dev.postern.mailbox.QueuedMessage;
import java.util.UUID;

/**
 * A message that a rule of a mailbox sends, or a receipt, to be put into the outbound queue in the transaction that delivered the original.
 */
record RuleMail(UUID id, SendingMailbox owner, Envelope envelope, QueuedMessage queued) {}
