package dev.postern.query;

import java.util.List;

/**
 * A condition on one JSON document. It is true or false, never unknown: a missing value equals null, is unequal to every
 * other value, and is neither less nor greater than any. {@link Not} is therefore plain negation.
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

    /** A substring test that ignores case. */
    record Match(Path path, Position position, String text) implements Condition {}

    /** The value is a string that contains a whole number (at most 18 digits), which is compared with the number. */
    record NumericText(Path path, Operator operator, long number) implements Condition {}

    /** At least one element of the array satisfies the condition. The condition's paths start at the element. */
    record Any(Path collection, Condition element) implements Condition {}

    /** Every element of the array satisfies the condition. True for an empty or missing array. */
    record All(Path collection, Condition element) implements Condition {}

    /** Compares the number of elements of the array; a missing array has 0. */
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

        /** Returns the operator for exchanged operands: {@code a < b} is {@code b > a}. */
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
