package dev.postern.subscription;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.WellKnownFolder;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription follows.
 *
 * @param folder null for the whole mailbox without Recoverable Items
 */
public record SubscriptionScope(
        SubscribedKind kind, @Nullable FolderId folder) {
    /** Whether it contains the items of a folder; null is no folder. */
    boolean contains(@Nullable FolderId of) {
        if (of == null || folder != null) {
            return of != null && of.equals(folder);
        }
        WellKnownFolder known = WellKnownFolder.of(of);
        return known == null || !known.recoverable();
    }
}
