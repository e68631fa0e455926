package dev.postern.query;

import org.jspecify.annotations.Nullable;

/**
 * Maps texts that differ only in case to the same text. This is the only place where case is mapped: databases disagree about upper and
 * lower case, so they get only folded text and compare it byte by byte.
 *
 * <p>Each code point is mapped on its own and without a locale, so the folded prefix of a text is a prefix of the folded text. U+0000 is
 * dropped and a lone surrogate becomes U+FFFD, because not every database can store them.
 */
public final class Folding {
    private Folding() {}

    public static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c >= 128 || (c >= 'A' && c <= 'Z')) {
                return foldFrom(text, i);
            }
        }
        return text;
    }

    /** Whether folding a text results in this folded text; does not make the folded text unless it has to. */
    public static boolean foldsTo(String text, String folded) {
        return folds(text, folded, false);
    }

    /** Whether folding a text results in one that begins with this folded text. */
    public static boolean foldsToStart(String text, String prefix) {
        return folds(text, prefix, true);
    }

    private static boolean folds(String text, String folded, boolean more) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c >= 128) {
                String all = fold(text);
                return more ? all.startsWith(folded) : all.equals(folded);
            }
            if (i == folded.length()) {
                return more;
            }
            if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != folded.charAt(i)) {
                return false;
            }
        }
        return text.length() == folded.length();
    }

    private static String foldFrom(String text, int start) {
        StringBuilder folded = new StringBuilder(text.length()).append(text, 0, start);
        for (int i = start; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                folded.append('\uFFFD');
            } else if (c != 0) {
                folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
            }
        }
        return folded.toString();
    }

    /** Returns the length of a folded text in UTF-8 bytes. */
    static int utf8Length(String folded) {
        int bytes = 0;
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /** Converts to upper case without a locale, each code point on its own, for the same reason as {@link #lower}. */
    public static String upper(String text) {
        StringBuilder raised = new StringBuilder(text.length());
        text.codePoints().map(Character::toUpperCase).forEach(raised::appendCodePoint);
        return raised.toString();
    }

    /**
     * Converts to lower case without a locale, for names, protocol keywords and addresses. {@link String#toLowerCase()} takes quadratic time for
     * letters whose lower case is longer, and a caller could send a million of them; here such letters are not changed.
     */
    public static String lower(String text) {
        @Nullable StringBuilder lowered = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int low = c == 'İ' ? c : Character.toLowerCase(c);
            if (low != c && lowered == null) {
                lowered = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (lowered != null) {
                lowered.appendCodePoint(low);
            }
            i += Character.charCount(c);
        }
        return lowered == null ? text : lowered.toString();
    }

    /** Compares by UTF-8 bytes. That is the order of code points, which {@link String#compareTo} does not have. */
    public static int compareCodePoints(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
