package dev.postern.mailbox;

import org.jsoup.Jsoup;

/** What a body says, without its markup. */
final class BodyText {
    private BodyText() {}

    static String of(Body body) {
        return body.type() == Body.Type.HTML
                ? Jsoup.parse(body.content()).body().text()
                : body.content();
    }
}
