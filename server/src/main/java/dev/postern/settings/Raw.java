package dev.postern.settings;

import java.util.List;
import java.util.Map;

/** A value before it is understood, with the place it came from. */
sealed interface Raw {
    String origin();

    /** A plain value. */
    record One(String text, String origin) implements Raw {}

    /** A list; a plain item has its text under the empty name. */
    record Many(List<Map<String, String>> items, String origin) implements Raw {
        public Many {
            items = List.copyOf(items);
        }
    }
}
