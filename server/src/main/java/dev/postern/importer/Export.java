package dev.postern.importer;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The items of all files that could be read.
 *
 * @param unreadable the files that are there and could not be read
 */
record Export(Map<ExportFile, List<ExportItem>> items, Set<ExportFile> unreadable) {
    /** The items of a file; none if it is missing, empty or unreadable. */
    List<ExportItem> of(ExportFile file) {
        return items.getOrDefault(file, List.of());
    }

    boolean isEmpty() {
        return items.values().stream().allMatch(List::isEmpty);
    }
}
