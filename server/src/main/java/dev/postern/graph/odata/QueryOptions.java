package dev.postern.graph.odata;

import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.Shape;
import dev.postern.query.Condition;
import dev.postern.query.Order;
import dev.postern.query.SearchExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A parsed and validated query.
 *
 * @param custom the operation's own parameters by their names
 */
public record QueryOptions(
        Optional<Condition> filter,
        List<Order> orders,
        Optional<SearchExpression> search,
        View view,
        Paging paging,
        Map<String, String> custom) {
    public QueryOptions {
        orders = List.copyOf(orders);
        custom = Map.copyOf(custom);
    }

    /** The shown part of each item. */
    public record View(Selection selection, List<Expand> expands, Optional<MetadataLevel> metadata) {
        public View {
            expands = List.copyOf(expands);
        }

        /** The suffix of the context URL: {@code (subject,attachments())}, or empty if everything is shown by default. */
        public String contextSuffix() {
            return Stream.concat(
                            selection.items().stream().map(Selection.Item::toString),
                            expands.stream().map(expand -> expand.navigation() + "()"))
                    .reduce((left, right) -> left + "," + right)
                    .map(names -> "(" + names + ")")
                    .orElse("");
        }

        public Shape shape() {
            return new Shape(
                    selection,
                    expands.stream()
                            .map(e -> new Shape.Expansion(
                                    e.navigation(),
                                    e.onType(),
                                    e.options().view().shape()))
                            .toList());
        }
    }

    /**
     * A navigation property to expand.
     *
     * @param onType the derived type that has the property, by its full name
     * @param levels the depth of a recursive expansion, as written
     * @param query the options as the query of a URL, for a link to the rest
     */
    public record Expand(
            String navigation, Optional<String> onType, QueryOptions options, Optional<String> levels, String query) {}

    public record Paging(
            OptionalInt top,
            OptionalInt skip,
            boolean count,
            Optional<String> skipToken,
            Optional<String> deltaToken) {}

    boolean isExpanded(String navigation) {
        return view.expands().stream().anyMatch(e -> e.navigation().equals(navigation));
    }
}
