package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.OpenExpansions;
import dev.postern.graph.item.Paging;
import dev.postern.graph.item.ShownList;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.WireIds;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Contact folders as documents, with the expansions of a query. */
record ContactFolderView(ContactReader mailbox, GraphRequest request, List<QueryOptions.Expand> expands) {
    static final String TYPE = "contactFolder";
    private static final int DEFAULT_CONTACTS = 10;

    ContactFolderView {
        expands = List.copyOf(expands);
    }

    List<ObjectNode> all(List<Folder> folders) {
        return folders.stream().map(this::of).toList();
    }

    ObjectNode of(Folder folder) {
        ObjectNode json = Json.object();
        FolderId parent = folder.parent();
        json.put("id", id(folder));
        json.put("parentFolderId", parent == null ? null : WireIds.folder(mailbox.id(), parent));
        json.put("displayName", folder.name());
        ObjectNode properties = folder.properties() == null ? Json.object() : folder.properties();
        // filters compare them
        json.setAll(properties);
        for (QueryOptions.Expand expand : expands) {
            if (OpenExpansions.into(json, properties, expand)) {
                continue;
            }
            switch (expand.navigation()) {
                case "childFolders" ->
                    ShownList.expand(
                            json,
                            expand,
                            new ContactFolderView(
                                            mailbox,
                                            request,
                                            expand.options().view().expands())
                                    .all(mailbox.folders(folder.id())));
                case "contacts" -> contacts(json, folder, expand);
                default ->
                    throw GraphFailure.notImplemented("Expanding '" + expand.navigation() + "' of a contact folder");
            }
        }
        return json;
    }

    String id(Folder folder) {
        return WireIds.folder(mailbox.id(), folder.id());
    }

    /** The first contacts; a link leads to the others. */
    private void contacts(ObjectNode json, Folder folder, QueryOptions.Expand expand) {
        QueryOptions query = expand.options();
        Paging paging =
                new Paging(query.paging().skip().orElse(0), query.paging().top().orElse(DEFAULT_CONTACTS));
        Page<Item> page = mailbox.list(ContactReads.listed(folder.id(), query, paging), null);
        ArrayNode contacts = json.putArray("contacts");
        ContactView.of(mailbox, request, query).show(page.values()).forEach(contacts::add);
        Long count = page.count();
        if (count != null) {
            json.put("contacts@odata.count", count);
        }
        if (page.more()) {
            String collection =
                    ItemAddress.user(mailbox) + "/contactFolders(" + ItemAddress.quoted(id(folder)) + ")/contacts";
            json.put(
                    "contacts@odata.nextLink",
                    request.linkTo(collection, expand.query(), paging.skip() + contacts.size()));
        }
    }
}
