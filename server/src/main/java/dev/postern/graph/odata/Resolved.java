package dev.postern.graph.odata;

import dev.postern.graph.model.EnumType;
import dev.postern.graph.model.GraphType;
import dev.postern.graph.model.Primitive;
import dev.postern.query.Path;
import dev.postern.query.ValueType;

/**
 * A resolved path.
 *
 * @param exact whether the text is an opaque id, compared with case
 * @param instant whether the value is a point in time, even if the model declares it as text
 */
record Resolved(Path path, GraphType type, boolean collection, boolean exact, boolean instant) {
    String describe() {
        return collection ? "Collection(" + type.typeName() + ")" : type.typeName();
    }

    boolean isText() {
        return !collection && type == Primitive.STRING;
    }

    boolean isNumber() {
        return !collection && (type == Primitive.INT32 || type == Primitive.INT64 || type == Primitive.DOUBLE);
    }

    /** Whether its values can be sorted. */
    boolean isSortable() {
        return !collection
                && (type instanceof EnumType
                        || (type instanceof Primitive primitive
                                && primitive != Primitive.BINARY
                                && primitive != Primitive.STREAM));
    }

    ValueType valueType() {
        if (instant) {
            return ValueType.INSTANT;
        }
        return switch (type) {
            case Primitive.BOOLEAN -> ValueType.BOOLEAN;
            case Primitive.INT32, Primitive.INT64, Primitive.DOUBLE -> ValueType.NUMBER;
            default -> exact ? ValueType.EXACT : ValueType.TEXT;
        };
    }
}
