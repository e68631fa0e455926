package dev.postern.delivery;

import dev.postern.mailbox.ItemId;
import java.util.UUID;

/**
 * The ids of items that come from a submission. They follow from its id, so that a delivery that is repeated finds what it
 * left. In its sender's mailbox the copy in Sent Items has the id itself.
 */
final class DeliveryIds {
    private DeliveryIds() {}

    static ItemId copy(UUID submission) {
        return other(submission, 1);
    }

    static ItemId report(UUID submission) {
        return other(submission, 2);
    }

    private static ItemId other(UUID submission, long difference) {
        return new ItemId(
                new UUID(submission.getMostSignificantBits(), submission.getLeastSignificantBits() ^ difference));
    }
}
