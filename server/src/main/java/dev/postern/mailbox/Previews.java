package dev.postern.mailbox;

import org.jsoup.Jsoup;

/** The first words of a body, as text. */
final class Previews {
    private static final int LENGTH = 255;
    /** Enough to hold the head of a page and its first words; the rest of a large body is not worth parsing. */
    private static final int LOOKED_AT = 64 * 1024;

    private Previews() {}

    static String of(Body body) {
        String content = body.content();
        String start = content.length() > LOOKED_AT ? content.substring(0, LOOKED_AT) : content;
        String text = body.type() == Body.Type.HTML ? Jsoup.parse(start).text() : start;
        return cut(text.strip());
    }

    private static String cut(String text) {
        if (text.length() <= LENGTH) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH);
    }
}
