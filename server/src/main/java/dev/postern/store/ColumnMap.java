package dev.postern.store;

import dev.postern.query.FoldedDocument;
import dev.postern.query.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The columns and the folded copy in which the table of a kind of document stores its properties. Conditions cannot use
 * a property that is in neither.
 */
public record ColumnMap(Map<Path, Column> columns, Optional<Folded> folded) {
    public ColumnMap {
        columns = Map.copyOf(columns);
    }

    public ColumnMap(Map<Path, Column> columns) {
        this(columns, Optional.empty());
    }

    /**
     * The text column with the {@link FoldedDocument}.
     *
     * @param properties the top-level properties it contains
     */
    public record Folded(String column, FoldedDocument form, Set<String> properties) {
        public Folded {
            properties = Set.copyOf(properties);
        }
    }
}
