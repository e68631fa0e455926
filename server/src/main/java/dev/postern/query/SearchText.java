package dev.postern.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Splits the searchable text of an item into words. As with {@link Folding}, this is done here because the databases'
 * own parsers disagree about addresses, hyphens and scripts.
 *
 * <p>Each word is prefixed with the letter of its field, so one index serves all fields and a phrase never spans two
 * fields. The letter alone separates two values of a field.
 */
public final class SearchText {
    /** Words after this number are not indexed. The body is the last field, so it is cut first. */
    public static final int MAX_WORDS = 16_000;

    /** The tsvector of PostgreSQL is limited to 1,048,575 bytes for one item. */
    private static final int MAX_BYTES = 1_000_000;

    private static final int MAX_WORD_LENGTH = 100;

    private SearchText() {}

    /** Returns runs of letters, digits and marks, folded. Every ideograph is a word, because no spaces separate them. */
    public static List<String> words(String text) {
        return words(text, Integer.MAX_VALUE);
    }

    private static List<String> words(String text, int max) {
        String folded = Folding.fold(text);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int length = 0;
        for (int i = 0; i < folded.length() && words.size() < max; ) {
            int c = folded.codePointAt(i);
            i += Character.charCount(c);
            boolean alone = isAlone(c);
            if (alone || !isWordPart(c)) {
                end(word, words);
                length = 0;
                if (alone) {
                    words.add(Character.toString(c));
                }
            } else if (length++ < MAX_WORD_LENGTH) {
                word.appendCodePoint(c);
            }
        }
        end(word, words);
        return words;
    }

    /**
     * Returns all words of an item in the order of the fields.
     *
     * @param scope a prefix of every word; words of different scopes never match each other
     * @param fields the values of the fields, by the letters of the fields
     */
    public static List<String> index(String scope, List<Map.Entry<Character, List<String>>> fields) {
        List<String> indexed = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<Character, List<String>> field : fields) {
            String start = scope + field.getKey();
            for (String value : field.getValue()) {
                int left = MAX_WORDS - indexed.size();
                if (left <= 0) {
                    return indexed;
                }
                indexed.add(start);
                bytes += start.length();
                for (String word : words(value, left - 1)) {
                    bytes += start.length() + Folding.utf8Length(word);
                    if (bytes > MAX_BYTES) {
                        return indexed;
                    }
                    indexed.add(start + word);
                }
            }
        }
        return indexed;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isWordPart(int c) {
        if (c < 128) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        }
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
