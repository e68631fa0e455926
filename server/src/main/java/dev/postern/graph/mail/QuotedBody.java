package dev.postern.graph.mail;

import dev.postern.graph.content.Html;
import dev.postern.graph.content.Pages;
import dev.postern.graph.content.Quotes;
import dev.postern.html.Markup;
import dev.postern.http.Json;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.OriginalHeader;
import java.time.ZoneId;
import org.jsoup.nodes.Entities;
import tools.jackson.databind.node.ObjectNode;

/** The body of a reply: the new text, the header of the original, and the original. HTML if the original is HTML. */
final class QuotedBody {

    private QuotedBody() {}

    static ObjectNode of(String comment, Item original, ZoneId zone, Pages pages) {
        Body body = original.message().body() == null
                ? Body.EMPTY
                : original.message().body();
        boolean html = body.type() == Body.Type.HTML;
        ObjectNode json = Json.object();
        json.put("contentType", html ? "html" : "text");
        json.put(
                "content",
                html
                        ? html(asHtml(comment, pages), original, pages.inside(body.content()), zone)
                        : text(Markup.isHtml(comment) ? pages.text(comment) : comment, original, body, zone));
        return json;
    }

    /** Graph inserts a comment as HTML. Clients that send text expect to see it unchanged. */
    private static String asHtml(String comment, Pages pages) {
        return comment.isEmpty() ? "" : Markup.isHtml(comment) ? pages.inside(comment) : Html.ofText(comment);
    }

    private static String html(String comment, Item original, String quoted, ZoneId zone) {
        StringBuilder block = new StringBuilder();
        OriginalHeader.lines(original, zone)
                .forEach((name, value) -> block.append("<b>")
                        .append(name)
                        .append(":</b> ")
                        .append(Entities.escape(value))
                        .append("<br>\r\n"));
        return Html.page((comment.isEmpty() ? "" : comment + "\r\n")
                + "<hr style=\"display:inline-block;width:98%\" tabindex=\"-1\">\r\n<div id=\"" + Quotes.MARK
                + "\" dir=\"ltr\">" + block + "</div>\r\n<div>" + quoted + "</div>");
    }

    private static String text(String comment, Item original, Body body, ZoneId zone) {
        StringBuilder block = new StringBuilder(comment).append("\r\n\r\n________________________________\r\n");
        OriginalHeader.lines(original, zone)
                .forEach((name, value) ->
                        block.append(name).append(": ").append(value).append("\r\n"));
        return block.append("\r\n").append(body.content()).toString();
    }
}
