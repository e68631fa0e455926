package dev.postern.console.message;

import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.html.InertHtml;
import dev.postern.http.Response;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code /console/mail/{address}/{messageId}/body}: the HTML of a message, for a frame without any rights. Scripts, forms and addresses are taken out of it, and
 * the policy of the response refuses the same once more.
 */
final class BodyFrame {
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src 'none';"
                    + " form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Frame-Options", "SAMEORIGIN",
            "Referrer-Policy", "no-referrer",
            "X-DNS-Prefetch-Control", "off");

    private static final String START = """
        <!doctype html>
        <html lang="und"><head><meta charset="utf-8"><title>Message</title>
        <style>body{margin:8px;background:#fff;color:#000;font:15px/1.4 sans-serif;overflow-wrap:anywhere}\
        a[%s]{color:#0645ad;text-decoration:underline}img{max-width:100%%}</style></head><body>
        """.formatted(InertHtml.LINK);
    private static final String CUT = "<hr><p>The rest of this message is not shown. Download its source.</p>";

    private BodyFrame() {}

    static Response serve(Visit visit) {
        String address = visit.segment(2);
        String id = visit.segment(3);
        var mail = new MailCalls(visit, address);
        try {
            JsonNode body = mail.body(id);
            if (!body.path("contentType").asString("").equals("html")) {
                return page(200, "<p>This message has no HTML.</p>");
            }
            InertHtml.Result inert =
                    InertHtml.of(body.path("content").asString(""), new EmbeddedImages(mail, id)::find);
            return page(200, inert.html() + (inert.cut() ? CUT : ""));
        } catch (EdgeRefusal e) {
            return page(
                    e.status() == 401 ? 403 : e.status(),
                    e.status() == 413
                            ? "<p>This message is too large to be shown. Download its source.</p>"
                            : "<p>This message cannot be shown.</p>");
        }
    }

    private static Response page(int status, String content) {
        Response page = Response.text(status, "text/html; charset=utf-8", START + content);
        for (Map.Entry<String, String> header : HEADERS.entrySet()) {
            page = page.with(header.getKey(), header.getValue());
        }
        return page;
    }
}
