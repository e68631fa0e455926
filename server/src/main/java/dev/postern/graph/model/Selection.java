package dev.postern.graph.model;

import dev.postern.query.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code $select} names, resolved; without items it means the default. */
public record Selection(List<Item> items) {
    public static final Selection DEFAULT = new Selection(List.of());

    public Selection {
        items = List.copyOf(items);
    }

    /**
     * @param onType the derived type a value must have for this item, for {@code microsoft.graph.fileAttachment/contentId}
     */
    public record Item(Optional<String> onType, Path path) {
        @Override
        public String toString() {
            return onType.map(type -> type + "/").orElse("") + path;
        }
    }

    public boolean isDefault() {
        return items.isEmpty();
    }

    /** Whether a property as a whole or a part of it is asked for by name. */
    public boolean names(String property) {
        return items.stream().anyMatch(item -> item.path().segments().getFirst().equals(property));
    }

    /** The tail of a context address: {@code (sender,subject)}, or nothing for the default. */
    public String contextSuffix() {
        return isDefault() ? "" : items.stream().map(Item::toString).collect(Collectors.joining(",", "(", ")"));
    }
}
