package dev.postern.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggests a similar name for an unknown word. */
final class Suggestion {
    private Suggestion() {}

    /** Returns a sentence that begins with a space, or an empty text if no name is similar. */
    static String of(String word, Collection<String> names) {
        String folded = word.toLowerCase(Locale.ROOT);
        int furthest = Math.max(2, word.length() / 4);
        return names.stream()
                .min(Comparator.comparingInt((String name) -> distance(folded, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(folded, name.toLowerCase(Locale.ROOT)) <= furthest)
                .map(name -> " Did you mean " + name + "?")
                .orElse("");
    }

    /** The edit distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
