package dev.postern.delivery;

import dev.postern.mailbox.ItemId;
import java.nio.charset.StandardCharsets;
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

    /** @param about what distinguishes this report from other reports about the submission */
    static ItemId report(UUID submission, String about) {
        // the lowest bits distinguish the other ids, the highest are the variant of the UUID
        long hash =
                UUID.nameUUIDFromBytes(about.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        return other(submission, (hash & 0x3fff_ffff_ffff_fff0L) | 4);
    }

    private static ItemId other(UUID submission, long difference) {
        return new ItemId(
                new UUID(submission.getMostSignificantBits(), submission.getLeastSignificantBits() ^ difference));
    }
}
