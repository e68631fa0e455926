package dev.postern.store;

import dev.postern.query.Path;
import java.util.Set;

/** The starting point of a condition's paths: the row, or an element of an array in it. */
sealed interface ColumnScope {
    SqlOperand operand(Path path);

    record Row(ColumnMap map, Dialect dialect) implements ColumnScope {
        @Override
        public SqlOperand operand(Path path) {
            Column column = map.columns().get(path);
            if (column != null) {
                return new SqlOperand.InColumn(column, path);
            }
            if (!path.isSelf()
                    && map.folded().isPresent()
                    && map.folded().get().properties().contains(path.segments().getFirst())) {
                ColumnMap.Folded folded = map.folded().get();
                return new SqlOperand.InJson(
                        new JsonPlace(dialect.document(folded.column()), path, path),
                        folded.form().instants().contains(path));
            }
            throw new UnsupportedCondition("'" + path + "' is not supported here");
        }
    }

    record Element(String alias, Path fullPath, Dialect dialect, Set<Path> instants) implements ColumnScope {
        @Override
        public SqlOperand operand(Path path) {
            Path full = fullPath.then(path);
            String container = path.isSelf() ? alias : dialect.element(alias);
            return new SqlOperand.InJson(new JsonPlace(container, path, full), instants.contains(full));
        }
    }

    default Set<Path> knownInstants() {
        return switch (this) {
            case Row(var map, var _) ->
                map.folded().map(folded -> folded.form().instants()).orElse(Set.of());
            case Element(var _, var _, var _, var instants) -> instants;
        };
    }
}
