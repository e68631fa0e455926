package dev.postern.html;

import java.util.regex.Pattern;

/** Tells HTML from text where a client does not say which of them it sends. Stateless. */
public final class Markup {
    private static final Pattern OF_HTML = Pattern.compile(
            "(?i)<(?:!--|/?(?:a|abbr|b|big|blockquote|body|br|center|code|div|em"
                + "|font|h[1-6]|head|hr|html|i|img|li|ol|p|pre|s|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th"
                + "|thead|tr|tt|u|ul)(?:\\s[^<>]*|/)?>)|&(?:lt|gt|amp|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9a-f]{1,6});");

    private Markup() {}

    /** Whether a text contains a tag of HTML, or a character that only HTML needs to encode. */
    public static boolean isHtml(String text) {
        return OF_HTML.matcher(text).find();
    }
}
