package dev.postern.mailbox;

import dev.postern.html.HtmlText;

/** The text of a body without markup, for the search index. */
final class BodyText {
    /** More text than an entry of the index contains. */
    private static final int MAX_LENGTH = 1 << 20;

    private BodyText() {}

    static String of(Body body) {
        String content = body.content();
        return body.type() == Body.Type.HTML
                ? HtmlText.line(content, MAX_LENGTH)
                : content.substring(0, Math.min(content.length(), MAX_LENGTH));
    }
}
