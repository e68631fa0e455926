package dev.postern.mailbox;

import dev.postern.store.DiskSpace;

/** How much mailboxes and the disk may contain. */
record StorageLimits(Quotas quotas, DiskSpace disk) {
    /** The part of a message's limit that its text and properties may have besides a file as large as the limit. */
    private static final int SHORT_TEXT = 1024;

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

    /**
     * Checked before a message becomes this large. A file of exactly the limit fits into a message with a short text, so that the usual limit
     * allows the attachments of 150 MB that Graph allows.
     */
    void requireMessageSize(long bytes) {
        if (bytes > quotas.messageBytes() + quotas.messageBytes() / SHORT_TEXT) {
            throw new MailboxFailure.MessageTooLarge();
        }
    }
}
