package dev.postern.exchange;

import java.util.List;

/** The value of a parameter, converted to the parameter's type. */
sealed interface ArgumentValue {
    record Text(String text) implements ArgumentValue {}

    record Texts(List<String> texts) implements ArgumentValue {
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    record Flag(boolean on) implements ArgumentValue {}

    record Count(int number) implements ArgumentValue {}

    /** Addresses to add and to remove. */
    record Changes(List<String> add, List<String> remove) implements ArgumentValue {
        public Changes {
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }
    }

    /** {@code $null}, which clears the property where that is allowed. */
    record Nothing() implements ArgumentValue {}
}
