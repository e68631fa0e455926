package dev.postern.workflow.row;

import java.util.Locale;

/** The names of repetitions: six-digit indexes from the outermost loop, joined by hyphens. */
public final class Repetition {
    public static final String NONE = "";

    private Repetition() {}

    public static String of(String around, int index) {
        String own = String.format(Locale.ROOT, "%06d", index);
        return around.isEmpty() ? own : around + "-" + own;
    }

    /** Returns the length of a name with this number of indexes. */
    public static int length(int loops) {
        return loops == 0 ? 0 : 7 * loops - 1;
    }

    /** Returns the index of the innermost loop. */
    public static int index(String repetition) {
        return Integer.parseInt(repetition.substring(repetition.lastIndexOf('-') + 1));
    }
}
