package dev.postern.mailbox;

import dev.postern.html.HtmlText;

/** What a body says, without its markup, as far as a search looks into it. */
final class BodyText {
    /** More words than an entry of the index holds. */
    private static final int LONGEST = 1 << 20;

    private BodyText() {}

    static String of(Body body) {
        String content = body.content();
        return body.type() == Body.Type.HTML
                ? HtmlText.line(content, LONGEST)
                : content.substring(0, Math.min(content.length(), LONGEST));
    }
}
