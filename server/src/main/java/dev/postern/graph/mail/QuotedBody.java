package dev.postern.graph.mail;

import dev.postern.graph.content.Html;
import dev.postern.graph.content.Pages;
import dev.postern.graph.content.Quotes;
import dev.postern.http.Json;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.Item;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a reply: the new text, the header of the original, and the original. HTML if the original is HTML. */
final class QuotedBody {
    private static final DateTimeFormatter SENT =
            DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu h:mm:ss a", Locale.US);

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
                        ? html(comment, original, pages.inside(body.content()), zone)
                        : text(comment, original, body, zone));
        return json;
    }

    private static String html(String comment, Item original, String quoted, ZoneId zone) {
        StringBuilder block = new StringBuilder();
        headerLines(original, zone)
                .forEach((name, value) -> block.append("<b>")
                        .append(name)
                        .append(":</b> ")
                        .append(Entities.escape(value))
                        .append("<br>\r\n"));
        return Html.page((comment.isEmpty() ? "" : Html.ofText(comment) + "\r\n")
                + "<hr style=\"display:inline-block;width:98%\" tabindex=\"-1\">\r\n<div id=\"" + Quotes.MARK
                + "\" dir=\"ltr\">" + block + "</div>\r\n<div>" + quoted + "</div>");
    }

    private static String text(String comment, Item original, Body body, ZoneId zone) {
        StringBuilder block = new StringBuilder(comment).append("\r\n\r\n________________________________\r\n");
        headerLines(original, zone)
                .forEach((name, value) ->
                        block.append(name).append(": ").append(value).append("\r\n"));
        return block.append("\r\n").append(body.content()).toString();
    }

    private static Map<String, String> headerLines(Item original, ZoneId zone) {
        Map<String, String> lines = new LinkedHashMap<>();
        Address from = original.message().summary().from();
        lines.put("From", from == null ? "" : person(from));
        lines.put("Sent", SENT.format(original.message().sent().atZone(zone)));
        ObjectNode doc = original.doc() == null ? Json.object() : original.doc();
        lines.put("To", people(doc.path("toRecipients")));
        String cc = people(doc.path("ccRecipients"));
        if (!cc.isEmpty()) {
            lines.put("Cc", cc);
        }
        String subject = original.message().summary().subject();
        lines.put("Subject", subject == null ? "" : subject);
        return lines;
    }

    private static String people(JsonNode recipients) {
        List<String> people = new ArrayList<>();
        for (JsonNode recipient : recipients) {
            @Nullable Address address = Address.of(recipient);
            if (address != null) {
                people.add(person(address));
            }
        }
        return String.join("; ", people);
    }

    private static String person(Address person) {
        String address = person.address() == null ? "" : person.address();
        return person.name() == null || person.name().equals(address) ? address : person.name() + " <" + address + ">";
    }
}
