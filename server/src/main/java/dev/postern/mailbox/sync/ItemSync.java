package dev.postern.mailbox.sync;

import dev.postern.mailbox.BoundedReads;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The messages or contacts that have changed, in a folder or in all. */
public final class ItemSync {
    private final Mailbox mailbox;
    private final ItemKind kind;

    public ItemSync(Mailbox mailbox, ItemKind kind) {
        this.mailbox = mailbox;
        this.kind = kind;
    }

    /**
     * Reads a page. An item that has left the scope meanwhile is left out; the next round removes it.
     *
     * @param folder null for all folders that lists of the mailbox contain
     * @param from a position in a round
     * @param memory reserves bytes
     * @throws MailboxFailure.FolderNotFound if the folder does not exist
     * @throws MailboxFailure.FolderIsSearch if it is a search folder
     * @throws MailboxFailure.ChangesForgotten if changes after the position are no longer known
     */
    public SyncPage<Item> page(
            @Nullable FolderId folder,
            SyncPosition from,
            SyncOptions options,
            int size,
            Fields fields,
            LongConsumer memory) {
        var source = new SyncKeys(mailbox, kind, folder, options, null);
        SyncKeys.Keys keys = mailbox.read(sql -> {
            if (folder != null
                    && mailbox.folders(kind.folderClass()).get(sql, folder).search() != null) {
                throw new MailboxFailure.FolderIsSearch();
            }
            return source.page(sql, from, size);
        });
        List<ItemId> ids = keys.keys().stream()
                .filter(key -> !key.removed())
                .map(key -> new ItemId(key.id()))
                .toList();
        int read = 0;
        Map<UUID, Item> items = new HashMap<>();
        if (!ids.isEmpty()) {
            BoundedReads.Prefix prefix = mailbox.kind(kind).boundedReads().items(fields, ids, memory);
            prefix.items().forEach(item -> items.put(item.id().value(), item));
            read = prefix.ids();
        }
        var removed = new ArrayList<SyncPage.Removed>();
        var entries = new ArrayList<SyncPage.Entry<Item>>();
        SyncPosition end = from;
        for (SyncKeys.Key key : keys.keys()) {
            if (key.removed()) {
                removed.add(new SyncPage.Removed(key.id(), key.moveCount()));
            } else if (read-- == 0) {
                return new SyncPage<>(removed, entries, end);
            } else {
                Item item = items.get(key.id());
                if (item != null && item.core().arrived() <= from.until()) {
                    entries.add(new SyncPage.Entry<>(item, key.after()));
                }
            }
            end = key.after();
        }
        return new SyncPage<>(removed, entries, source.end(keys, from));
    }
}
