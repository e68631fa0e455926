package dev.postern.exchange.opath;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A filter that has been understood. Immutable. */
sealed interface OpathCondition<T> extends Predicate<T> {
    record And<T>(List<OpathCondition<T>> all) implements OpathCondition<T> {
        @Override
        public boolean test(T object) {
            return all.stream().allMatch(condition -> condition.test(object));
        }
    }

    record Or<T>(List<OpathCondition<T>> any) implements OpathCondition<T> {
        @Override
        public boolean test(T object) {
            return any.stream().anyMatch(condition -> condition.test(object));
        }
    }

    record Not<T>(OpathCondition<T> condition) implements OpathCondition<T> {
        @Override
        public boolean test(T object) {
            return !condition.test(object);
        }
    }

    /** One of the values equals; an empty operand asks whether there is none. */
    record Equal<T>(OpathProperty<T> property, Optional<OpathOperand> operand) implements OpathCondition<T> {
        @Override
        public boolean test(T object) {
            List<String> values = property.values().apply(object);
            return operand.map(wanted -> values.stream().anyMatch(wanted::equalTo))
                    .orElseGet(() -> values.stream().allMatch(String::isEmpty));
        }
    }

    /** One of the values begins so. */
    record Like<T>(OpathProperty<T> property, String prefix) implements OpathCondition<T> {
        @Override
        public boolean test(T object) {
            return property.values().apply(object).stream()
                    .anyMatch(value -> value.regionMatches(true, 0, prefix, 0, prefix.length()));
        }
    }

    /** One of the values is less or greater. */
    record Order<T>(OpathProperty<T> property, OpathOperand operand, Predicate<Integer> wanted)
            implements OpathCondition<T> {
        @Override
        public boolean test(T object) {
            return property.values().apply(object).stream().anyMatch(value -> wanted.test(operand.compare(value)));
        }
    }
}
