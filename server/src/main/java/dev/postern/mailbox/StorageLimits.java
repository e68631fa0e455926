package dev.postern.mailbox;

import dev.postern.store.DiskSpace;

/** The limits of mailboxes and of the disk. */
record StorageLimits(Quotas quotas, DiskSpace disk) {
    /** Allowance for the text and properties of a message whose file is as large as the limit for messages. */
    private static final int SHORT_TEXT = 1024;

    boolean recoverableIsFull(MailboxUsage.Totals totals) {
        return totals.recoverableBytes() > quotas.recoverableBytes() || totals.recoverableItems() > quotas.items();
    }

    /** Whether more than nine tenths are used. Sweeping down to this level leaves some space. */
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
     * Must be called before a message reaches this size. A file of exactly the limit fits into a message with a short
     * text, so that the default limit allows attachments of 150 MB, as Graph does.
     */
    void requireMessageSize(long bytes) {
        if (bytes > quotas.messageBytes() + quotas.messageBytes() / SHORT_TEXT) {
            throw new MailboxFailure.MessageTooLarge();
        }
    }
}
