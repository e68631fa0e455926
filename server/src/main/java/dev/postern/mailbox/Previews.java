package dev.postern.mailbox;

import dev.postern.html.HtmlText;

/** The first words of a body, as text. One pass over its beginning, so the writer thread may call it too. */
final class Previews {
    private static final int LENGTH = 255;
    /** Enough for the head of a page and its first words; reading more of a large body is not worth the time. */
    private static final int LOOKED_AT = 512 * 1024;

    private Previews() {}

    static String of(Body body) {
        return body.type() == Body.Type.HTML
                ? HtmlText.line(start(body.content()), LENGTH)
                : cut(body.content()
                        .substring(0, Math.min(LOOKED_AT, body.content().length()))
                        .strip());
    }

    /** The beginning of a page, not cut inside a tag. */
    private static String start(String page) {
        if (page.length() <= LOOKED_AT) {
            return page;
        }
        int tag = page.lastIndexOf('<', LOOKED_AT - 1);
        boolean within = tag > page.lastIndexOf('>', LOOKED_AT - 1);
        return page.substring(0, within ? tag : LOOKED_AT);
    }

    private static String cut(String text) {
        if (text.length() <= LENGTH) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH);
    }
}
