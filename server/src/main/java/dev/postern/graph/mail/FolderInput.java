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
import dev.postern.mailbox.SearchFolder;
import dev.postern.query.Condition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A folder as a caller describes it. What it says about a search is checked by asking it once. */
record FolderInput(MailReader mailbox, GraphRequest request, MailQueryRules rules, ObjectNode body) {
    /** Counted or decided by the mailbox; who sends them back as they were read is not refused. */
    private static final Set<String> DECIDED_HERE =
            Set.of("id", "parentFolderId", "childFolderCount", "totalItemCount", "unreadItemCount", "isSupported");

    private static final List<String> ADDED = List.of("singleValueExtendedProperties", "multiValueExtendedProperties");
    private static final List<String> OF_SEARCH = List.of("includeNestedFolders", "sourceFolderIds", "filterQuery");
    private static final int LONGEST_FILTER = 4000;

    /** @param body as {@link dev.postern.graph.model.TypedBodyReader} has read it */
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
        return new FolderInput(mailbox, request, rules, body);
    }

    @Nullable
    String name() {
        return HeaderText.clean(body.path("displayName").stringValue(null));
    }

    boolean hidden() {
        return body.path("isHidden").booleanValue(false);
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
        ask(search);
        return search;
    }

    /** The filter that a search folder gets; null when it keeps its own. */
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
        ask(new SearchFolder(search.sources(), search.nested(), filter));
        return filter;
    }

    /** What cannot be parsed, is not offered or cannot be answered is refused now, not when somebody looks. */
    private void ask(SearchFolder search) {
        if (search.filter().length() > LONGEST_FILTER) {
            throw new GraphFailure(
                    400, "ErrorInvalidUrlQueryFilter", "A filter can have at most " + LONGEST_FILTER + " characters.");
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

    /** The folders in which it is to look, each once; null when the body names none. */
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
        if (sources.size() > SearchFolder.MOST_SOURCES) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidRequest",
                    "A search folder can search at most " + SearchFolder.MOST_SOURCES + " folders.");
        }
        return List.copyOf(sources);
    }

    private static GraphFailure missing(String property) {
        return new GraphFailure(
                400, "ErrorRequiredPropertyMissing", "Required property is missing: '" + property + "'.");
    }
}
