package dev.postern.store;

import dev.postern.query.Path;

/** The left side of a comparison. */
sealed interface SqlOperand {
    record InColumn(Column column, Path path) implements SqlOperand {}

    record InJson(JsonPlace place, boolean instant) implements SqlOperand {}
}
