package dev.postern.store;

import dev.postern.query.Path;

/** What stands on the left of a comparison. */
sealed interface Operand {
    record InColumn(Column column, Path path) implements Operand {}

    record InJson(JsonPlace place, boolean instant) implements Operand {}
}
