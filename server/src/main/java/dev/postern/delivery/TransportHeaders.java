package dev.postern.delivery;

import dev.postern.mailbox.HeaderProperties;
import dev.postern.mailbox.mime.HeaderFirewall;
import dev.postern.mailbox.mime.RelayedMime;
import dev.postern.mailbox.rule.ArrivingMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The internet headers of a delivered message: the trace headers and its own. */
final class TransportHeaders {
    /** In the message of a redirect: who redirected it, and to whom. */
    static final String RESENT = "resent";

    /** In the message to recipients: the fields that transport rules set. */
    static final String RULES = "ruleHeaders";

    private TransportHeaders() {}

    static ArrayNode of(ObjectNode message, Job job, Instant now) {
        ArrayNode headers = JsonNodeFactory.instance.arrayNode();
        add(headers, "Received", way(job) + " " + date(now));
        add(headers, "From", people(List.of(message.path("from"))));
        add(headers, "To", people(message.path("toRecipients")));
        add(headers, "CC", people(message.path("ccRecipients")));
        add(headers, "Subject", text(message.path("subject")));
        add(headers, "Date", date(job.submitted()));
        add(headers, "Message-ID", text(message.path("internetMessageId")));
        add(headers, "Thread-Index", text(message.path("conversationIndex")));
        add(headers, "MIME-Version", "1.0");
        add(headers, "Content-Type", job.queued().contentType());
        for (JsonNode own : message.path("internetMessageHeaders")) {
            if (!HeaderFirewall.stops(text(own.path("name")))
                    && !text(own.path("name")).equalsIgnoreCase("Content-Type")) {
                add(headers, text(own.path("name")), text(own.path("value")));
            }
        }
        HeaderProperties.of(message).forEach((name, value) -> add(headers, name, value));
        ruled(message).forEach((name, value) -> add(headers, name, value));
        resent(message, now).forEach((name, value) -> add(headers, name, value));
        return headers;
    }

    private static Map<String, String> ruled(ObjectNode message) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.path(RULES).properties().forEach(set -> headers.put(set.getKey(), text(set.getValue())));
        return headers;
    }

    private static Map<String, String> resent(ObjectNode message, Instant now) {
        if (!(message.get(RESENT) instanceof ObjectNode resent)) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Resent-From", text(resent.path("by")));
        headers.put("Resent-To", text(resent.path("to")));
        headers.put("Resent-Date", date(now));
        headers.put(ArrivingMessage.LOOP_HEADER, text(resent.path("by")));
        return headers;
    }

    private static String way(Job job) {
        String sender = job.envelope().sender();
        String author =
                text(job.queued().message().path("from").path("emailAddress").path("address"));
        String address = sender.isEmpty() ? author : sender;
        String host = address.substring(address.lastIndexOf('@') + 1);
        return "from " + host + " by " + host + " with HTTPS id " + job.submission() + ";";
    }

    /** Returns the trace header that is prepended to submitted MIME. */
    static String received(Job job, Instant now) {
        return "Received: " + way(job) + "\r\n\t" + date(now) + "\r\n";
    }

    /** Returns the headers that submitted MIME must have and may lack. */
    static Map<String, String> ifMissing(ObjectNode message, Job job) {
        Map<String, String> headers = new LinkedHashMap<>(HeaderProperties.of(message));
        headers.putAll(ruled(message));
        headers.putAll(resent(message, job.submitted()));
        headers.put("Date", date(job.submitted()));
        headers.put("Message-ID", text(message.path("internetMessageId")));
        String author = address(message.path("from"));
        String sender = address(message.path("sender"));
        if (!author.isEmpty() && !sender.isEmpty() && !sender.equalsIgnoreCase(author)) {
            headers.put(RelayedMime.SENDER, sender);
        }
        return headers;
    }

    private static String address(JsonNode recipient) {
        return text(recipient.path("emailAddress").path("address"));
    }

    private static void add(ArrayNode headers, String name, String value) {
        if (!value.isEmpty() && !name.isEmpty()) {
            headers.addObject().put("name", name).put("value", value);
        }
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }

    private static String people(Iterable<JsonNode> recipients) {
        List<String> people = new ArrayList<>();
        for (JsonNode recipient : recipients) {
            String address = text(recipient.path("emailAddress").path("address"));
            String name = text(recipient.path("emailAddress").path("name"));
            people.add(name.isEmpty() || name.equals(address) ? address : name + " <" + address + ">");
        }
        return String.join(", ", people);
    }

    static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
