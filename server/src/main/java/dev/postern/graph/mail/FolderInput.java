package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.OpenProperties;
import dev.postern.graph.odata.MailQueryRules;
import dev.postern.http.Json;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderMapiValues;
import dev.postern.mailbox.SearchFolder;
import dev.postern.query.Condition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A folder in the request of a caller. A search is validated by executing it once. */
record FolderInput(MailReader mailbox, GraphRequest request, MailQueryRules rules, ObjectNode body) {
    /** Counted or determined by the mailbox; values that a caller sends back are ignored. */
    private static final Set<String> DECIDED_HERE =
            Set.of("id", "parentFolderId", "childFolderCount", "totalItemCount", "unreadItemCount", "isSupported");

    private static final List<String> ADDED = List.of("singleValueExtendedProperties", "multiValueExtendedProperties");
    private static final List<String> OF_SEARCH = List.of("includeNestedFolders", "sourceFolderIds", "filterQuery");
    private static final int MAX_FILTER_LENGTH = 4000;

    /**
     * @param body a value from {@link dev.postern.graph.model.TypedBodyReader}
     */
    static FolderInput read(MailReader mailbox, GraphRequest request, MailQueryRules rules, ObjectNode body) {
        body.propertyNames().forEach(name -> {
            boolean settable = name.equals("displayName")
                    || name.equals("isHidden")
                    || name.equals("@odata.type")
                    || ADDED.contains(name)
                    || OF_SEARCH.contains(name);
            if (!settable && !DECIDED_HERE.contains(name)) {
                throw GraphFailure.notImplemented("Setting '" + name + "' of a folder");
            }
        });
        OpenProperties.check(body);
        MapiInput.checkFolder(body);
        return new FolderInput(mailbox, request, rules, body);
    }

    @Nullable
    String name() {
        return HeaderText.clean(body.path("displayName").stringValue(null));
    }

    boolean hidden() {
        return body.path("isHidden").booleanValue(false) || FolderMapiValues.hidden(body);
    }

    boolean isSearch() {
        return FolderView.SEARCH_FOLDER.equals(body.path("@odata.type").stringValue(""));
    }

    @Nullable
    ObjectNode properties() {
        ObjectNode properties = Json.object();
        ADDED.stream().filter(body::has).forEach(name -> properties.set(name, body.get(name)));
        return properties.isEmpty() ? null : properties;
    }

    /** The search of a new search folder. */
    SearchFolder search() {
        List<FolderId> sources = sources();
        String filter = body.path("filterQuery").stringValue(null);
        if (sources == null || filter == null) {
            throw missing(sources == null ? "sourceFolderIds" : "filterQuery");
        }
        SearchFolder search = new SearchFolder(sources, Boolean.TRUE.equals(nested()), filter);
        validate(search);
        return search;
    }

    /** The new filter of a search folder; null if it keeps the old one. */
    @Nullable
    String filter(Folder before) {
        SearchFolder search = before.search();
        if (search == null || !body.has("filterQuery")) {
            return null;
        }
        String filter = body.path("filterQuery").stringValue(null);
        if (filter == null) {
            throw missing("filterQuery");
        }
        validate(new SearchFolder(search.sources(), search.nested(), filter));
        return filter;
    }

    /** Refuses a filter that is invalid or unsupported now, not when the folder is read. */
    private void validate(SearchFolder search) {
        if (search.filter().length() > MAX_FILTER_LENGTH) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidUrlQueryFilter",
                    "A filter can have at most " + MAX_FILTER_LENGTH + " characters.");
        }
        Condition condition = FolderSearch.parse(request, search.filter());
        rules.checkFilter(condition);
        mailbox.countFound(search, condition);
    }

    @Nullable
    Boolean nested() {
        JsonNode nested = body.get("includeNestedFolders");
        return (nested != null && nested.isBoolean()) ? nested.booleanValue() : null;
    }

    /** The folders to search, without duplicates; null if the body names none. */
    @Nullable
    List<FolderId> sources() {
        if (!body.has("sourceFolderIds")) {
            return null;
        }
        var sources = new LinkedHashSet<FolderId>();
        body.path("sourceFolderIds").forEach(id -> sources.add(MailPath.folder(mailbox, id.stringValue(""))));
        if (sources.isEmpty()) {
            throw missing("sourceFolderIds");
        }
        if (sources.size() > SearchFolder.MAX_SOURCES) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidRequest",
                    "A search folder can search at most " + SearchFolder.MAX_SOURCES + " folders.");
        }
        return List.copyOf(sources);
    }

    private static GraphFailure missing(String property) {
        return new GraphFailure(
                400, "ErrorRequiredPropertyMissing", "Required property is missing: '" + property + "'.");
    }
}
