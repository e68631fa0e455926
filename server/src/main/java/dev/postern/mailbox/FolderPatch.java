package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a folder; null leaves a property unchanged.
 *
 * @param sources of a search folder, as the next two
 * @param properties extended properties, changed one by one by their id
 */
public record FolderPatch(
        @Nullable String name,
        @Nullable List<FolderId> sources,
        @Nullable Boolean nested,
        @Nullable String filter,
        @Nullable ObjectNode properties) {
    public FolderPatch {
        sources = sources == null ? null : List.copyOf(sources);
    }

    static FolderPatch named(String name) {
        return new FolderPatch(name, null, null, null, null);
    }

    boolean ofSearch() {
        return sources != null || nested != null || filter != null;
    }

    SearchFolder applied(SearchFolder before) {
        return new SearchFolder(
                sources == null ? before.sources() : sources,
                nested == null ? before.nested() : nested,
                filter == null ? before.filter() : filter);
    }
}
