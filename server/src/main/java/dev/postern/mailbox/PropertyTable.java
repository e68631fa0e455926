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
 * The properties of one kind of item, in the order in which Graph shows them. A property that is only stored in the
 * document needs one row and no Java. Immutable.
 */
public final class PropertyTable {
    public static final PropertyTable MESSAGE = PropertyTable.of("message-properties.csv");

    public static final PropertyTable EVENT = PropertyTable.of("event-properties.csv");

    public static final PropertyTable CONTACT = PropertyTable.of("contact-properties.csv");

    private final Map<String, ItemProperty> properties;
    private final boolean hasBody;
    private final Set<String> onlyDrafts;
    private final Set<String> inMime;

    private PropertyTable(Map<String, ItemProperty> properties) {
        this.properties = properties;
        this.hasBody = properties.values().stream().anyMatch(each -> each.stored() == ItemProperty.Stored.BODY);
        // once, because every mailbox that is opened needs them
        this.onlyDrafts = names(property -> property.writable() == ItemProperty.Writable.DRAFT);
        this.inMime = names(property -> property.mime() && property.stored() == ItemProperty.Stored.DOCUMENT);
    }

    /**
     * @param rows in the format of the resource files; the first row contains the column names
     */
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

    /** The property of this name; null if the kind does not have it. */
    public @Nullable ItemProperty find(String name) {
        return properties.get(name);
    }

    boolean hasBody() {
        return hasBody;
    }

    /** The names of the properties that can be written only while an item is a draft. */
    Set<String> onlyDrafts() {
        return onlyDrafts;
    }

    /** The names of the properties of the document that are written as MIME. */
    Set<String> inMime() {
        return inMime;
    }

    /** The names of the properties that meet a condition. */
    public Set<String> names(Predicate<ItemProperty> condition) {
        return properties.values().stream()
                .filter(condition)
                .map(ItemProperty::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a property is stored in the document: those that this table says, and all unknown ones. */
    boolean inDocument(String name) {
        ItemProperty property = properties.get(name);
        return property == null || property.stored() == ItemProperty.Stored.DOCUMENT;
    }

    /** Whether changing one of these properties changes search results. */
    boolean isSearched(Set<String> changed) {
        return changed.stream().map(properties::get).anyMatch(property -> property != null && property.searched());
    }

    /** The columns for conditions and sorts. */
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

    /** The columns in which these properties are stored, without those of every kind. */
    List<String> columns() {
        return properties.values().stream()
                .flatMap(property -> property.columns().stream())
                .filter(column -> !ItemTable.SHARED.contains(column))
                .toList();
    }
}
