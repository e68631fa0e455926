package dev.postern.importer;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The items of all files that could be read.
 *
 * @param properties the names of the properties that at least one item of a file has, in lower case; empty properties are not in the items
 * @param unreadable the files that are there and could not be read
 */
record Export(
        Map<ExportFile, List<ExportItem>> items, Map<ExportFile, Set<String>> properties, Set<ExportFile> unreadable) {
    /** The items of a file; none if it is missing, empty or unreadable. */
    List<ExportItem> of(ExportFile file) {
        return items.getOrDefault(file, List.of());
    }

    /** Whether at least one item of a file has a property, also an empty one. */
    boolean has(ExportFile file, String property) {
        return properties.getOrDefault(file, Set.of()).contains(ExportItem.fold(property));
    }

    boolean isEmpty() {
        return items.values().stream().allMatch(List::isEmpty);
    }
}
