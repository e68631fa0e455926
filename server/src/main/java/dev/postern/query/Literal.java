package dev.postern.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** A constant in a condition. Its type decides how the document's value is read. */
public sealed interface Literal {
    record Text(String value) implements Literal {}

    /** Text that is compared with regard to case. */
    record Exact(String value) implements Literal {}

    /** A member of an enumeration by its canonical name. */
    record Enumerated(String name) implements Literal {}

    record Guid(UUID value) implements Literal {}

    record Day(LocalDate value) implements Literal {}

    record Bool(boolean value) implements Literal {}

    record Whole(long value) implements Literal {}

    record Real(double value) implements Literal {
        public Real {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("not a finite number");
            }
        }
    }

    record Moment(Instant value) implements Literal {}

    /** Equals a missing value and JSON null. */
    record Null() implements Literal {}

    /** The type as which the document's value is read. Not used for {@link Null}. */
    default ValueType type() {
        return switch (this) {
            case Text _, Enumerated _, Guid _, Day _, Null _ -> ValueType.TEXT;
            case Exact _ -> ValueType.EXACT;
            case Bool _ -> ValueType.BOOLEAN;
            case Whole _ -> ValueType.NUMBER;
            case Real _ -> ValueType.REAL;
            case Moment _ -> ValueType.INSTANT;
        };
    }
}
