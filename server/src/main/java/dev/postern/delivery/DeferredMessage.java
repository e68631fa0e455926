package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.ItemId;
import java.util.UUID;

/**
 * A draft whose time has come, claimed by this node.
 *
 * @param holder the caller that asked for it, see {@link Submission.Deferral}
 * @param save whether a copy is kept in Sent Items
 */
public record DeferredMessage(
        MailboxId mailbox, ItemId item, String holder, UUID requestId, boolean save, long attempts) {}
