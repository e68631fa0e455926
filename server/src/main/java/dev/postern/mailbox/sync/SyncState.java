package dev.postern.mailbox.sync;

import dev.postern.mailbox.MailboxFailure;

/**
 * What a reader's position is compared with.
 *
 * @param last the number of the last change of the mailbox
 * @param forgotten the number of the last change whose tombstones may have been removed
 * @param key signs the tokens of the mailbox
 */
public record SyncState(long last, long forgotten, byte[] key) {
    /**
     * @throws MailboxFailure.ChangesForgotten if changes after the position are no longer known, or the mailbox was
     *     restored to a state before it
     */
    public void require(SyncPosition position) {
        // what was removed before the first round does not matter
        long known = position.isFirst() ? position.until() : position.base() > 0 ? position.base() : position.after();
        boolean started = !position.isFirst() || !position.isBetween();
        if (started && (known < forgotten || Math.max(position.after(), position.until()) > last)) {
            throw new MailboxFailure.ChangesForgotten(known, last);
        }
    }

    @Override
    public String toString() {
        return "SyncState[" + last + "]";
    }
}
