package dev.postern.delivery;

import dev.postern.mailbox.ItemId;
import java.util.UUID;

/**
 * The ids of items that come from a submission. They are derived from its id, so that a repeated delivery finds the items of the previous
 * attempt. The copy in Sent Items has the id of the submission itself.
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
