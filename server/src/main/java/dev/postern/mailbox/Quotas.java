package dev.postern.mailbox;

/**
 * How much a mailbox may hold.
 *
 * @param items messages outside of Recoverable Items, and as many again in there
 * @param bytes of those outside, with what open uploads have reserved and what waits in the queue to be delivered
 * @param recoverableBytes of Recoverable Items; beyond it the oldest are removed for good, and nothing is added meanwhile
 * @param folders of any kind, with the well-known ones
 * @param depth folders from the root to the lowest
 * @param uploads files on their way into drafts at once
 * @param queued sent messages that are not everywhere yet, such as those that wait for a way out
 * @param messageBytes of one message with its attachments; what is delivered is not refused for it
 */
public record Quotas(
        long items,
        long bytes,
        long recoverableBytes,
        long folders,
        int depth,
        int uploads,
        int queued,
        long messageBytes) {
    /** What holds where nobody chose. */
    public static final Quotas DEFAULT =
            new Quotas(1_000_000, 50L << 30, 30L << 30, 10_000, 300, 20, 10_000, 150L << 20);
}
