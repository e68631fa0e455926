package dev.postern.workflow.expression;

/**
 * Upper and lower case as the invariant culture of .NET has them: every code point on its own, the dotless and the dotted i never changed.
 * Comparisons without regard to case compare upper case, in which the long s stays as it is too.
 */
final class Casing {
    private static final int DOTTED_CAPITAL = 0x130;
    private static final int DOTLESS_SMALL = 0x131;
    private static final int LONG_S = 0x17F;

    private Casing() {}

    static String lower(String text) {
        var made = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == DOTTED_CAPITAL ? c : Character.toLowerCase(c))
                .forEach(made::appendCodePoint);
        return made.toString();
    }

    static String upper(String text) {
        var made = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == DOTLESS_SMALL ? c : Character.toUpperCase(c))
                .forEach(made::appendCodePoint);
        return made.toString();
    }

    /** Returns a text of the same length that is the same for texts that differ only in case. */
    static String folded(String text) {
        char[] folded = new char[text.length()];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = folded(text.charAt(i));
        }
        return new String(folded);
    }

    static boolean same(String left, String right) {
        if (left.length() != right.length()) {
            return false;
        }
        for (int i = 0; i < left.length(); i++) {
            if (folded(left.charAt(i)) != folded(right.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char folded(char c) {
        return c == DOTLESS_SMALL || c == LONG_S ? c : Character.toUpperCase(c);
    }
}
