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

    /** The edit distance, in which two letters in the wrong order are one mistake. */
    private static int distance(String one, String other) {
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : cheapest(rows, one, other, i, j);
            }
        }
        return rows[one.length()][other.length()];
    }

    private static int cheapest(int[][] rows, String one, String other, int i, int j) {
        int changed = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
