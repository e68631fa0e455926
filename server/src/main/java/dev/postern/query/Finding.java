package dev.postern.query;

import java.util.ArrayList;
import java.util.List;

/**
 * Substring search in linear time. {@link String#indexOf(String, int)} takes time proportional to the product of both lengths, which is
 * minutes for a long repeated letter in a longer text. It is used where that product is small.
 */
public final class Finding {
    /** Up to this length {@link String#indexOf(String, int)} is fast enough. */
    private static final int SHORT = 64;

    private Finding() {}

    public static boolean contains(String text, String wanted) {
        return indexOf(text, wanted, 0) >= 0;
    }

    /** As {@link String#indexOf(String, int)}. */
    public static int indexOf(String text, String wanted, int from) {
        return wanted.length() <= SHORT ? text.indexOf(wanted, from) : next(text, wanted, borders(wanted), from);
    }

    /** As {@link String#lastIndexOf(String, int)}. */
    public static int lastIndexOf(String text, String wanted, int from) {
        if (wanted.length() <= SHORT) {
            return text.lastIndexOf(wanted, from);
        }
        if (from < 0) {
            return -1;
        }
        int end = (int) Math.min(text.length(), (long) from + wanted.length());
        String backwards = new StringBuilder(wanted).reverse().toString();
        int found =
                next(new StringBuilder(text.substring(0, end)).reverse().toString(), backwards, borders(backwards), 0);
        return found < 0 ? -1 : end - found - wanted.length();
    }

    /**
     * Returns the positions of all occurrences from left to right, without overlaps.
     *
     * @param wanted not empty
     */
    public static List<Integer> all(String text, String wanted) {
        var places = new ArrayList<Integer>();
        int[] borders = wanted.length() <= SHORT ? new int[0] : borders(wanted);
        int at = 0;
        while (true) {
            at = borders.length == 0 ? text.indexOf(wanted, at) : next(text, wanted, borders, at);
            if (at < 0) {
                return places;
            }
            places.add(at);
            at += wanted.length();
        }
    }

    private static int next(String text, String wanted, int[] borders, int from) {
        int matched = 0;
        for (int at = Math.max(from, 0); at < text.length(); at++) {
            while (matched > 0 && text.charAt(at) != wanted.charAt(matched)) {
                matched = borders[matched - 1];
            }
            matched += text.charAt(at) == wanted.charAt(matched) ? 1 : 0;
            if (matched == wanted.length()) {
                return at - matched + 1;
            }
        }
        return -1;
    }

    /** For each prefix of the text, the length of its longest border (Knuth, Morris and Pratt). */
    private static int[] borders(String wanted) {
        int[] borders = new int[wanted.length()];
        int matched = 0;
        for (int at = 1; at < wanted.length(); at++) {
            while (matched > 0 && wanted.charAt(at) != wanted.charAt(matched)) {
                matched = borders[matched - 1];
            }
            matched += wanted.charAt(at) == wanted.charAt(matched) ? 1 : 0;
            borders[at] = matched;
        }
        return borders;
    }
}
