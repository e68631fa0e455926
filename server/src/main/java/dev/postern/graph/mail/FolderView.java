package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.DeferredContent;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.ResponseEnvelope;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.Shape;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.MailQueryRules;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderMapiValues;
import dev.postern.mailbox.MapiConditions;
import dev.postern.mailbox.SearchFolder;
import dev.postern.mailbox.WireIds;
import dev.postern.query.DocumentEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How one request, or one expansion of it, shows folders. */
record FolderView(
        MailReader mailbox, GraphRequest request, QueryOptions query, MailQueryRules rules, DeferredContent deferred) {
    static final String SEARCH_FOLDER = "#microsoft.graph.mailSearchFolder";

    FolderView {
        if (!mailbox.mayReadContent()) {
            ReadBasicProjection.check(query);
        }
    }

    FolderView(MailReader mailbox, GraphRequest request, QueryOptions query, MailQueryRules rules) {
        this(mailbox, request, query, rules, new DeferredContent(request.http().memory()));
    }

    static StructuredType type(GraphRequest request) {
        return request.model().types().type("mailFolder");
    }

    MetadataLevel level() {
        return request.metadata(query);
    }

    /**
     * The children of a folder that the query selects, in its order. A mailbox has few folders, so this is done in
     * memory.
     */
    List<Folder> matching(FolderId parent, boolean hidden) {
        List<Folder> all = mailbox.folders(parent, hidden);
        if (query.filter().isEmpty() && query.orders().isEmpty()) {
            return all;
        }
        record Shown(Folder folder, ObjectNode json) {}
        Set<String> extended = query.filter().map(MapiConditions::idsOf).orElse(Set.of());
        var requested = all.stream()
                .map(folder -> new Shown(folder, compared(folder, extended)))
                .filter(one -> query.filter()
                        .map(MapiConditions::canonical)
                        .map(filter -> DocumentEvaluator.test(FolderNames.resolved(mailbox, filter), one.json()))
                        .orElse(true));
        if (!query.orders().isEmpty()) {
            var order = DocumentEvaluator.comparator(query.orders());
            requested = requested.sorted((a, b) -> order.compare(a.json(), b.json()));
        }
        return requested.map(Shown::folder).toList();
    }

    /** A folder as filters and sorts see it, with the extended properties of these ids. */
    private ObjectNode compared(Folder folder, Set<String> extended) {
        ObjectNode json = json(folder, true);
        if (!extended.isEmpty()) {
            json.set("singleValueExtendedProperties", extended(folder, json, extended));
        }
        return json;
    }

    /** The single-value extended properties of a folder: all that are stored, and of the computed ones those with these ids. */
    ArrayNode extended(Folder folder, Set<String> ids) {
        return extended(folder, json(folder, !ids.isEmpty()), ids);
    }

    private ArrayNode extended(Folder folder, ObjectNode json, Set<String> ids) {
        return FolderMapiValues.of(folder, json, ids, () -> mailbox.folderSize(folder.id()));
    }

    /** The first of these folders, as many as a response should contain: their expansions may be large. */
    List<ObjectNode> show(List<Folder> folders) {
        List<ObjectNode> shown = new ArrayList<>();
        for (Folder folder : folders) {
            if (deferred.isLarge() && !shown.isEmpty()) {
                break;
            }
            shown.add(show(folder));
        }
        return shown;
    }

    ObjectNode show(Folder folder) {
        Selection selection = query.view().selection();
        boolean counts =
                selection.isDefault() || selection.names("totalItemCount") || selection.names("unreadItemCount");
        ObjectNode shown = request.model()
                .shaper()
                .shape(type(request), json(folder, counts), new Shape(selection, List.of()), level());
        new FolderExpansions(this).into(shown, folder);
        return shown;
    }

    private ObjectNode json(Folder folder, boolean counts) {
        ObjectNode json = Json.object();
        SearchFolder search = folder.search();
        if (search != null) {
            json.put("@odata.type", SEARCH_FOLDER);
        }
        json.put("id", WireIds.folder(mailbox.id(), folder.id()));
        json.put("displayName", folder.name());
        FolderId parent = folder.parent();
        json.put("parentFolderId", parent == null ? null : WireIds.folder(mailbox.id(), parent));
        json.put("childFolderCount", folder.children());
        json.put("unreadItemCount", folder.unread());
        json.put("totalItemCount", folder.total());
        json.put("isHidden", folder.hidden());
        if (search != null) {
            search(json, folder, search, counts);
        }
        ObjectNode properties = folder.properties();
        if (properties != null) {
            json.setAll(properties);
        }
        return json;
    }

    private void search(ObjectNode json, Folder folder, SearchFolder search, boolean counts) {
        FolderSearch asking = counts ? FolderSearch.of(mailbox, request, folder) : null;
        if (asking != null) {
            asking.counts()
                    .ifPresentOrElse(
                            found -> json.put("unreadItemCount", found.unread()).put("totalItemCount", found.total()),
                            () -> json.putNull("unreadItemCount").putNull("totalItemCount"));
        }
        json.put("isSupported", true);
        json.put("includeNestedFolders", search.nested());
        ArrayNode sources = json.putArray("sourceFolderIds");
        search.sources().forEach(source -> sources.add(WireIds.folder(mailbox.id(), source)));
        json.put("filterQuery", search.filter());
    }

    ResponseEnvelope list(String collection) {
        return request.envelope(level(), collection + query.view().selection().contextSuffix());
    }

    ResponseEnvelope one() {
        return request.envelope(
                level(),
                ItemAddress.user(mailbox) + "/mailFolders"
                        + query.view().selection().contextSuffix() + "/$entity");
    }

    Response answer(int status, ObjectNode content) {
        return deferred.answer(status, content, level());
    }
}
