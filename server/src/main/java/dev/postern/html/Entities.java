package dev.postern.html;

import org.jsoup.parser.Parser;

/** Decodes entities. A number that is no character is the replacement character, as in browsers. */
final class Entities {
    private static final char REPLACEMENT = '\ufffd';

    private Entities() {}

    static String decoded(String text, boolean attribute) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        String decoded = Parser.unescapeEntities(text, attribute);
        StringBuilder valid = new StringBuilder(decoded.length());
        decoded.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .forEach(valid::appendCodePoint);
        return valid.toString();
    }
}
