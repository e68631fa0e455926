package dev.postern.graph.model;

import dev.postern.query.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The resolved {@code $select}; without items it means the default. Immutable. */
public final class Selection {
    public static final Selection DEFAULT = new Selection(List.of());

    private final List<Item> items;
    private final Map<String, List<Item>> byProperty;

    public Selection(List<Item> items) {
        this.items = List.copyOf(items);
        this.byProperty = this.items.stream()
                .collect(Collectors.groupingBy(
                        item -> item.path().segments().getFirst(),
                        LinkedHashMap::new,
                        Collectors.toUnmodifiableList()));
    }

    /**
     * @param onType the derived type that a value must have for this item, for {@code
     * microsoft.graph.fileAttachment/contentId}
     */
    public record Item(Optional<String> onType, Path path) {
        @Override
        public String toString() {
            return onType.map(type -> type + "/").orElse("") + path;
        }
    }

    public List<Item> items() {
        return items;
    }

    /** The items that name a property or a part of it. */
    List<Item> of(String property) {
        return byProperty.getOrDefault(property, List.of());
    }

    public boolean isDefault() {
        return items.isEmpty();
    }

    /** Whether a property or a part of it is selected by name. */
    public boolean names(String property) {
        return byProperty.containsKey(property);
    }

    /** The suffix of the context URL: {@code (sender,subject)}, or empty for the default. */
    public String contextSuffix() {
        return isDefault() ? "" : items.stream().map(Item::toString).collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Selection selection && items.equals(selection.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    @Override
    public String toString() {
        return "Selection" + contextSuffix();
    }
}
