package dev.postern.delivery;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.Item;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The body of a message that a rule forwards: the header of the original, and the original. */
record ForwardedBody(boolean html, String content) {
    static final ForwardedBody EMPTY = new ForwardedBody(false, "");

    private static final DateTimeFormatter SENT =
            DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu h:mm:ss a", Locale.US);
    private static final Pattern BODY = Pattern.compile("(?i)<body(?:\\s[^>]{0,10000})?>");
    /** The tag is searched for in the first part of a page. */
    private static final int HEAD = 64 << 10;

    static ForwardedBody of(Item original) {
        Body body = original.body() == null ? Body.EMPTY : original.body();
        Map<String, String> lines = lines(original);
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

    private static Map<String, String> lines(Item original) {
        Map<String, String> lines = new LinkedHashMap<>();
        Address from = original.message().summary().from();
        lines.put("From", from == null ? "" : person(from));
        lines.put("Sent", SENT.format(original.message().sent().atZone(ZoneOffset.UTC)));
        JsonNode doc = original.doc() == null ? JsonNodeFactory.instance.objectNode() : original.doc();
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
            Address address = Address.of(recipient);
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
