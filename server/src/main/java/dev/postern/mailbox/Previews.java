package dev.postern.mailbox;

import dev.postern.html.HtmlText;

/** The first words of a body, as text. One pass over the beginning of it, so also a writer may ask. */
final class Previews {
    private static final int LENGTH = 255;
    /** Enough to hold the head of a page and its first words; the rest of a large body is not worth reading. */
    private static final int LOOKED_AT = 64 * 1024;

    private Previews() {}

    static String of(Body body) {
        String content = body.content();
        String start = content.length() > LOOKED_AT ? content.substring(0, LOOKED_AT) : content;
        return body.type() == Body.Type.HTML ? HtmlText.line(start, LENGTH) : cut(start.strip());
    }

    private static String cut(String text) {
        if (text.length() <= LENGTH) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH);
    }
}
