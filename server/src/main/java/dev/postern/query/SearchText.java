package dev.postern.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of an item can be searched, cut into words. As with {@link Folding} this is done here and not by the engines,
 * whose own parsers disagree about addresses, hyphens and scripts.
 *
 * <p>Each word carries the letter of its field in front, so that one index serves all fields and a phrase never runs from
 * one field into the next; the letter by itself stands between two values of a field.
 */
public final class SearchText {
    /** PostgreSQL counts positions no further than 16,383; what comes later in an item is not found. */
    public static final int MOST_WORDS = 16_000;

    private static final int LONGEST_WORD = 100;

    private SearchText() {}

    /** Runs of letters, digits and marks, folded; every ideograph is a word of its own, because nothing separates them. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        Folding.fold(text).codePoints().forEach(c -> {
            boolean alone = isAlone(c);
            if (alone || !isWordPart(c)) {
                end(word, words);
            }
            if (alone) {
                words.add(Character.toString(c));
            } else if (isWordPart(c) && word.length() < LONGEST_WORD) {
                word.appendCodePoint(c);
            }
        });
        end(word, words);
        return words;
    }

    /** All words of an item in the order of the fields; the map's keys are the fields' letters. */
    public static List<String> index(List<Map.Entry<Character, List<String>>> fields) {
        List<String> indexed = new ArrayList<>();
        for (Map.Entry<Character, List<String>> field : fields) {
            for (String value : field.getValue()) {
                indexed.add(field.getKey().toString());
                words(value).forEach(word -> indexed.add(field.getKey() + word));
            }
        }
        return indexed.size() <= MOST_WORDS ? indexed : List.copyOf(indexed.subList(0, MOST_WORDS));
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isWordPart(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isAlone(int c) {
        if (c < 0x1100) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetterOrDigit(c);
            default -> false;
        };
    }
}
