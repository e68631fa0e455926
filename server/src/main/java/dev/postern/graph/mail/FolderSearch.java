package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.odata.Family;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.SearchFolder;
import dev.postern.mailbox.SearchFolders;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.query.Condition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A search folder and its filter, for one request. A caller who may not read the filtered properties learns neither the
 * results nor their number, because these would disclose the properties.
 */
record FolderSearch(MailReader mailbox, SearchFolder folder, Condition filter) {
    /** The search of a folder; null for a folder that contains messages. */
    static @Nullable FolderSearch of(MailReader mailbox, GraphRequest request, Folder folder) {
        SearchFolder search = folder.search();
        return search == null ? null : new FolderSearch(mailbox, search, parse(request, search.filter()));
    }

    /** As {@link #of(MailReader, GraphRequest, Folder)}; folders with well-known names are never search folders. */
    static @Nullable FolderSearch of(MailReader mailbox, GraphRequest request, @Nullable FolderId folder) {
        return folder == null || WellKnownFolder.of(folder) != null
                ? null
                : of(mailbox, request, mailbox.folder(folder));
    }

    /** Parses the filter of a search folder, which has the syntax of {@code $filter} on messages. */
    static Condition parse(GraphRequest request, String filter) {
        return ExtensionNames.understood(
                request.model().queries().filter(filter, MessageView.type(request), Family.OUTLOOK));
    }

    boolean mayBeSeen() {
        return mailbox.mayReadContent() || !ReadBasicProjection.touches(filter);
    }

    private void check() {
        if (!mayBeSeen()) {
            throw ReadBasicProjection.denied();
        }
    }

    /**
     * @param query of the caller; its folder is this one
     */
    Page<Item> list(ListQuery query) {
        check();
        Condition requested = query.condition();
        return mailbox.find(
                folder,
                new ListQuery(
                        null,
                        requested == null ? filter : new Condition.And(List.of(filter, requested)),
                        query.orders(),
                        query.skip(),
                        query.top(),
                        query.count(),
                        query.fields()));
    }

    boolean finds(ItemId item) {
        check();
        return mailbox.finds(folder, filter, item);
    }

    /** Empty if the caller must not learn them. */
    Optional<SearchFolders.Counts> counts() {
        return mayBeSeen() ? Optional.of(mailbox.countFound(folder, filter)) : Optional.empty();
    }
}
