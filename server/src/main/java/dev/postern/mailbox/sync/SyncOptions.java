package dev.postern.mailbox.sync;

import dev.postern.mailbox.IdStyle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reader follows.
 *
 * @param changes the changes to report after the first round
 * @param withReadFlag whether a change of only the read flag is reported
 * @param receivedFrom only messages received then or later; null for all
 * @param newestFirst whether the first round is sorted by the time of receipt
 * @param most the maximum number of items in the first round
 */
public record SyncOptions(
        IdStyle ids,
        Changes changes,
        boolean withReadFlag,
        @Nullable Instant receivedFrom,
        boolean newestFirst,
        int most) {
    /** A selection of changes. An item that came into the folder is created there. */
    public enum Changes {
        ALL,
        CREATED,
        UPDATED,
        DELETED
    }

    /** Everything. */
    public static SyncOptions all(IdStyle ids) {
        return new SyncOptions(ids, Changes.ALL, true, null, false, Integer.MAX_VALUE);
    }
}
