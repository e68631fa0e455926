package dev.postern.subscription;

import dev.postern.mailbox.FolderId;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription follows.
 *
 * @param folder null for the folders that lists of the whole mailbox contain
 */
public record SubscriptionScope(
        SubscribedKind kind, @Nullable FolderId folder) {
    /**
     * Whether it contains the items of a folder; null is no folder.
     *
     * @param listed whether lists of the whole mailbox contain the folder
     */
    boolean contains(@Nullable FolderId of, boolean listed) {
        return of != null && (folder == null ? listed : of.equals(folder));
    }
}
