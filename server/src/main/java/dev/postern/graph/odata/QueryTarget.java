package dev.postern.graph.odata;

import dev.postern.graph.model.StructuredType;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query options of an operation.
 *
 * @param options the OData options that are allowed, in lower case and without {@code $}
 * @param maxTop the maximum of {@code $top}
 * @param custom the names of the operation's own parameters, such as {@code startDateTime}; any other without {@code $} is ignored
 */
public record QueryTarget(StructuredType type, Family family, Set<String> options, int maxTop, Set<String> custom) {
    private static final int MAX_TOP = 1000;
    /** More than a mailbox usually has: programs request all folders at once. */
    private static final int MAX_FOLDERS = 10_000;

    private static final Set<String> OF_ONE = Set.of("select", "expand", "format");
    private static final Set<String> OF_A_LIST =
            Set.of("filter", "orderby", "select", "expand", "top", "skip", "count", "skiptoken", "format");

    public QueryTarget {
        options = Set.copyOf(options);
        custom = Set.copyOf(custom);
    }

    public static QueryTarget one(StructuredType type, Family family) {
        return new QueryTarget(type, family, OF_ONE, MAX_TOP, Set.of());
    }

    public static QueryTarget list(StructuredType type, Family family) {
        boolean folders = type.isA("microsoft.graph.mailFolder") || type.isA("microsoft.graph.contactFolder");
        int max = folders ? MAX_FOLDERS : MAX_TOP;
        return new QueryTarget(type, family, OF_A_LIST, max, Set.of());
    }

    /** A list that supports {@code $search}, as messages and directory objects do. */
    public static QueryTarget searchable(StructuredType type, Family family) {
        return list(type, family).and("search");
    }

    public QueryTarget and(String... more) {
        return new QueryTarget(type, family, union(options, more), maxTop, custom);
    }

    public QueryTarget without(String... fewer) {
        Set<String> left =
                options.stream().filter(o -> !Set.of(fewer).contains(o)).collect(Collectors.toSet());
        return new QueryTarget(type, family, left, maxTop, custom);
    }

    public QueryTarget withCustom(String... names) {
        return new QueryTarget(type, family, options, maxTop, union(custom, names));
    }

    boolean isList() {
        return options.contains("top");
    }

    private static Set<String> union(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toSet());
    }
}
