package dev.postern.mailbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an item that a caller selects, by their Graph names. They decide what is read from disk: a list
 * without bodies does not read them.
 *
 * @param properties of the kind of the item
 * @param names null for the default set, which is everything that Graph shows to callers who do not select
 * @param inline texts that are larger together are left out, for {@link BoundedReads}
 */
public record Fields(PropertyTable properties, @Nullable Set<String> names, int inline) {
    /** The properties of a message that are read if the caller does not select. */
    public static final Fields DEFAULT = new Fields(null);

    /** Only properties that have a column. */
    public static final Fields COLUMNS = new Fields(Set.of());

    private static final String HEADERS = "internetMessageHeaders";

    public Fields {
        names = names == null ? null : Set.copyOf(names);
    }

    /** Properties of a message. */
    public Fields(@Nullable Set<String> names) {
        this(PropertyTable.MESSAGE, names, Integer.MAX_VALUE);
    }

    Fields inline(int maxBytes) {
        return new Fields(properties, names, maxBytes);
    }

    boolean bounded() {
        return inline < Integer.MAX_VALUE && (body() || doc());
    }

    /** Whether an item contains everything that was to be read. */
    public boolean complete(Item item) {
        return !bounded() || ((item.doc() != null || !doc()) && (item.body() != null || !body()));
    }

    public static Fields of(String... names) {
        return new Fields(Set.of(names));
    }

    /** These properties of an item of any kind. */
    public static Fields of(PropertyTable properties, String... names) {
        return new Fields(properties, Set.of(names), Integer.MAX_VALUE);
    }

    public boolean wants(String name) {
        if (names != null) {
            return names.contains(name);
        }
        ItemProperty property = properties.find(name);
        return property == null || !property.named();
    }

    boolean doc() {
        // an item without headers and one whose headers are left out look the same: the presence of the document
        // decides
        return names == null
                || (inline < Integer.MAX_VALUE && headers())
                || names.stream().anyMatch(properties::inDocument);
    }

    boolean body() {
        return names == null ? properties.hasBody() : names.stream().anyMatch(this::isBody);
    }

    private boolean isBody(String name) {
        ItemProperty property = properties.find(name);
        return property != null && property.stored() == ItemProperty.Stored.BODY;
    }

    boolean headers() {
        return names != null && names.contains(HEADERS);
    }
}
