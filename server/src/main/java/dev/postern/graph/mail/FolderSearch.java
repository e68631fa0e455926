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
 * A search folder and what it asks for, for one request. Whoever may not see what it asks about does not learn what it finds, nor how
 * much: that would answer the question.
 */
record FolderSearch(MailReader mailbox, SearchFolder folder, Condition filter) {
    /** The search that a folder is; null for a folder that holds messages. */
    static @Nullable FolderSearch of(MailReader mailbox, GraphRequest request, Folder folder) {
        SearchFolder search = folder.search();
        return search == null ? null : new FolderSearch(mailbox, search, parse(request, search.filter()));
    }

    /** As {@link #of(MailReader, GraphRequest, Folder)}; no folder with a well-known name is a search. */
    static @Nullable FolderSearch of(MailReader mailbox, GraphRequest request, @Nullable FolderId folder) {
        return folder == null || WellKnownFolder.of(folder) != null
                ? null
                : of(mailbox, request, mailbox.folder(folder));
    }

    /** A filter as a search folder has it, which is what {@code $filter} of messages takes. */
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

    /** @param query of the caller; the folder that it names is this one */
    Page<Item> list(ListQuery query) {
        check();
        Condition asked = query.condition();
        return mailbox.find(
                folder,
                new ListQuery(
                        null,
                        asked == null ? filter : new Condition.And(List.of(filter, asked)),
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

    /** Nothing for who may not know. */
    Optional<SearchFolders.Counts> counts() {
        return mayBeSeen() ? Optional.of(mailbox.countFound(folder, filter)) : Optional.empty();
    }
}
