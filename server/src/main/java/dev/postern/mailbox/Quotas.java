package dev.postern.mailbox;

/**
 * The limits of a mailbox.
 *
 * @param items messages outside of Recoverable Items, and as many again in Recoverable Items
 * @param bytes outside of Recoverable Items, including the space that open uploads have reserved and the outbound queue
 * @param recoverableBytes of Recoverable Items; above it the oldest are removed permanently, and nothing is added until
 *     then
 * @param folders of any class, including the well-known ones
 * @param depth folder levels below the root
 * @param uploads simultaneous uploads into drafts
 * @param queued sent messages whose delivery is not complete, such as those that wait for an outbound route
 * @param messageBytes of one message with its attachments; delivered mail is not refused because of it
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
    /** The default limits. */
    public static final Quotas DEFAULT =
            new Quotas(1_000_000, 50L << 30, 30L << 30, 10_000, 300, 20, 10_000, 150L << 20);
}
