package dev.postern.query;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A value read as one {@link ValueType}, to be compared with another value of that type. */
sealed interface Value {
    record Text(String ordinal) implements Value {}

    record Bool(boolean value) implements Value {}

    record Amount(BigDecimal value) implements Value {}

    record Real(double value) implements Value {}

    record Moment(Instant value) implements Value {}

    static @Nullable Value of(@Nullable JsonNode node, ValueType type) {
        if (node == null) {
            return null;
        }
        return switch (type) {
            case TEXT -> node.isString() ? new Text(Folding.fold(node.stringValue())) : null;
            case EXACT -> node.isString() ? new Text(node.stringValue()) : null;
            case BOOLEAN -> node.isBoolean() ? new Bool(node.booleanValue()) : null;
            case NUMBER -> node.isNumber() ? new Amount(node.decimalValue()) : null;
            case REAL -> node.isNumber() ? new Real(node.doubleValue()) : null;
            case INSTANT ->
                node.isString()
                        ? Moments.parse(node.stringValue()).map(Moment::new).orElse(null)
                        : null;
        };
    }

    static @Nullable Value of(Literal literal) {
        return switch (literal) {
            case Literal.Text(var text) -> new Text(Folding.fold(text));
            case Literal.Enumerated(var name) -> new Text(Folding.fold(name));
            case Literal.Guid(var guid) -> new Text(guid.toString());
            case Literal.Day(var day) -> new Text(Folding.fold(day.toString()));
            case Literal.Exact(var text) -> new Text(text);
            case Literal.Bool(var value) -> new Bool(value);
            case Literal.Whole(var value) -> new Amount(BigDecimal.valueOf(value));
            case Literal.Real(var value) -> new Real(value);
            case Literal.Moment(var value) -> new Moment(value);
            case Literal.Null _ -> null;
        };
    }

    default int compare(Value other) {
        return switch (this) {
            case Text(var a) when other instanceof Text(var b) -> Folding.compareCodePoints(a, b);
            case Bool(var a) when other instanceof Bool(var b) -> Boolean.compare(a, b);
            case Amount(var a) when other instanceof Amount(var b) -> a.compareTo(b);
            // Double.compare would order -0.0 before 0.0
            case Real(var a) when other instanceof Real(var b) -> a < b ? -1 : a > b ? 1 : 0;
            case Moment(var a) when other instanceof Moment(var b) -> a.compareTo(b);
            default -> throw new IllegalArgumentException("values of different types");
        };
    }
}
