package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Paging;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.MapiConditions;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.WireIds;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The expansions of a query on folders, each with its own options. A truncated expansion has its own link. */
record FolderExpansions(FolderView view) {
    private static final int DEFAULT_MESSAGES = 10;

    void into(ObjectNode shown, Folder folder) {
        for (QueryOptions.Expand expand : view.query().view().expands()) {
            if (expand.levels().isPresent()) {
                throw GraphFailure.notImplemented("The query option $levels of '" + expand.navigation() + "'");
            }
            switch (expand.navigation()) {
                case "childFolders" -> children(shown, folder, expand);
                case "messages" -> messages(shown, folder, expand);
                case "singleValueExtendedProperties", "multiValueExtendedProperties" ->
                    properties(shown, folder, expand);
                default -> throw GraphFailure.notImplemented("Expanding '" + expand.navigation() + "' of a folder");
            }
        }
    }

    private void children(ObjectNode shown, Folder folder, QueryOptions.Expand expand) {
        QueryOptions query = expand.options();
        FolderView inner = new FolderView(view.mailbox(), view.request(), query, view.rules(), view.deferred());
        List<Folder> all = inner.matching(folder.id(), false);
        Paging paging =
                new Paging(query.paging().skip().orElse(0), query.paging().top().orElse(Math.max(1, all.size())));
        count(shown, expand, all.size());
        ArrayNode children = shown.putArray("childFolders");
        paging.of(all).forEach(child -> children.add(inner.show(child)));
        if (!paging.isLast(all.size())) {
            next(shown, folder, expand, paging.skip() + paging.top());
        }
    }

    private void messages(ObjectNode shown, Folder folder, QueryOptions.Expand expand) {
        QueryOptions query = expand.options();
        MessageView inner = new MessageView(view.mailbox(), view.request(), query, view.level(), view.deferred());
        view.rules().check(query);
        Paging paging =
                new Paging(query.paging().skip().orElse(0), query.paging().top().orElse(DEFAULT_MESSAGES));
        ListQuery listed = new ListQuery(
                folder.id(),
                query.filter().map(ExtensionNames::understood).orElse(null),
                query.orders(),
                paging.skip(),
                paging.top(),
                query.paging().count(),
                inner.fields());
        FolderSearch search = FolderSearch.of(view.mailbox(), view.request(), folder);
        Page<Item> page = search == null ? view.mailbox().list(listed) : search.list(listed);
        Long count = page.count();
        if (count != null) {
            count(shown, expand, count);
        }
        ArrayNode messages = shown.putArray("messages");
        List<ObjectNode> items = inner.show(page.values());
        items.forEach(messages::add);
        if (page.more() || items.size() < page.values().size()) {
            next(shown, folder, expand, paging.skip() + items.size());
        }
    }

    private void properties(ObjectNode shown, Folder folder, QueryOptions.Expand expand) {
        ArrayNode found = shown.putArray(expand.navigation());
        Optional<Condition> filter = expand.options().filter();
        JsonNode all;
        if (expand.navigation().equals("singleValueExtendedProperties")) {
            all = view.extended(folder, filter.map(MapiConditions::ids).orElse(Set.of()));
        } else {
            all = folder.properties() == null
                    ? Json.array()
                    : folder.properties().path(expand.navigation());
        }
        for (JsonNode property : all) {
            if (filter.map(MapiConditions::canonical)
                    .map(condition -> DocumentEvaluator.test(condition, property))
                    .orElse(true)) {
                found.add(property);
            }
        }
    }

    private static void count(ObjectNode shown, QueryOptions.Expand expand, long count) {
        if (expand.options().paging().count()) {
            shown.put(expand.navigation() + "@odata.count", count);
        }
    }

    private void next(ObjectNode shown, Folder folder, QueryOptions.Expand expand, int skip) {
        shown.put(
                expand.navigation() + "@odata.nextLink",
                view.request()
                        .linkTo(
                                ItemAddress.user(view.mailbox()) + "/mailFolders("
                                        + ItemAddress.quoted(
                                                WireIds.folder(view.mailbox().id(), folder.id()))
                                        + ")/" + expand.navigation(),
                                expand.query(),
                                skip));
    }
}
