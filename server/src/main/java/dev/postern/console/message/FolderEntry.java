package dev.postern.console.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A folder in the list of folders.
 *
 * @param depth 0 for those at the top
 */
public record FolderEntry(String id, String name, int depth, long total, long unread) {
    private static final int MAX_NAME = 60;
    private static final int MAX_DEPTH = 4;
    private static final List<String> FIRST =
            List.of("inbox", "drafts", "sent items", "archive", "junk email", "deleted items");

    /** Whether people look for whom its messages are, not from whom. */
    boolean isOutgoing() {
        return depth == 0 && Set.of("Drafts", "Sent Items", "Outbox").contains(name);
    }

    /** Folders in the order in which they are shown, each before those inside it. */
    static List<FolderEntry> tree(List<JsonNode> folders) {
        Set<String> known = new HashSet<>();
        folders.forEach(folder -> known.add(folder.path("id").asString("")));
        Map<String, List<JsonNode>> inside = new HashMap<>();
        for (JsonNode folder : folders) {
            String parent = folder.path("parentFolderId").asString("");
            inside.computeIfAbsent(known.contains(parent) ? parent : "", _ -> new ArrayList<>())
                    .add(folder);
        }
        var entries = new ArrayList<FolderEntry>();
        add(entries, inside, "", 0);
        return entries;
    }

    private static void add(List<FolderEntry> entries, Map<String, List<JsonNode>> inside, String parent, int depth) {
        List<JsonNode> folders = inside.remove(parent);
        if (folders == null) {
            return;
        }
        folders.sort(Comparator.comparingInt(FolderEntry::rank)
                .thenComparing(one -> name(one).toLowerCase(Locale.ROOT)));
        for (JsonNode folder : folders) {
            String id = folder.path("id").asString("");
            entries.add(new FolderEntry(
                    id,
                    ShownText.line(name(folder), MAX_NAME),
                    Math.min(depth, MAX_DEPTH),
                    folder.path("totalItemCount").asLong(0),
                    folder.path("unreadItemCount").asLong(0)));
            add(entries, inside, id, depth + 1);
        }
    }

    private static int rank(JsonNode folder) {
        int at = FIRST.indexOf(name(folder).toLowerCase(Locale.ROOT));
        return at < 0 ? FIRST.size() : at;
    }

    private static String name(JsonNode folder) {
        return folder.path("displayName").asString("");
    }
}
