package dev.postern.workflow.engine;

import java.util.Locale;

/** The names of repetitions: six-digit indexes from the outermost loop, joined by hyphens. */
final class Repetition {
    static final String NONE = "";

    private Repetition() {}

    static String of(String around, int index) {
        String own = String.format(Locale.ROOT, "%06d", index);
        return around.isEmpty() ? own : around + "-" + own;
    }

    /** Returns the length of a name with this number of indexes. */
    static int length(int loops) {
        return loops == 0 ? 0 : 7 * loops - 1;
    }

    /** Returns the index of the innermost loop. */
    static int index(String repetition) {
        return Integer.parseInt(repetition.substring(repetition.lastIndexOf('-') + 1));
    }
}
