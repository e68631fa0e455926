package dev.postern.store;

import dev.postern.query.FoldedDocument;
import dev.postern.query.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the properties of a kind of document are found in its table. A property that is in neither place cannot be asked for. */
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
     * @param properties the top-level properties it holds
     */
    public record Folded(String column, FoldedDocument form, Set<String> properties) {
        public Folded {
            properties = Set.copyOf(properties);
        }
    }
}
