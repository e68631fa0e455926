package dev.postern.console.page;

import dev.postern.console.call.Answer;

/** The links to next pages that edges give. */
public final class NextLink {
    private static final String NAME = "$skiptoken=";

    private NextLink() {}

    /** The token of the next page, as it is in a link; an empty text after the last page. */
    public static String token(Answer answer) {
        String link = answer.json().path("@odata.nextLink").asString("");
        int at = link.indexOf(NAME);
        if (at < 0) {
            return "";
        }
        int end = link.indexOf('&', at);
        return link.substring(at + NAME.length(), end < 0 ? link.length() : end);
    }
}
