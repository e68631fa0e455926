package dev.postern.query;

import java.util.List;

/**
 * A question about one JSON document that is answered by yes or no, never by "unknown": a missing value equals null, is
 * unequal to everything else, and is neither less nor greater than anything. {@link Not} is therefore the plain
 * opposite.
 */
public sealed interface Condition {
    Condition ALWAYS = new And(List.of());
    Condition NEVER = new Or(List.of());

    record And(List<Condition> all) implements Condition {
        public And {
            all = List.copyOf(all);
        }
    }

    record Or(List<Condition> any) implements Condition {
        public Or {
            any = List.copyOf(any);
        }
    }

    record Not(Condition condition) implements Condition {}

    record Compare(Path path, Operator operator, Literal literal) implements Condition {}

    record In(Path path, List<Literal> literals) implements Condition {
        public In {
            literals = List.copyOf(literals);
        }
    }

    /** A test on text without regard to case. */
    record Match(Path path, Position position, String text) implements Condition {}

    /** The value is text that spells a whole number (at most 18 digits), which compares like this. */
    record NumericText(Path path, Operator operator, long number) implements Condition {}

    /** Some element of the array satisfies the condition, whose paths start at the element. */
    record Any(Path collection, Condition element) implements Condition {}

    /** Every element of the array does; so it is for an empty or missing array. */
    record All(Path collection, Condition element) implements Condition {}

    /** The number of elements of the array, 0 when missing. */
    record Count(Path collection, Operator operator, long number) implements Condition {}

    enum Position {
        START,
        END,
        ANYWHERE
    }

    enum Operator {
        EQ,
        NE,
        LT,
        LE,
        GT,
        GE;

        public boolean accepts(int comparison) {
            return switch (this) {
                case EQ -> comparison == 0;
                case NE -> comparison != 0;
                case LT -> comparison < 0;
                case LE -> comparison <= 0;
                case GT -> comparison > 0;
                case GE -> comparison >= 0;
            };
        }

        /** The operator with its two sides exchanged. */
        public Operator mirrored() {
            return switch (this) {
                case EQ, NE -> this;
                case LT -> GT;
                case LE -> GE;
                case GT -> LT;
                case GE -> LE;
            };
        }
    }
}
