package dev.postern.mailbox;

import dev.postern.query.Path;
import dev.postern.store.Column;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one kind of item, in the order in which Graph shows them. A property that is stored in the document and does nothing
 * else is one row and no Java. Immutable.
 */
public final class PropertyTable {
    public static final PropertyTable MESSAGE = PropertyTable.of("message-properties.csv");

    private final Map<String, ItemProperty> properties;

    private PropertyTable(Map<String, ItemProperty> properties) {
        this.properties = properties;
    }

    /** @param rows in the form of the resource files, whose first row names the cells */
    static PropertyTable of(List<String> rows) {
        var properties = new LinkedHashMap<String, ItemProperty>();
        rows.stream()
                .filter(row -> !row.startsWith("#") && !row.isBlank())
                .skip(1)
                .map(ItemProperty::parse)
                .forEach(property -> properties.put(property.name(), property));
        return new PropertyTable(properties);
    }

    private static PropertyTable of(String resource) {
        return of(rows(resource));
    }

    static List<String> rows(String resource) {
        try (InputStream in = PropertyTable.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Collection<ItemProperty> all() {
        return properties.values();
    }

    /** The property of this name; null when the kind has none. */
    public @Nullable ItemProperty find(String name) {
        return properties.get(name);
    }

    /** The names of those that meet a condition. */
    public Set<String> names(Predicate<ItemProperty> condition) {
        return properties.values().stream()
                .filter(condition)
                .map(ItemProperty::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the document contains a property: those of this table that it does, and those that no table knows. */
    boolean inDocument(String name) {
        ItemProperty property = properties.get(name);
        return property == null || property.stored() == ItemProperty.Stored.DOCUMENT;
    }

    /** Whether a change of one of these properties changes what a search finds. */
    boolean isSearched(Set<String> changed) {
        return changed.stream().map(properties::get).anyMatch(property -> property != null && property.searched());
    }

    /** Where conditions and sorts find the properties that have a column for it. */
    Map<Path, Column> compared() {
        Map<Path, Column> columns = new HashMap<>();
        for (ItemProperty property : properties.values()) {
            Column column = property.compared();
            if (column != null) {
                columns.put(Path.of(property.name()), column);
            }
        }
        return columns;
    }

    /** The columns that are written for these properties, besides those that every kind has. */
    List<String> columns() {
        return properties.values().stream()
                .flatMap(property -> property.columns().stream())
                .filter(column -> !ItemTable.SHARED.contains(column))
                .toList();
    }
}
