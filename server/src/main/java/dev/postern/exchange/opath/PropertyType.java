package dev.postern.exchange.opath;

import java.util.List;
import java.util.Optional;

/** How the values of a property are compared. */
public sealed interface PropertyType {
    /** Without case. */
    record Text() implements PropertyType {}

    /** True or false. */
    record Bool() implements PropertyType {}

    /** Whole numbers. */
    record Whole() implements PropertyType {}

    /** GUIDs, in any spelling. */
    record Id() implements PropertyType {}

    /** Moments. */
    record Moment() implements PropertyType {}

    /** Another object, by its distinguished name. */
    record Link() implements PropertyType {}

    /** Names of an enumeration; with {@code flags} several of them, in any order, parted by commas. */
    record Names(List<String> names, boolean flags) implements PropertyType {
        public Names {
            names = List.copyOf(names);
        }

        Optional<String> canonical(String text) {
            return names.stream().filter(text::equalsIgnoreCase).findFirst();
        }
    }
}
