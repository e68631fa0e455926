package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.FolderKeys;
import dev.postern.graph.item.ItemAddress;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.WireIds;
import org.jspecify.annotations.Nullable;

/** The message or folder in a path, and its name in contexts and locations. */
final class MailPath {
    private MailPath() {}

    /** The folder whose messages a path addresses; null for the whole mailbox. */
    static @Nullable FolderId folder(MailReader mailbox, GraphRequest request) {
        String key = folderKey(request);
        return key == null ? null : folder(mailbox, key);
    }

    /**
     * A folder by its id or well-known name.
     *
     * @throws MailboxFailure.FolderNotFound if it does not exist, or is Purges, which no program can read
     */
    static FolderId folder(MailReader mailbox, String idOrName) {
        FolderId folder = WireIds.folder(mailbox.id(), idOrName);
        if (folder.equals(WellKnownFolder.RECOVERABLEITEMSPURGES.id())) {
            throw new MailboxFailure.FolderNotFound();
        }
        return folder;
    }

    private static @Nullable String folderKey(GraphRequest request) {
        return FolderKeys.ofItems(request, "mailFolders");
    }

    /** The reference to a path's message, after checking that it is in the folder of the path. */
    static ItemRef message(MailReader mailbox, GraphRequest request) {
        ItemRef named = WireIds.item(mailbox.id(), request.key("messages"));
        if (folderKey(request) == null) {
            return named;
        }
        Item item = message(mailbox, request, Fields.COLUMNS);
        return new ItemRef(item.id(), item.moveCount());
    }

    /** The message of a path. */
    static Item message(MailReader mailbox, GraphRequest request, Fields fields) {
        FolderId folder = folder(mailbox, request);
        Item item = mailbox.item(WireIds.item(mailbox.id(), request.key("messages")), fields);
        if (folder != null && !item.folder().equals(folder) && !isFound(mailbox, request, folder, item)) {
            throw new MailboxFailure.ItemNotFound();
        }
        return item;
    }

    private static boolean isFound(MailReader mailbox, GraphRequest request, FolderId folder, Item item) {
        FolderSearch search = FolderSearch.of(mailbox, request, folder);
        return search != null && search.finds(item.id());
    }

    /** {@code users('...')/mailFolders('...')/messages}, or without the folder, as in the request. */
    static String messages(MailReader mailbox, GraphRequest request) {
        String key = folderKey(request);
        return ItemAddress.user(mailbox) + (key == null ? "" : "/mailFolders(" + ItemAddress.quoted(key) + ")")
                + "/messages";
    }
}
