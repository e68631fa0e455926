package dev.postern.mailbox;

import dev.postern.store.DiskSpace;

/** How much mailboxes and the disk may contain. */
record StorageLimits(Quotas quotas, DiskSpace disk) {
    boolean recoverableIsFull(MailboxUsage.Totals totals) {
        return totals.recoverableBytes() > quotas.recoverableBytes() || totals.recoverableItems() > quotas.items();
    }

    /** Whether more than nine tenths are used, so that what is made room for is not full again at once. */
    boolean isAlmostFull(MailboxUsage.Totals totals) {
        return totals.recoverableBytes() > quotas.recoverableBytes() - quotas.recoverableBytes() / 10
                || totals.recoverableItems() > quotas.items() - quotas.items() / 10;
    }

    /** Whether one more message of this size fits. */
    boolean fits(MailboxUsage.Totals totals, long bytes) {
        return totals.items() < quotas.items()
                && totals.bytes() + bytes <= quotas.bytes()
                && !recoverableIsFull(totals);
    }

    /** Checked before a message becomes this large. */
    void requireMessageSize(long bytes) {
        if (bytes > quotas.messageBytes()) {
            throw new MailboxFailure.MessageTooLarge();
        }
    }
}
