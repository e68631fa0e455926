package dev.postern.exchange;

import java.util.List;

/** What was given for a parameter, once it has the form that the parameter asks for. */
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

    /** {@code $null}: where that has a meaning, take away what is there. */
    record Nothing() implements ArgumentValue {}
}
