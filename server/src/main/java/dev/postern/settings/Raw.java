package dev.postern.settings;

import java.util.List;
import java.util.Map;

/** An unparsed value and its source. */
sealed interface Raw {
    String origin();

    /** A plain value. */
    record One(String text, String origin) implements Raw {}

    /** A list. A plain item is stored under the empty name. */
    record Many(List<Map<String, String>> items, String origin) implements Raw {
        public Many {
            items = List.copyOf(items);
        }
    }
}
