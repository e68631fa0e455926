package dev.postern.graph.item;

import dev.postern.graph.GraphRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folders in paths such as {@code mailFolders/{id}/childFolders/{id}/messages}. A folder is found by its id, not by its ancestors. */
public final class FolderKeys {
    private static final String CHILDREN = "childFolders";

    private FolderKeys() {}

    /** Whether a path is about the folders in a folder. */
    public static boolean endsAtChildren(GraphRequest request) {
        List<String> segments = request.row().segments();
        return segments.getLast().equals(CHILDREN)
                || ((segments.getLast().startsWith("$") || segments.getLast().equals("delta"))
                        && segments.get(segments.size() - 2).equals(CHILDREN));
    }

    /**
     * The key of the last folder of a path about folders.
     *
     * @param collection of the folders at the top
     */
    public static String named(GraphRequest request, String collection) {
        return endsAtChildren(request) || !request.has(CHILDREN) ? request.key(collection) : request.key(CHILDREN);
    }

    /** The key of the folder whose items a path addresses; null if the path names none. */
    public static @Nullable String ofItems(GraphRequest request, String collection) {
        if (request.has(CHILDREN)) {
            return request.key(CHILDREN);
        }
        return request.has(collection) ? request.key(collection) : null;
    }
}
