package dev.postern.exchange.opath;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A filter that has been understood. Immutable. */
sealed interface Condition<T> extends Predicate<T> {
    record And<T>(List<Condition<T>> all) implements Condition<T> {
        @Override
        public boolean test(T object) {
            return all.stream().allMatch(condition -> condition.test(object));
        }
    }

    record Or<T>(List<Condition<T>> any) implements Condition<T> {
        @Override
        public boolean test(T object) {
            return any.stream().anyMatch(condition -> condition.test(object));
        }
    }

    record Not<T>(Condition<T> condition) implements Condition<T> {
        @Override
        public boolean test(T object) {
            return !condition.test(object);
        }
    }

    /** One of the values equals; an empty operand asks whether there is none. */
    record Equal<T>(Property<T> property, Optional<Operand> operand) implements Condition<T> {
        @Override
        public boolean test(T object) {
            List<String> values = property.values().apply(object);
            return operand.map(wanted -> values.stream().anyMatch(wanted::equalTo))
                    .orElseGet(() -> values.stream().allMatch(String::isEmpty));
        }
    }

    /** One of the values begins so. */
    record Like<T>(Property<T> property, String prefix) implements Condition<T> {
        @Override
        public boolean test(T object) {
            return property.values().apply(object).stream()
                    .anyMatch(value -> value.regionMatches(true, 0, prefix, 0, prefix.length()));
        }
    }

    /** One of the values is less or greater. */
    record Order<T>(Property<T> property, Operand operand, Predicate<Integer> wanted) implements Condition<T> {
        @Override
        public boolean test(T object) {
            return property.values().apply(object).stream().anyMatch(value -> wanted.test(operand.compare(value)));
        }
    }
}
