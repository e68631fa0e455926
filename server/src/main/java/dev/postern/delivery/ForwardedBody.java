package dev.postern.delivery;

import dev.postern.mailbox.Body;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.OriginalHeader;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** The body of a message that a rule forwards: the header of the original, and the original. */
record ForwardedBody(boolean html, String content) {
    static final ForwardedBody EMPTY = new ForwardedBody(false, "");

    private static final Pattern BODY = Pattern.compile("(?i)<body(?:\\s[^>]{0,10000})?>");
    /** The tag is searched for in the first part of a page. */
    private static final int HEAD = 64 << 10;

    static ForwardedBody of(Item original) {
        Body body = original.body() == null ? Body.EMPTY : original.body();
        Map<String, String> lines = OriginalHeader.lines(original, ZoneOffset.UTC);
        return body.type() == Body.Type.HTML
                ? new ForwardedBody(true, html(lines, body.content()))
                : new ForwardedBody(false, text(lines, body.content()));
    }

    /** The original is not parsed: the header is put after the tag that begins its body. */
    private static String html(Map<String, String> lines, String page) {
        String block = lines.entrySet().stream()
                .map(line -> "<b>" + line.getKey() + ":</b> " + Entities.escape(line.getValue()) + "<br>\r\n")
                .collect(Collectors.joining("", "<div dir=\"ltr\">", "<br></div>\r\n"));
        Matcher body = BODY.matcher(page).region(0, Math.min(page.length(), HEAD));
        int at = body.find() ? body.end() : 0;
        return page.substring(0, at) + block + page.substring(at);
    }

    private static String text(Map<String, String> lines, String text) {
        return lines.entrySet().stream()
                        .map(line -> line.getKey() + ": " + line.getValue() + "\r\n")
                        .collect(Collectors.joining("", "________________________________\r\n", "\r\n"))
                + text;
    }
}
